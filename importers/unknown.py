"""What a file is that no importer knows: what was seen of it, what is missing, and a way out.

Only what cannot be anybody's data is shown of a file: names of columns, keys and elements that look
like headings, never a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from importers.importer import Head

KNOWN = (
    "known are the downloads of ClinicalTrials.gov, the WHO, CTIS, the EU register, ISRCTN, DRKS, "
    "ANZCTR, ChiCTR, CRiS, NCI, AACT and others; --format NAME forces one, a wrong NAME lists all"
)
_MAGIC = (
    (
        b"%PDF",
        "it is a PDF document; use the registry's download, or copy the text of its page",
    ),
    (b"SQLite format 3", "it is an SQLite database; export its records as JSON lines or CSV"),
    (b"\x89PNG", "it is an image"),
    (b"\xff\xd8\xff", "it is an image"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel or Word file; save it as .xlsx or .csv"),
    (b"7z\xbc\xaf", "it is a 7z archive; unpack it first"),
    (b"Rar!", "it is a RAR archive; unpack it first"),
    (b"PAR1", "it is a Parquet file; export it as CSV"),
    (b"RDX", "it is a file of R; write it as CSV there"),
    (b"PK", "it is a zip that cannot be opened"),
)
LOOK_ALIKES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(beginning, re.IGNORECASE), sentence)
    for beginning, sentence in (
        (
            r'"?Item Title"?[,;\t]\s*"?Publication Title"?',
            "it is a list of publications from Springer, whose site calls it SearchResults.csv too",
        ),
        (
            r'"?PMID"?[,;\t]\s*"?Title"?',
            "it is a list of publications from PubMed, not of trials",
        ),
        (r"PMID- \d", "it is a list of publications from PubMed, not of trials"),
        (
            r"(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<PubmedArticleSet",
            "it is a list of publications from PubMed, not of trials",
        ),
        (r"TY  - ", "it is a list of references (RIS), not of trials"),
        (r"@\w+\{[^\s,]*,", "it is a list of references (BibTeX), not of trials"),
        (r"\{\\rtf", "it is a word processor's document; save it as plain text"),
    )
)
"""How a text begins, and what it is."""


def look_alike(text: str) -> str | None:
    """What a text is by its beginning, in one sentence; None when it is none of those."""
    text = text[:4096].lstrip("\ufeff \t\r\n")
    return next((sentence for shape, sentence in LOOK_ALIKES if shape.match(text)), None)


_SHOWN = 6
_HEADING = re.compile(r"[A-Za-z_][\w .:()/#?&'-]{0,39}")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
_KEY = re.compile(r'"([A-Za-z_@][\w .:@-]{0,39})"\s*:')
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)https?://([\w.-]{3,60})")


def unknown(head: Head) -> str:
    """One sentence for a file of no known format."""
    for magic, said in _MAGIC:
        if head.data.startswith(magic):
            return said
    start = head.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\0" in start and not head.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"it is no text; {KNOWN}"
    if (mistaken := look_alike(head.text)) is not None:
        return mistaken
    return f"{_seen(head.text.lstrip())}; {KNOWN}"


def _seen(text: str) -> str:
    if re.match(r"(?:<!--.*?-->\s*)?(?:<!doctype html|<html|<!-- saved)", text[:4000], re.I | re.S):
        host = _SAVED_FROM.search(text[:2000])
        where = f" from {host[1]}" if host else ""
        return (
            f"it is a web page{where} of a kind that is not known: use the registry's download, or "
            "copy the page's text into a file"
        )
    if text.startswith(("{", "[")):
        keys = _some(dict.fromkeys(_KEY.findall(text[:20_000])))
        return f"it is JSON with the keys {keys}, and none of a registry" if keys else "it is JSON"
    if text.startswith("<"):
        root = next((name for name in _ROOT.findall(text[:4000]) if name != "xml"), None)
        return f"it is XML with the root element {root}, which is no registry's that is known"
    return _table(text) or "it is text without the headings of a registry that is known"


def _table(text: str) -> str | None:
    """A CSV's columns, and what would make it a list of trials."""
    line, _, below = text.partition("\n")
    delimiter = max(",;\t", key=line.count)
    # A letter's first line may hold a comma too; what stands in it is not told.
    if not line.rstrip(" \r").strip(delimiter).count(delimiter) or delimiter not in below[:4000]:
        return None
    try:
        names = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return None
    shown = _some(names)
    if not shown:
        return None
    return (
        f"it is a table with the columns {shown}, of which none is a registry's number or title "
        "under a name that is known (NCT Number, Trial number, ISRCTN, EudraCT Number, TrialID)"
    )


def _some(names: Iterable[str]) -> str:
    """The first names that look like headings, and how many there are in all."""
    found = [name.strip() for name in names]
    headings: Sequence[str] = [name for name in found if _HEADING.fullmatch(name)]
    if not headings or len(headings) * 2 < len(found):
        return ""
    more = f" … ({len(found)} in all)" if len(found) > _SHOWN else ""
    return ", ".join(headings[:_SHOWN]) + more
