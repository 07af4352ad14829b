"""Of which sex contraception and pregnancy are told."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.prepared import Reading

_SEXES = re.compile(r"\b(?P<female>females?|wom[ae]n|girls?)\b|\b(?:males?|m[ae]n|boys?)\b")
_OF_BOTH = frozenset({"pregnancy", "contraception", "contraception_after"})


_SEX = r"\b(?:females?|wom[ae]n|males?|m[ae]n)\b"
# `Women of childbearing potential and fertile men not using contraception`
_BOTH_LACK = re.compile(
    rf"(?<!pregnant )(?<!lactating )(?<!nursing )(?<!feeding ){_SEX}(?:(?! (?:and|or)\b|\b(?:who|pregnan|lactat|breast|nursing|with|are|using|not)\b)[^,;.:]){{0,60}} (?:and|or|and/or) (?:[a-z-]+ ){{0,2}}?{_SEX}(?:(?!{_SEX})[^,;.:]){{0,80}}$"
)


def is_of_both(reading: Reading, made: Constraint) -> bool:
    """Whether what is asked is asked of all, or the sex is only named behind it ("pregnant women")."""
    if made.variable not in _OF_BOTH or made.span is None:
        return False
    if _is_lack(made):
        return _BOTH_LACK.search(reading.form, 0, made.span[0]) is not None
    if reading.kind == "exclusion" or (made.negated and not _tested(reading, made)):
        return True
    start = reading.sentence(made.span[0])[0] if made.variable == "contraception_after" else 0
    stop = len(reading.form) if made.variable == "contraception" else made.span[0]
    named = {bool(found["female"]) for found in _SEXES.finditer(reading.form, start, stop)}
    return len(named) != 1


def _is_lack(made: Constraint) -> bool:
    """Contraception that is not used, which keeps out those who could need it."""
    return made.variable == "contraception" and made.norm_value == "absent"


def _tested(reading: Reading, made: Constraint) -> bool:
    assert made.span is not None
    return "test" in reading.form[made.span[0] : made.span[1] + 60]


def by_sex(reading: Reading, made: Constraint) -> str | None:
    """Contraception and pregnancy tests: the one sex that the words before name."""
    if made.variable not in _OF_BOTH or made.span is None or is_of_both(reading, made):
        return None
    start = reading.sentence(made.span[0])[0] if made.variable == "contraception_after" else 0
    named = list(_SEXES.finditer(reading.form, start, made.span[0]))
    if not named:
        return None
    return "female" if named[-1]["female"] else "male"
