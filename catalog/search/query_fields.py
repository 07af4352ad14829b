"""The fields that a query can name, their kinds, and the words they take."""

from __future__ import annotations

import enum

from catalog.model.codes import (
    Phase,
    Purpose,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
    fold,
)
from catalog.search.fields import NOT_STATED


class FieldKind(enum.Enum):
    CODED = "one of its values"
    WORDS = "a word to look for there"
    NUMBER = "a number or a range"
    DATE = "a date or a range"
    AGE = "an age or an age group"
    NAME = "a name that the catalogue knows"
    ID = "a registry number or its beginning"


FIELDS: dict[str, FieldKind] = {
    "status": FieldKind.CODED,
    "phase": FieldKind.CODED,
    "type": FieldKind.CODED,
    "condition": FieldKind.WORDS,
    "drug": FieldKind.WORDS,
    "sponsor": FieldKind.WORDS,
    "country": FieldKind.NAME,
    "city": FieldKind.WORDS,
    "site": FieldKind.WORDS,
    "title": FieldKind.WORDS,
    "age": FieldKind.AGE,
    "sex": FieldKind.CODED,
    "class": FieldKind.CODED,
    "purpose": FieldKind.CODED,
    "id": FieldKind.ID,
    "source": FieldKind.NAME,
    "has": FieldKind.CODED,
    "updated": FieldKind.DATE,
    "start": FieldKind.DATE,
    "completion": FieldKind.DATE,
    "posted": FieldKind.DATE,
    "enrollment": FieldKind.NUMBER,
}

ALIASES = {
    "conditions": "condition",
    "intervention": "drug",
    "interventions": "drug",
    "treatment": "drug",
    "facility": "site",
    "location": "site",
    "phases": "phase",
    "gender": "sex",
    "started": "start",
    "completed": "completion",
    "enrolment": "enrollment",
    "nct": "id",
}

CODES: dict[str, type[enum.StrEnum]] = {
    "status": Status,
    "phase": Phase,
    "type": StudyType,
    "sex": Sex,
    "class": SponsorClass,
    "purpose": Purpose,
    "age": StandardAge,
}
HAS = ("results", "sites", "eligibility", "documents", "open")

# Words beside the enumerations' own, folded; several values mean any of them.
_SPELT: dict[str, dict[str, tuple[str, ...]]] = {
    "status": {
        "open": tuple(status.value for status in Status if status.is_open),
        "closed": tuple(status.value for status in Status if not status.is_open),
        "active": ("ACTIVE_NOT_RECRUITING",),
        "invitation": ("ENROLLING_BY_INVITATION",),
    },
    "phase": {
        **{str(n): (f"PHASE{n}",) for n in range(1, 5)},
        **{roman: (f"PHASE{n}",) for n, roman in enumerate(("i", "ii", "iii", "iv"), 1)},
        **{f"{n}{letter}": (f"PHASE{n}",) for n in range(1, 5) for letter in "ab"},
        "0": ("EARLY_PHASE1",),
        "early": ("EARLY_PHASE1",),
    },
    "age": {
        "children": ("CHILD",),
        "adults": ("ADULT",),
        "older": ("OLDER_ADULT",),
        "elderly": ("OLDER_ADULT",),
    },
    "sex": {"women": ("FEMALE",), "men": ("MALE",), "both": ("ALL",)},
}
_NO_VALUE = frozenset({"notstated", "none", "missing", "unstated"})
_SHORTEST_PREFIX = 2


def coded_values(field: str, said: str) -> tuple[str, ...]:
    """Our words for what was typed as a coded value; nothing where it is no value of the field."""
    folded = fold(said)
    if folded in _NO_VALUE or (folded == "unknown" and field not in ("status", "class")):
        return (NOT_STATED,)
    if spelt := _SPELT.get(field, {}).get(folded):
        return spelt
    names = known_values(field)
    by_fold = {fold(name): name for name in names}
    if folded in by_fold:
        return (by_fold[folded],)
    if len(folded) < _SHORTEST_PREFIX:
        return ()
    begun = [name for key, name in by_fold.items() if key.startswith(folded)]
    return tuple(begun[:1]) if len(begun) == 1 else ()


def known_values(field: str) -> tuple[str, ...]:
    """Every value a coded field may have."""
    if field == "has":
        return HAS
    return tuple(member.value for member in CODES[field])


# Single words that are taken as a status when typed as words.
STATUS_WORDS: dict[tuple[str, ...], str] = {
    ("recruiting",): "RECRUITING",
    ("completed",): "COMPLETED",
    ("terminated",): "TERMINATED",
    ("withdrawn",): "WITHDRAWN",
    ("suspended",): "SUSPENDED",
    ("not", "yet", "recruiting"): "NOT_YET_RECRUITING",
    ("active", "not", "recruiting"): "ACTIVE_NOT_RECRUITING",
    ("enrolling", "by", "invitation"): "ENROLLING_BY_INVITATION",
}
