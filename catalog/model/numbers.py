"""The grammar of registries' numbers: how each is written, and how people write it.

Import, search and `show` ask this module alone, so that a number which one of them knows is known
to all.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Shape of the numbers of each registry, and what its canonical form has before the group.
_NUMBERS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (kind, re.compile(shape, re.IGNORECASE | re.ASCII), prefix)
    for kind, shape, prefix in (
        ("nct", r"NCT[ -]?(\d{8})", "NCT"),
        ("ctis", r"(?:EU ?CT(?:R|IS)?[ -]?|CTIS[ -]?)?(20[23]\d-5\d{5}-\d\d(?:-\d\d)?)", ""),
        ("eudract", r"(?:EUCTR|EudraCT)?[ -]?(\d{4}-\d{6}-\d\d)(?:-[A-Z]{2,3}|-3rd)?", ""),
        ("isrctn", r"ISRCTN[ -]?(\d{8})", "ISRCTN"),
        ("drks", r"DRKS[ -]?(\d{8})", "DRKS"),
        ("chictr", r"ChiCTR(-?[A-Z0-9-]{6,20})", "ChiCTR"),
        ("actrn", r"ACTRN[ -]?(\d{14})p?", "ACTRN"),
        ("ctri", r"CTRI/(\d{4}/\d{2,3}/\d{6})", "CTRI/"),
        ("umin", r"(?:JPRN-)?UMIN[ -]?(\d{9})", "UMIN"),
        ("jrct", r"(?:JPRN-)?jRCT([a-z]*\d{8,12})", "jRCT"),
        ("jprn", r"(?:JPRN-)?JapicCTI[ -]?(\d{6})", "JPRN-JAPICCTI-"),
        ("jprn", r"JPRN-([A-Z0-9-]{4,25})", "JPRN-"),
        ("irct", r"IRCT[ -]?([A-Z0-9]{8,20})", "IRCT"),
        ("kct", r"KCT[ -]?(\d{7})", "KCT"),
        ("pactr", r"PACTR[ -]?(\d{12,18})", "PACTR"),
        ("rebec", r"RBR-([a-z0-9]{5,10})", "RBR-"),
        ("ntr", r"(NL-OMON\d{1,8}|NTR ?\d{2,5}|NL\d{4,5})", ""),
        ("tctr", r"TCTR[ -]?(\d{11})", "TCTR"),
        ("slctr", r"SLCTR/(\d{4}/\d{3})", "SLCTR/"),
        ("rpcec", r"RPCEC[ -]?(\d{8})", "RPCEC"),
        ("per", r"PER-(\d{3}-\d\d)", "PER-"),
        ("utn", r"(?:UTN[ :-]*)?U(1111-\d{4}-\d{4})", "U"),
        ("nci", r"NCI-(\d{4}-\d{5})", "NCI-"),
    )
)
_SMALL_LETTERS = {"chictr": str.upper, "jrct": str.lower, "rebec": str.lower}
"""Registries that do not write their numbers all in capitals, and the case behind the prefix."""


@lru_cache(maxsize=4096)
def registry_number(value: str) -> tuple[str, str] | None:
    """Kind and canonical writing of a registry's number, by its shape; None for any other number.

    A country behind a EudraCT number is left out: it names a part of the same trial.
    """
    value = value.strip()
    if not value.isascii() or len(value) > 60:
        return None
    for kind, shape, prefix in _NUMBERS:
        if found := shape.fullmatch(value):
            case = _SMALL_LETTERS.get(kind, str.upper)
            return kind, prefix + case(found[1]).replace(" ", "")
    return None
