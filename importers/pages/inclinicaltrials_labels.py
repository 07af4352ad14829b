"""The labelled lines of an inclinicaltrials.com page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.pages.text import Section, body, text_of

TERMS = "Related Conditions & MeSH terms"
BLOCKS = ("Administrative data", "Study information", "Recruitment information / eligibility")

# Label as the page prints it and the part of the trial it gives; longer labels come first where
# one begins another.
LABELS: dict[str, str] = {
    "NCT number": "number",
    "Other study ID #": "other_ids",
    "Secondary ID": "secondary_ids",
    "Study type": "study_type",
    "Source": "sponsor",
    "Contact": "contact",
    "Phone": "phone",
    "Email": "email",
    "Status": "status",
    "Phase": "phases",
    "First received": "first_submitted",
    "Last updated": "last_updated",
    "Verified date": "status_verified",
    "Start date": "start_date",
    "Est. primary completion date": "primary_completion_date",
    "Primary completion date": "primary_completion_date",
    "Est. completion date": "completion_date",
    "Completion date": "completion_date",
    "Enrollment": "enrollment",
    "Accepts healthy volunteers": "healthy_volunteers",
    "Gender": "sex",
    "Age group": "ages",
    "Eligibility": "criteria",
}
ESTIMATED = frozenset({"Est. primary completion date", "Est. completion date"})
_LABEL = re.compile(
    rf"({'|'.join(re.escape(label) for label in sorted(LABELS, key=len, reverse=True))})"
    r"(?:[ \t]*[|:\t]|[ \t]|$)(.*)"
)


def labelled(cut: dict[str, Section]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Values by part (the first that is not empty) and the labels found.

    On the short page the labels follow the terms, from "NCT number" on: a condition such as
    "Contact Dermatitis" is none.
    """
    said: dict[str, str] = {}
    told: list[str] = []
    for lines in (facts(body(cut, TERMS)), *(body(cut, block) for block in BLOCKS)):
        for label, value in _pairs(lines):
            told.append(label)
            if value:
                said.setdefault(LABELS[label], value)
    return said, tuple(told)


def facts(lines: Sequence[str]) -> tuple[str, ...]:
    """The labelled lines below the terms, up to one that is not about this trial any more."""
    seen: set[str] = set()
    below = lines[len(above_labels(lines)) :]
    for at, line in enumerate(below):
        found = _LABEL.fullmatch(line.strip())
        if line.strip() and (found is None or found[1] in seen):
            return tuple(below[:at])
        if found is not None:
            seen.add(found[1])
    return tuple(below)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and value of each labelled line; the criteria run to the end of their block."""
    for at, line in enumerate(lines):
        found = _LABEL.fullmatch(line.strip())
        if found is None:
            continue
        if LABELS[found[1]] == "criteria":
            yield found[1], text_of((found[2], *lines[at + 1 :])) or ""
            return
        yield found[1], found[2].strip(" \t|")


def above_labels(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines before the label "NCT number"."""
    at = next((at for at, line in enumerate(lines) if line.startswith("NCT number")), len(lines))
    return tuple(lines[:at])
