"""What a EU Clinical Trials Register record consists of: coded entries, in text or on a page.

`A.3 Full title of the trial (es): …`: the code is the stable key, labels vary. A value runs over
lines until the next code. The same code comes again for every product, sponsor and language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importers.values.cleaning import blank
from importers.values.markup import unmarked


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record, or several that belong together."""

    code: str
    """`A.3`, `E.5.1.1`, `D.IMP`; "" for the summary above section A."""
    label: str
    value: str
    language: str = ""
    """`es` for a translation; "" for the register's own language."""


_CODE = re.compile(
    r"([A-P])\.(\d{1,2}(?:\.\d{1,2})*|IMP|Sponsor)?(?: (?:and|to) [A-P](?:\.\d{1,2})+)?"
    r"(?::[ \t]*|[ \t]+)(.*)"
)
_UNCODED = frozenset({"MedDRA Classification"})
"""Headings within a section that have no code."""
_LANGUAGE = re.compile(r"\s*\(([a-z]{2})\)\s*$")
_SUMMARY_LABELS = (
    "EudraCT Number",
    "Sponsor's Protocol Code Number",
    "National Competent Authority",
    "Clinical Trial Type",
    "Trial Status",
    "Date on which this record was first entered in the EudraCT database",
    "Trial results",
    "Link",
)


def text_entries(text: str) -> Iterator[Entry]:
    """The entries of one record of the text download."""
    section = ""
    code, label, lines = "", "", [""]
    for line in text.split("\n"):
        found = _CODE.match(line)
        if not section and found is None:
            yield from _summary(line)
            continue
        if found is None or found[1] < section or not _begins(found):
            if line.strip() not in _UNCODED:
                lines.append(line)
            continue
        if section:
            yield _entry(code, label, lines)
        section = found[1]
        code = f"{found[1]}.{found[2]}" if found[2] else f"{found[1]}."
        label, value = _divided(found[3]) if found[2] not in ("IMP", "Sponsor") else ("", found[3])
        lines = [value]
    if section:
        yield _entry(code, label, lines)


def _begins(found: re.Match[str]) -> bool:
    """Whether a line with a letter alone is one of the register's, and not of a text's list."""
    return bool(found[2]) or found[3].startswith(_LABELS.get(found[1], ()))


# What the lines that have a letter and no number say.
_LABELS: dict[str, tuple[str, ...]] = {
    "A": ("Protocol Information",),
    "B": ("Sponsor Information",),
    "C": ("Applicant",),
    "D": ("IMP Identification",),
    "E": ("General Information on the Trial",),
    "F": ("Population of Trial Subjects",),
    "G": ("Investigator Networks",),
    "H": ("Third Country", "In Third Countries"),
    "N": ("Review by", "Competent Authority Decision", "Date of", "Ethics Committee Opinion"),
    "P": ("End of Trial", "Date of"),
}


def _summary(line: str) -> Iterator[Entry]:
    for label in _SUMMARY_LABELS:
        if line.startswith(label + ":"):
            yield Entry("", label, line[len(label) + 1 :].strip())


def _divided(rest: str) -> tuple[str, str]:
    """Label and value, at the first colon or question mark."""
    found = re.search(r"[:?](?=\s|$)", rest)
    return (rest[: found.start()], rest[found.end() :]) if found else (rest, "")


def _entry(code: str, label: str, lines: Sequence[str]) -> Entry:
    value = blank("\n".join(line.rstrip() for line in lines)) or ""
    return entry(code, label, value)


def entry(code: str, label: str, value: str) -> Entry:
    """An entry whose language stands behind its label."""
    language = _LANGUAGE.search(label)
    return Entry(
        code=code,
        label=_LANGUAGE.sub("", label).strip(),
        value=unmarked(value),
        language=language[1] if language else "",
    )


class Entries:
    """Looks up values by code; "not present" and the like are no values."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.all = tuple(entries)

    def get(self, code: str, label: str = "") -> str | None:
        """The first value of a code, in the register's own language where there is one."""
        values = [one for one in self.all if one.code == code and one.label.startswith(label)]
        for one in sorted(values, key=lambda one: one.language != ""):
            if (value := said(one.value)) is not None:
                return value
        return None

    def every(self, code: str) -> tuple[str, ...]:
        """All values of a code, translations left out."""
        found = (said(one.value) for one in self.all if one.code == code and not one.language)
        return tuple(value for value in found if value is not None)

    def yes(self, code: str) -> bool | None:
        """The answer to a question; None where it was not answered."""
        answer = (self.get(code) or "").lower()
        return answer == "yes" if answer in ("yes", "no") else None

    def parts(self, code: str, end: str) -> Iterator[Entries]:
        """The entries from each occurrence of a code to the next one or to section `end`."""
        starts = [at for at, one in enumerate(self.all) if one.code == code]
        for start, stop in zip(starts, [*starts[1:], len(self.all)][: len(starts)], strict=True):
            inside = self.all[start:stop]
            cut = next((at for at, one in enumerate(inside) if one.code.startswith(end)), None)
            yield Entries(inside[:cut])


_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "not applicable",
        "none",
        "information not present in eudract",
        "not available",
    }
)


def said(value: str) -> str | None:
    """A value; None for the words that stand for none."""
    value = value.strip()
    return None if value.lower().rstrip(".") in _NOTHING else value
