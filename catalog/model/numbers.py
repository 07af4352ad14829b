"""The grammar of registries' numbers: how each is written, and how people write it.

Import, search and `show` ask this module alone, so that a number which one of them knows is known
to all.
"""

from __future__ import annotations

import re
from functools import lru_cache

_COUNTRY = r"(?:-[A-Z]{2,3}|-3rd|-Outside[ -]EU/EEA)"
"""What the WHO and the register write behind a EudraCT number."""

# Shape of the numbers of each registry, and what its canonical form has before the group.
_NUMBERS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (kind, re.compile(shape, re.IGNORECASE | re.ASCII), prefix)
    for kind, shape, prefix in (
        ("nct", r"NCT[ -]?(\d{8})", "NCT"),
        ("ctis", r"(?:EU ?CT(?:R|IS)?[ -]?|CTIS[ -]?)?(20[23]\d-5\d{5}-\d\d(?:-\d\d)?)", ""),
        (
            "eudract",
            r"(?:EUCTR|EudraCT)?[ -]?(\d{4}-\d{6}-\d\d)" + _COUNTRY + "?",
            "",
        ),
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
GIVEN_UP = {"nct_alias": "nct"}
"""Kinds of numbers that a registry gave up for another, and of which kind they were."""
FORMER = "former number"
"""Why a trial is found by a number that its registry gave up."""


Number = tuple[str, str]
"""Kind (`nct`, `eudract`, ...) and canonical writing."""


@lru_cache(maxsize=4096)
def registry_number(value: str) -> Number | None:
    """The registry's number that a cell holds; None for any other number, and for several.

    A country behind a EudraCT number is left out: it names a part of the same trial.
    """
    found = numbers_in(value)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[Number, ...]:
    """The registries' numbers of a cell, where it holds nothing else.

    Around them may stand the names of registries, words for "number", and their addresses; any
    other word may say that the number is another trial's ("extension of NCT..."): then the cell
    holds none.
    """
    text = _plain(text)
    if not text.isascii() or len(text) > _LONGEST:
        return ()
    if whole := _whole(text):
        return (whole,)
    found: dict[Number, None] = {}
    for kind, shape, prefix in _INSIDE:
        for match in shape.finditer(text):
            found[_canonical(kind, prefix, match[1])] = None
        text = shape.sub(" ", text)
    around = {word.casefold() for word in _WORD.findall(text)}
    return tuple(found) if around <= _AROUND else ()


def _plain(text: str) -> str:
    """Dashes and blanks of all kinds as one; those of no width are none."""
    return " ".join(_NO_WIDTH.sub("", _DASH.sub("-", text)).split())


def _whole(text: str) -> Number | None:
    for kind, shape, prefix in _NUMBERS:
        if found := shape.fullmatch(text):
            return _canonical(kind, prefix, found[1])
    return None


def _canonical(kind: str, prefix: str, digits: str) -> Number:
    return kind, prefix + _SMALL_LETTERS.get(kind, str.upper)(digits).replace(" ", "")


_LONGEST = 200
_DASH = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\0]")
_WORD = re.compile(r"\w+", re.ASCII)
_INSIDE = tuple(
    (kind, re.compile(rf"(?<![A-Za-z0-9]){shape.pattern}(?![A-Za-z0-9])", shape.flags), prefix)
    for kind, shape, prefix in _NUMBERS
    if kind != "ntr"  # NL and five digits are many things
)
_AROUND = frozenset(
    "eudract euctr eu ct ctis ctr clinicaltrials clinicaltrial clinical trials trial gov nct isrctn"
    " drks chictr actrn ctri umin jrct irct kct pactr tctr utn who id ids identifier number numbers"
    " no nr nbr num registry register registration registered reference ref and http https www show"
    " study search query org de com cn jp ct2 record"
    " clinicaltrialsregister german the".split()
)
"""Words that may stand beside a registry's number and leave it the trial's own."""


def spellings(typed: str) -> list[str]:
    """How a typed number may have been meant, the likeliest first: as a catalogue may hold it."""
    name = typed.strip()
    bare = name.removeprefix("JPRN-")  # before Japan's registries the WHO writes the country
    found = [name, name.upper(), bare, bare.upper()]
    found += [number for _, number in numbers_in(name)]
    if short := _SHORT_NCT.fullmatch(_plain(name)):
        found.append(f"NCT{int(short[1]):08}")
    return list(dict.fromkeys(found))


_SHORT_NCT = re.compile(r"NCT[\s-]*0*(\d{1,8})", re.IGNORECASE)
