"""What all pages share: the HTML around them, and what they say of themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from catalog.model.text import clean
from handover.notice import NOTICE

WIDTH = 96
"""Columns of the text twins."""
MOST = 40
"""Trials of a board page or a call sheet: ten pages are as much as anybody looks at."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page may load: nothing."""
_STYLE = """
@page { size: A4 portrait; margin: 12mm 12mm 14mm; }
body { font: 9.5pt/1.28 "Liberation Sans", Arial, Helvetica, sans-serif; color: #111;
  margin: 1em auto; max-width: 186mm; }
h1 { font-size: 13pt; margin: 0 0 .3em; }
h2 { font-size: 1.15em; margin: 1em 0 .3em; break-after: avoid; }
h3 { font-size: 1em; margin: .8em 0 .2em; break-after: avoid; }
p { margin: .3em 0; }
p.about { color: #444; font-size: .85em; margin: 0; }
section.trial { break-inside: avoid; border-top: 1.2pt solid #111; padding: .35em 0 .5em; }
section.rest { border-top: 1.2pt solid #111; margin-top: 1em; }
section.first { break-before: page; }
dl { display: grid; grid-template-columns: 17mm 1fr; gap: 0 2mm; margin: 0; }
dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
ol, ul { margin: .2em 0; padding-left: 1.6em; } li { overflow-wrap: anywhere; margin: .1em 0; }
blockquote { margin: .2em 0 .3em 1em; padding-left: .6em; border-left: 2pt solid #999;
  overflow-wrap: anywhere; white-space: pre-line; }
table { border-collapse: collapse; width: calc(100% - 1px); table-layout: fixed; }
col.number { width: 8mm; } col.site { width: 42%; } col.contact { width: 30%; }
th, td { border: 1px solid #777; padding: .2em .4em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead { display: table-header-group; } tr { break-inside: avoid; }
body.large { font-size: 14pt; line-height: 1.35; } body.large h1 { font-size: 20pt; }
@media print { body { margin: 0; max-width: none; } }
"""


class Made(NamedTuple):
    """When and from which catalogue a page was made."""

    day: dt.date
    catalogue: str
    newest: str | None = None

    @property
    def told(self) -> str:
        """`Made 2026-11-29 from catalog.db, newest source 2026-11-27.`"""
        newest = f", newest source {clean(self.newest)}" if self.newest else ""
        return f"Made {self.day.isoformat()} from {clean(self.catalogue)}{newest}."


def about(made: Made, origin: str = "") -> Iterator[str]:
    """The lines that every page begins or ends with."""
    far = f" Distances: air line from {clean(origin)}." if origin else ""
    yield f"{made.told}{far}"
    yield NOTICE


def html(title: str, body: Iterable[str], *, large: bool = False, language: str = "en") -> str:
    """A page that needs nothing else; `body` is markup, and every text in it was escaped."""
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{safe(title)}</title><style>{_STYLE}</style></head>",
            '<body class="large">' if large else "<body>",
            *body,
            "</body></html>",
            "",
        )
    )


def safe(text: str) -> str:
    """A text as it stands between tags."""
    return escape(clean(text, lines=True))


def tag(name: str, text: str, kind: str = "") -> str:
    """An element that holds a text."""
    named = f' class="{kind}"' if kind else ""
    return f"<{name}{named}>{safe(text)}</{name}>"
