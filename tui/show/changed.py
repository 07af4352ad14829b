"""What an import changed, as a reader is told it: in History, on a list, and by the commands."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.merging.agreement import told
from catalog.merging.changes import Change, brief
from catalog.model.codes import fold
from catalog.model.trial import Eligibility, Trial
from tui.show.fields import label_of
from tui.show.words import said, words

_PARTED = re.compile(r"(; )")
_SITE_STATUS = re.compile(r"(: )([A-Z][A-Z_]+)(?=$|;)")
_CODE = re.compile(r"([A-Z][A-Z0-9_]+)(?: \((.*)\))?")


def _coded(kind: type, lead: str = "") -> frozenset[str]:
    """Fields whose values are codes."""
    return frozenset(lead + name for name, hint in kind.__annotations__.items() if "Coded[" in hint)


_CODED = _coded(Trial) | _coded(Eligibility, "eligibility.")


class Told(NamedTuple):
    """A change in words."""

    label: str
    before: str
    after: str


def change_told(change: Change) -> Told:
    """A change in a line: of long texts the words that differ, codes in words."""
    before, after = (
        codes_in_words(change.field, said(told(text)))
        for text in brief(change.before, change.after)
    )
    return Told(said(label_of(change.field)), before, after)


def change_line(change: Change) -> str:
    """`Status: recruiting -> completed`."""
    label, before, after = change_told(change)
    return f"{label}: {before} -> {after}"


def codes_in_words(field: str, text: str) -> str:
    """What is said of a field, its codes in words."""
    if field == "sites":
        return _SITE_STATUS.sub(lambda found: found[1] + words(found[2]), text)
    if field not in _CODED:
        return text
    parts = _PARTED.split(text)
    return "".join(map(_code_in_words, parts))


def _code_in_words(part: str) -> str:
    """`PHASE2 (Phase II)` as `phase 2 (Phase II)`; the source's own words once."""
    found = _CODE.fullmatch(part)
    if found is None:
        return part
    ours, own = words(found[1]), found[2] or ""
    return f"{ours} ({own})" if own and fold(own) != fold(ours) else ours
