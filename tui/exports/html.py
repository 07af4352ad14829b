"""A Comparison as one HTML page that needs nothing else and prints on A4 landscape."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from catalog.comparison.compare import Cell, Comparison, Head, Row, Section
from catalog.model.text import clean
from handover.pages.sheets import POLICY
from tui.exports.stamp import LETTERS, Stamp, about, dissent, label, reference, sources, title

_STYLE = """
@page { size: A4 landscape; margin: 10mm 10mm 12mm; }
body { font: 10pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #111; margin: 1em; }
h1 { font-size: 14pt; margin: 0 0 .4em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: 0 0 1em; }
dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
thead { display: table-header-group; }
th, td { border: 1px solid #777; padding: .25em .45em; vertical-align: top; text-align: left;
  overflow-wrap: anywhere; white-space: pre-line; }
thead th { background: #e6e6e6; }
col.label { width: 17%; } col.mark { width: 2.2em; }
tr.section th { background: #333; color: #fff; break-after: avoid; }
tr { break-inside: avoid; }
tr.long { break-inside: auto; }
tr.differs > td.mark { font-weight: bold; }
tr.differs > td { background: #fff6d6; }
td.missing { color: #555; font-style: italic; }
tr > th { font-weight: 600; }
td.mark { text-align: center; }
tbody th small { display: block; font-weight: normal; color: #444; }
sup { color: #444; }
@media print {
  body { margin: 0; font-size: 8.5pt; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
_LONG = 900
"""A row with more letters than this in a cell may be broken over pages."""


def html(comparison: Comparison, stamp: Stamp) -> str:
    """The page: stamp, one table whose head repeats on every printed page, sources."""
    return "\n".join((*_page(comparison, stamp), ""))


def _page(comparison: Comparison, stamp: Stamp) -> Iterator[str]:
    ids = ", ".join(trial.id for trial in comparison.trials)
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(f'Comparison of {ids}')}</title>"
    yield f"<style>{_STYLE}</style></head><body>"
    yield "<h1>Comparison of clinical trials</h1>"
    yield from _list(about(comparison, stamp))
    yield "<table>"
    yield '<colgroup><col class="label"><col class="mark"></colgroup>'
    yield from _heads(comparison)
    for section in comparison.sections:
        yield from _section(section, comparison)
    yield "</table>"
    yield "<h2>Sources</h2>"
    yield from _list(sources(comparison))
    yield "</body></html>"


def _list(pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    for name, told in pairs:
        yield f"<dt>{_safe(name)}</dt><dd>{_safe(told)}</dd>"
    yield "</dl>"


def _heads(comparison: Comparison) -> Iterator[str]:
    yield "<thead><tr><th></th><th></th>"
    for letter, trial in zip(LETTERS, comparison.trials, strict=False):
        name, told = _safe(trial.id), _safe(trial.title)
        yield f'<th scope="col">{letter} {name}<br><small>{told}</small></th>'
    yield "</tr></thead>"


def _section(section: Section, comparison: Comparison) -> Iterator[str]:
    yield "<tbody>"
    wide, told = len(comparison.trials) + 2, _safe(title(section))
    yield f'<tr class="section"><th colspan="{wide}" scope="rowgroup">{told}</th></tr>'
    for row in section.rows:
        yield _row(row, comparison.trials)
    yield "</tbody>"


def _row(row: Row, heads: tuple[Head, ...]) -> str:
    long = any(len(cell.text) > _LONG for cell in row.cells)
    classes = " ".join(filter(None, ("differs" * row.differs, "long" * long)))
    named = f' class="{classes}"' if classes else ""
    mark = "≠" if row.differs else ""
    cells = "".join(_cell(cell, head) for cell, head in zip(row.cells, heads, strict=True))
    named_row, *apart = label(row).split("\n")
    far = f"<small>{_safe(chr(10).join(apart))}</small>" if apart else ""
    name = f'<th scope="row">{_safe(named_row)}{far}</th><td class="mark">{mark}</td>'
    return f"<tr{named}>{name}{cells}</tr>"


def _cell(cell: Cell, head: Head) -> str:
    kind = "" if cell.stated else ' class="missing"'
    noted = reference(cell, head)
    mark = f" <sup>{noted}</sup>" if noted else ""
    return f"<td{kind}>{_safe(cell.shown)}{mark}{_safe(dissent(cell))}</td>"


def _safe(told: str) -> str:
    return escape(clean(told, lines=True))
