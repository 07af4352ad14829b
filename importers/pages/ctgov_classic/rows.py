"""The classic ClinicalTrials.gov page cut into its parts and its labelled rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from importers.pages.text import text_of

# What begins each part, in the order of the page; a page may lack any of them.
_STARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (part, re.compile(start))
    for part, start in (
        ("head", r".*"),
        ("summary", r"Brief Summary\s*:.*"),
        ("description", r"Detailed Description\s*:.*"),
        ("conditions", r"Condition or disease\s*\|.*"),
        ("design", r"Study Type\s*:\s*\|.*"),
        ("arms", r"(?:Arm|Group/Cohort)\s*\|\s*Intervention/treatment.*"),
        ("eligibility", r"Choosing to participate in a study .*|Ages Eligible for Study\s*:.*"),
        (
            "places",
            r"To learn more about this study, .*|Please refer to this study by .*|[^|:]+\| \|",
        ),
        ("more", r"(?:Publications|Responsible Party)[^|:]*:\s*(?:\|.*)?"),
    )
)
OFFICIAL = re.compile(
    r"(Study Director|Study Chair|Principal Investigator|Sub-Investigator|Study Principal "
    r"Investigator)\s*:\s*\|\s*([^|]+?)\s*\|\s*([^|]*?)\s*\|?"
)
"""Role, name and affiliation of an official, in three cells."""


class Cut(NamedTuple):
    """Lines of each part of the page."""

    parts: dict[str, tuple[str, ...]]

    def lines(self, part: str) -> tuple[str, ...]:
        return self.parts.get(part, ())

    def text(self, part: str) -> str | None:
        """Text of a part whose first line is, or begins with, its heading and a colon."""
        lines = self.lines(part)
        return text_of((lines[0].partition(":")[2], *lines[1:])) if lines else None


def cut_page(lines: Sequence[str]) -> Cut:
    """Each part from the line that begins it to the next that is there."""
    starts: list[tuple[str, int]] = []
    at = 0
    for part, start in _STARTS:
        found = next((n for n in range(at, len(lines)) if start.fullmatch(lines[n].strip())), None)
        if found is not None:
            starts.append((part, found))
            at = found + (part != "head")
    parts = {
        part: tuple(lines[start:end])
        for (part, start), end in zip(
            starts, (*(n for _, n in starts[1:]), len(lines)), strict=True
        )
    }
    _move_officials(parts)
    _split_outcomes(parts)
    return Cut(parts)


def _move_officials(parts: dict[str, tuple[str, ...]]) -> None:
    """The officials stand between the places and the responsible party."""
    places = parts.get("places", ())
    end = len(places)
    while end and (not places[end - 1].strip() or OFFICIAL.fullmatch(places[end - 1].strip())):
        end -= 1
    parts["officials"] = tuple(line for line in places[end:] if line.strip())
    parts["places"] = places[:end]


_TIMED = re.compile(r"\s*(?:-|\d{1,3}\.)\s.*\[ ?Time Frame: .*")


def _split_outcomes(parts: dict[str, tuple[str, ...]]) -> None:
    """The outcomes follow the last table row of the arms (of the design, where there are none)."""
    for part in ("arms", "design"):
        lines = parts.get(part)
        if lines is None:
            continue
        timed = next((n for n, line in enumerate(lines) if _TIMED.fullmatch(line)), len(lines))
        start = max((n for n in range(timed) if lines[n].endswith("|")), default=-1) + 1
        parts[part], parts["outcomes"] = lines[:start], lines[start:]
        return


_ROW = re.compile(r"([A-Z][^|:]{2,70}?)\s*:\s*\|\s*(.*?)(\|?)")


def rows(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and value of each row `Label: | value |`; a value can run over lines to its pipe."""
    label, value, is_open = "", [""], False
    for line in lines:
        if found := _ROW.fullmatch(line.strip()):
            if label:
                yield label, text_of(value) or ""
            label, value, is_open = found[1], [found[2]], not found[3]
        elif label and is_open:
            bare = line.rstrip()
            value.append(bare.rstrip("|"))
            is_open = not bare.endswith("|")
    if label:
        yield label, text_of(value) or ""


def below_rows(lines: Sequence[str]) -> tuple[str, ...]:
    """What follows the last labelled row and its value."""
    last = max((n for n, line in enumerate(lines) if _ROW.fullmatch(line.strip())), default=-1)
    if last >= 0 and not lines[last].endswith("|"):
        last = next((n for n in range(last, len(lines)) if lines[n].endswith("|")), last)
    return tuple(lines[last + 1 :])


def cells(lines: Sequence[str]) -> list[str]:
    """Cells of a table whose cells end with a pipe at a line's end, headings and rules left out."""
    told = [line for line in lines[1:] if not re.fullmatch(r"[-| ]*-[-| ]*", line.strip())]
    return [cell.strip() for cell in re.split(r"\|[ \t]*(?:\n|$)", "\n".join(told))]
