"""What stands around a criterion and may change what it asks: headings, governing lines, its own list."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.reading.governing import OF_ALL_PARTS, opened, unclear_head


class Item(Protocol):
    """A criterion as it was split from its text."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def parent(self) -> int | None: ...


@lru_cache(maxsize=1)
def _plain_headings() -> frozenset[str]:
    """Headings that say what a list is about and nothing of whom it is asked."""
    with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["heading"] for row in csv.DictReader(lines))


def unclear_section(section: str, kind: str) -> tuple[str, ...]:
    """The parts of a heading that may say for whom the list is meant."""
    parts = (part.strip(" :").lower() for part in section.split(" - "))
    return tuple(
        part
        for part in parts
        if part and part not in _plain_headings() and not _only_opens(part, kind)
    )


# Who takes part at all, and that something is asked of him: nothing of which part of them.
_OF_ALL = re.compile(
    r"(?:\W|\b(?:(?:all|eligible) )?(?:patients?|subjects?|participants?|volunteers?)\b|"
    r"\b(?:must|should|have|has|be|meet|are|the|all|of|following|these|criteria)\b)*"
)


def _only_opens(part: str, kind: str) -> bool:
    """`Patients must have`, `You may be eligible for this study if you`: a line that opens all of its side."""
    return _OF_ALL.fullmatch(opened(OF_ALL_PARTS.sub(" ", part), kind)) is not None


def surroundings(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """For each item what is not clear of its heading, of the lines above that govern it, and of its own list."""
    governs = {item.parent for item in items if item.parent is not None}
    heads = _Heads()
    found: list[tuple[str, ...]] = []
    lost = ""  # the side on which a heading of the other side stands within a line, unread
    for n, item in enumerate(items):
        lost = item.kind if _names_other_side(item) else lost if lost == item.kind else ""
        above = _above(items, n)
        unclear = (*unclear_section(item.section, item.kind), *above, *heads.over(item))
        if (
            n
            and item.kind == items[n - 1].kind == "inclusion"
            and _OR_ELSE.search(items[n - 1].text[-9:])
        ):
            unclear += ("or",)  # the line before may be asked instead
        if n in governs:
            unclear += ("what stands below it",)
        if lost:
            unclear += ("which side it is on",)
        found.append(tuple(dict.fromkeys(unclear)))
        heads.see(n, item, n in governs)
    return found


# A heading of a side that was not taken for one; "as defined in Exclusion Criteria 4" only refers to it.
_SIDE = Gated(
    r"(?:^|(?<=[.;:)\]*•\w%>])[ *•-]+)(?<!\bin )(?<!\bthe )(?<!\bunder )(?<!\bof )(?<!\bto )(?<!\bmeet )(?<!\bany )(?<!\ball )(?<!\bsee )(?<!\bmeeting )(?<!\bor )(?<!\bper )(?<!\band )(?<!\babove )"
    r"(?:Exclusions?|EXCLUSIONS?|(?P<inclusion>Inclusions?|INCLUSIONS?))(?: [Cc]riteri(?:a|on)| CRIT[A-Z]+|:)"
)


def _names_other_side(item: Item) -> bool:
    return any(
        bool(found["inclusion"]) != (item.kind == "inclusion")
        for found in _SIDE.finditer(item.text)
    )


def _above(items: Sequence[Item], n: int) -> tuple[str, ...]:
    parent = items[n].parent
    if parent is None:
        return ()
    return (*unclear_head(items[parent].text, items[n].kind), *_above(items, parent))


# "Measurable disease by RECIST 1.1 criteria." opens nothing.
_OPENS = Gated(
    r"\bfollowing\W*$|(?<!by )(?<!per )(?<!to )(?<!with )(?<![\d.] )(?<!cist )(?<!rano )(?<!these )(?<!all )(?<!diagnostic )\bcriteria\s*$",
    re.IGNORECASE,
)


def _opens(text: str) -> bool:
    """Whether a line ends as one that opens a list does."""
    return text.rstrip().endswith(":") or _OPENS.search(text) is not None


_SHORT = 16
# "... no greater than 6 OR": what stands below is another way to fit.
_OR_ELSE = re.compile(r"\b(?:and/)?or\W*$", re.IGNORECASE)
# A line that goes on behind a head of its own: for somebody else, or one of what follows.
_OPENS_INSIDE = re.compile(
    r"\b(?:donors?|care-?givers?|(?:healthy )?controls?|partners?|siblings?)\b[^.;:]{0,30}(?:criteria|characteristics|subjects|group|must)?:(?=\s*\S)"
    r"|^\W*(?:donors?|care-?givers?|controls?|siblings?|partners?)\W*$"
    r"|\b(?:any|one|either|some) (?:or more )?of (?:the )?following\b[^.;:]{0,40}:(?=\s*\S)",
    re.IGNORECASE,
)


class _Heads:
    """Lines that open a list whose items were not tied to them: all behind them may be theirs."""

    def __init__(self) -> None:
        self._open: tuple[str, str, tuple[str, ...]] = ("", "", ())

    def over(self, item: Item) -> tuple[str, ...]:
        kind, section, words = self._open
        return words if (kind, section) == (item.kind, item.section) else ()

    def see(self, n: int, item: Item, has_list: bool) -> None:
        inside = None
        if item.kind == "inclusion" and (":" in item.text or len(item.text) < _SHORT):
            inside = _OPENS_INSIDE.search(item.text)
        if inside is not None and not has_list:
            self._open = (item.kind, item.section, (inside[0],))
        elif not has_list and _opens(item.text):
            unclear = unclear_head(item.text, item.kind)
            if unclear:
                self._open = (item.kind, item.section, (item.text.strip()[:60],))
