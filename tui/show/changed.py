"""What an import changed, as a reader is told it: in History, on a list, and by the commands."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.merging.agreement import told
from catalog.merging.changes import Change, brief
from catalog.model.trial import Eligibility, Trial
from tui.show.fields import label_of
from tui.show.words import said, words

_PARTED = re.compile(r"(; )")
_SITE_STATUS = re.compile(r"(: )([A-Z][A-Z_]+)(?=$|;)")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")


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
        _words(change.field, said(told(text))) for text in brief(change.before, change.after)
    )
    return Told(said(label_of(change.field)), before, after)


def change_line(change: Change) -> str:
    """`Status: recruiting -> completed`."""
    label, before, after = change_told(change)
    return f"{label}: {before} -> {after}"


def _words(field: str, text: str) -> str:
    if field == "sites":
        return _SITE_STATUS.sub(lambda found: found[1] + words(found[2]), text)
    if field not in _CODED:
        return text
    parts = _PARTED.split(text)
    return "".join(words(part) if _CODE.fullmatch(part) else part for part in parts)
