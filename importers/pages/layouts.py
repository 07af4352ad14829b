"""Which page layout a text is: one table, so that no page can be taken for two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from importers.importer import Head
from importers.pages.text import page_lines

_MARKUP = (b"<", b"{", b"[", b"%PDF", b"PK")
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_TYPES = (
    "DRUG|DEVICE|BIOLOGICAL|PROCEDURE|RADIATION|BEHAVIORAL|GENETIC|DIETARY_SUPPLEMENT|"
    "COMBINATION_PRODUCT|DIAGNOSTIC_TEST|OTHER"
)
INTERVENTIONS = re.compile(rf"(?:{_TYPES}): ?\S[^|]*(?:\|(?:{_TYPES}): ?\S[^|]*)*")
"""The interventions column of a ClinicalTrials.gov CSV row, as a line of its own."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout and the lines that only it has."""

    name: str
    reason: str
    marks: tuple[re.Pattern[str], ...]
    """Each has to match a whole line."""


def _layout(name: str, reason: str, *marks: str) -> Layout:
    return Layout(name, reason, tuple(re.compile(mark) for mark in marks))


# In order: the first that fits is it. Marks stand near the top, since a head is 64 KiB.
LAYOUTS: tuple[Layout, ...] = (
    _layout(
        "ctgov-page",
        'the lines "ClinicalTrials.gov Identifier:" and "Recruitment Status :" of a classic '
        "ClinicalTrials.gov page",
        r"ClinicalTrials\.gov Identifier:\s*\|?\s*NCT\d{8}\b.*",
        r"Recruitment Status\s*:.*|Condition or disease\s*\|.*",
    ),
    _layout(
        "page-find-a-trial",
        '"Quick facts" with a "Trial ID", and "Eligibility criteria", as on findatrial.com',
        r"Quick facts",
        r"Trial ID\s*:?\s*NCT\d{8}\b.*",
        r"Eligibility criteria|What this trial studies|Who should consider this trial",
    ),
    _layout(
        "page-inclinicaltrials",
        '"Clinical Trial Summary" with an "NCT number", as on inclinicaltrials.com',
        r"Clinical Trial Summary|Clinical Trial Details\s*[—–-]\s*Status:.*",
        r"NCT number[\s|:]*NCT\d{8}\b.*",
        r"Clinical Trial Description|Related Conditions & MeSH terms|Administrative data",
    ),
    _layout(
        "page-trials-co",
        '"About this trial" with "This is an … trial for …", as on trials.co',
        r"About this trial",
        r"This is an? \S.{2,60}? trial for .*",
        r"Eligibility Criteria|Sites / Locations|Arms of the Study",
    ),
)
ROW = "ctgov-csv-row"
ROW_REASON = (
    'a line "TYPE: name|TYPE: name" below title and conditions, as in the columns of a '
    "ClinicalTrials.gov CSV row put one under the other"
)


def layout_of(lines: Sequence[str]) -> tuple[str, str] | None:
    """Name of the layout and the reason; None for any other text."""
    bare = [line.strip() for line in lines]
    for layout in LAYOUTS:
        if all(any(mark.fullmatch(line) for line in bare) for mark in layout.marks):
            return layout.name, layout.reason
    at = interventions_at(bare)
    if at is not None and not _is_list(bare, at):
        return ROW, ROW_REASON
    return None


def interventions_at(lines: Sequence[str]) -> int | None:
    """Where a flattened CSV row has its interventions: below a title and a conditions line."""
    for at, line in enumerate(lines):
        if at >= 2 and INTERVENTIONS.fullmatch(line) and lines[at - 1].strip():
            return at
    return None


def _is_list(lines: Sequence[str], at: int) -> bool:
    """Whether this is rather a column or a table: more such lines, cells, a header of one word."""
    first = next((line for line in lines if line), "")
    title = len(first.split()) >= 2 and "\t" not in first and '","' not in first
    return not title or any(INTERVENTIONS.fullmatch(line) for line in lines[at + 1 : at + 3])


def recognises(name: str) -> Callable[[Head], str | None]:
    """The recogniser of the layout of that name."""

    def recogniser(head: Head) -> str | None:
        # Cheap first: a register in a zip asks this of every one of its members.
        if head.members or head.data[:64].lstrip(_BEFORE).startswith(_MARKUP):
            return None
        found = _found(head)
        return found[1] if found is not None and found[0] == name else None

    return recogniser


@lru_cache(maxsize=1)
def _found(head: Head) -> tuple[str, str] | None:
    """The layout of a head, found once for the importers that ask one after the other."""
    lines = page_lines(head.text)
    if not lines or lines[0].lstrip().startswith(("<", "{", "[")):
        return None
    return layout_of(lines)
