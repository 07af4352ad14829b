"""Units: how they are written, and what they are in UCUM.

A new spelling is one line of `SPELLINGS`: a pattern for lower-case text that is tried right behind
a number, longer ones first, and the UCUM unit it means.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from catalog.eligibility.vocabulary.patterns import WORD_END, openings_of, parsed

_L = r"(?:l|liters?|litres?)\b"
_UL = r"(?:[uµμ]l|mcl|microl(?:iter|itre)?|cubic millimet(?:er|re)s?|cu\.? ?mm|mm ?\^? ?\(?[3³]\)?|mmc|cumm)"
_CELLS = r"(?:cells?|platelets?|neutrophils?)? ?"
_TEN9 = r"(?:[x×*·•˟]|times)? ?10 ?(?:(?:\^|\*|e|\*\*|exp)? ?\(?(?:9|⁹)\)?|to the (?:9 ?th|ninth)(?: power)?)"
_TEN3 = r"(?:[x×*·•]|times)? ?10 ?(?:\^|\*|e)? ?\(?(?:3|³)\)?"
_TEN6 = r"(?:[x×*·•]|times)? ?10 ?(?:\^|\*|e)? ?\(?(?:6|⁶)\)?"
_NORMAL = (
    r"(?:the |institution(?:al|'s)? |laborator(?:y|ies)(?:'s)? |local |site |specified |their |its )*"
    r"(?:(?:upper|higher) (?:normal |reference )?(?:institutional )?(?:limits?|levels?|values?|range)"
    r" ?(?:of|for|on)? ?(?:the )?(?:institutional |laboratory )?"
    r"(?:normal(?:ity)?(?: range| value| limit)?|reference range)?"
    r"|ulns?\b|ult\b|upper threshold limits?(?: \(ul[tn]\))?|iuln\b|uln\b|unl\b|(?:upper )?normal (?:limits?|ranges?|values?|upper limits?)(?: \(uln\))?"
    r"|upper (?:standard|norm)(?: limits?| values?)?\b|normal\b)"
)
_TIMES = r"(?:[x×*˟]|-?times?|-?fold)?"

SPELLINGS: tuple[tuple[str, str], ...] = (
    # Units of what is no variable: its number is no other's.
    ("m/s", r"c?m ?/ ?s\b|cm ?/ ?sec\b|met(?:er|re)s? per sec(?:ond)?\b"),
    ("{percentile}", r"(?:st|nd|rd|th)? ?-?(?:percentiles?|centiles?)\b"),
    (
        "{xULN}",
        rf"{_TIMES} ?(?:or (?:more|greater|higher) )?(?:of |over |above |in excess of |(?:greater|higher|more) than )?{_NORMAL}",
    ),
    (
        "{xLLN}",
        rf"{_TIMES} ?(?:the )?(?:institutional )?(?:lln\b|lower limits? of (?:the )?normal)",
    ),
    ("10*9/L", rf"{_TEN9} ?{_CELLS}/ ?{_L}"),
    ("10*9/L", rf"{_TEN9} ?(?:cells? )?per {_L}"),
    ("10*9/L", rf"{_TEN3} ?{_CELLS}(?:/|per) ?{_UL}"),
    ("10*9/L", rf"(?:k|thousands?|thou) ?(?:cells ?)?/ ?{_UL}"),
    ("10*9/L", rf"(?:bil(?:lions?)?|giga) ?(?:cells ?)?(?:/|per) ?{_L}"),
    ("10*9/L", r"g/l(?= ?(?:neutrophil|platelet|leuko))"),
    ("10*9/L", rf"{_TEN6} ?{_CELLS}(?:/|per) ?ml\b"),
    ("/uL", rf"{_CELLS}(?:/|per) ?{_UL}"),
    ("/uL", rf"{_CELLS}(?:cu\.? ?)?mm(?:\^ ?3|3|³|\(3\)|\^\(3\))(?!\d)"),  # the stroke left out
    ("{copies}/mL", r"(?:copies|copy|cps)(?: of [a-z]+)? ?(?:/|per) ?ml\b"),
    ("m[IU]/mL", r"(?:miu|mu)s? ?(?:/|per) ?ml\b"),
    ("u[IU]/mL", r"(?:[uµμ]iu|[uµμ]u|mciu) ?(?:/|per) ?ml\b"),
    ("[IU]/mL", r"(?:iu|i\.u\.)s? ?(?:/|per) ?ml\b"),
    ("U/mL", r"(?:units?|u) ?(?:/|per) ?ml\b"),
    ("kU/L", rf"k(?:i?u|ua) ?(?:/|per) ?{_L}"),
    ("mU/L", rf"m(?:i?u) ?(?:/|per) ?{_L}"),
    ("kPa", r"kpa\b"),
    ("ng/dL", r"ng ?(?:/|per) ?(?:dl|deciliters?|100 ?ml)\b"),
    ("mg/mmol", r"mg ?/ ?mmol\b"),
    ("mg/g", r"mg ?/ ?g\b"),
    ("mg/m2", r"mg ?(?:/|per) ?(?:m ?\^? ?\(?[2²]\)?|square met(?:er|re)|sq\.? ?m)"),
    (
        "g/d",
        r"(?:g|gm|grams?)(?: of (?:pure )?(?:alcohol|ethanol))? ?(?:/|per|a|each) ?(?:day|d)\b",
    ),
    (
        "{drinks}/wk",
        r"(?:standard |alcoholic )*(?:drinks?|units?|beverages?|glasses)(?: of (?:alcohol|wine|beer))? ?(?:/|per|a|each|in a|weekly) ?(?:week|wk)?\b(?! ?(?:day|d\b|24|ml|l\b))",
    ),
    (
        "{drinks}/d",
        r"(?:standard |alcoholic )*(?:drinks?|units?|beverages?|glasses)(?: of (?:alcohol|wine|beer))? ?(?:/|per|a|each|daily) ?(?:day|d)\b",
    ),
    (
        "{cigarettes}/d",
        r"(?:filtered )?(?:cigarettes?|cigs?) ?(?:/|per|a|each|daily) ?(?:day|d)?\b(?! ?(?:weeks?|months?|years?|lifetime))",
    ),
    ("{packs}/d", r"packs? ?(?:/|per|a|each) ?(?:day|d)\b"),
    ("g/dL", r"(?:g|gm|gms|grams?)[ .]?(?:/|%|per) ?(?:dl|deciliters?|100 ?ml)\b"),
    ("g/dL", r"(?:g|gm) ?%"),
    ("g/L", rf"(?:g|gm|grams?) ?(?:/|per) ?{_L}"),
    ("mg/dL", r"mgs? ?(?:/|per) ?(?:dl|deciliters?|100 ?ml)\b"),
    ("mg/dL", r"mg ?%"),
    ("mg/L", rf"mg ?(?:/|per) ?{_L}"),
    ("mg/kg/d", r"mg ?/ ?kg(?: ?/ ?| per |/)(?:day|d)\b"),
    ("mg/kg/d", r"mg ?/ ?kg\b"),
    ("mg/d", r"mg ?(?:/|per|a|each|of [a-z]+ ?(?:/|per)) ?(?:day|d|24 ?h(?:ours|rs)?)\b"),
    (
        "mg/d",
        r"mg (?:daily|once daily|qd|total daily|[a-z]+ (?:daily|per day|a day|/day)|of [a-z]+ (?:daily|equivalents? (?:per day|daily)))",
    ),
    ("mg/{24.h}", r"mg ?(?:/|per|in|over) ?24 ?-?(?:h|hr|hrs|hours?)\b"),
    ("g/{24.h}", r"(?:g|gm|grams?) ?(?:/|per|in|over) ?24 ?-?(?:h|hr|hrs|hours?)\b"),
    ("mmol/mol", r"mmol ?/ ?mol\b"),
    ("mmol/L", rf"(?:mmol ?/ ?{_L}|mm\b(?= ?(?:glucose|fasting)))"),
    ("mmol/L", rf"m(?:illi)?moles? ?(?:/|per) ?{_L}"),
    ("mmol/L", r"meq ?/ ?(?:l|liter|litre)\b"),
    ("nmol/L", rf"nmol ?/ ?{_L}"),
    ("umol/L", rf"(?:(?:[uµμ]|mc|micro)mol(?:es?)? ?(?:/|per) ?{_L}|[uµμ]m\b)"),
    ("ng/mL", r"ng ?/ ?ml\b"),
    ("pg/mL", r"pg ?/ ?ml\b"),
    ("ug/L", rf"(?:[uµμ]|mc)g ?/ ?{_L}"),
    ("ug/mL", r"(?:[uµμ]|mc)g ?/ ?ml\b"),
    (
        "mL/min/{1.73_m2}",
        r"(?:ml|cc|millilit(?:er|re)s?) ?(?:/|per|[·•*.])? ?\(?(?:min(?:ute)?)(?: ?(?:\^ ?)?\(?[-−⁻][1¹]\)?)?\.? ?(?:/|per|[x×·•*])? ?1[.,]73 ?(?:met(?:er|re)s? squared|m ?\^? ?\(?[-−⁻]?[2²]\)?|m\b|square met(?:er|re)s?)? ?\)?",
    ),
    ("mL/min", r"(?:ml|cc)s? ?(?:/|per) ?(?:min(?:ute)?s?|mn)\b"),
    ("U/L", rf"(?:i\.?u\.?|units?|u|iu) ?(?:/|per) ?{_L}"),
    ("kg/m2", r"kg ?(?:/|per) ?(?:m ?\^? ?\(?[2²]\)?|square met(?:er|re))"),
    ("mm[Hg]", r"mm ?-?hg\b"),
    ("ms", r"(?:ms|msecs?|milliseconds?|m sec)\b"),
    ("mo", r"(?:-| )?(?:months?|mos?|mths?)\b"),
    ("wk", r"(?:-| )?(?:weeks?|wks?)\b"),
    (
        "d",
        r"(?:-| )?(?:consecutive )?(?:calendar )?(?:days?)\b| d(?= ?(?:[;,.)]|prior\b|before\b|after\b|ago\b|$))",
    ),
    ("a", r"(?:-| )?(?:years?|yrs?|y\.?o\.?|y/o)\b"),
    ("h", r"(?:-| )?(?:hours?|hrs?|h)\b"),
    ("{half_life}", r"(?:elimination |drug |plasma |terminal )*half[- ]?(?:lives|life|lifes)"),
    ("min", r"min(?:ute)?s?\b(?!\.)"),
    ("s", r"(?:seconds?|secs?)\b"),
    ("mm", r"(?:mm|millimet(?:er|re)s?)\b"),
    ("cm3", r"(?:cc|cm ?\^? ?[3³]|cubic centimet(?:er|re)s?)(?!\w)"),
    ("cm", r"(?:cm|centimet(?:er|re)s?)\b"),
    ("kg", r"(?:kilograms? ?\(kgs?\)|(?:kgs?|kilograms?)\b)"),
    ("[lb_av]", r"(?:lbs?|pounds?)\b"),
    ("mL", r"(?:ml|millilit(?:er|re)s?)\b"),
    ("g", r"(?:g|gm|grams?)\b"),
    ("mg", r"(?:mg|milligrams?)\b"),
    ("L", rf"{_L}"),
    ("Cel", r"(?:°|º|degrees?|deg)? ?(?:c\b|celsius|centigrade)"),
    ("[degF]", r"(?:°|º|degrees?|deg) ?(?:f\b|fahrenheit)"),
    ("{pack-years}", r"(?:-| )?pack[- ]?years?"),
    (
        "/min",
        r"breaths?(?: ?(?:/|per|a) ?min(?:ute)?)?|(?:beats?|times) ?(?:/|per|a) ?min(?:ute)?s?\b|b\.?p\.?m\b|(?:/|per) ?min(?:ute)?\b",
    ),
    ("/h", r"(?:events?|episodes?)? ?(?:/|per|an) ?h(?:ou)?r?\b"),
    (
        "/d",
        r"(?:times|(?:(?:loose|liquid|watery|unformed|diarrh?o?eal|bloody) )*(?:stools?|bowel movements?|movements?))? ?(?:/|per|a) ?(?:day|24 ?h(?:ours)?)\b",
    ),
    (
        "{lines}",
        r"(?:or more |or fewer )?(?:prior |previous |different |separate |systemic |cytotoxic |chemotherapy |treatment |therapeutic |anti-?cancer )*(?:lines?|regimens?)\b",
    ),
    ("+", r"\+"),
    ("%", r"(?:%|percent|per cent)"),
)
_PATTERNS = tuple((unit, re.compile(rf" ?(?:{pattern})")) for unit, pattern in SPELLINGS)

_NO_UNIT = re.compile(r" ?(?:[02-9.,;:)(<>=≥≤&]|$)")

DAYS: dict[str, float] = {
    "min": 1 / 1440,
    "h": 1 / 24,
    "d": 1.0,
    "wk": 7.0,
    "mo": 30.4375,
    "a": 365.25,
}
"""Units of time in days."""


@cache
def _begun_by() -> dict[str, frozenset[int]]:
    """By how a spelling begins, in two letters or signs, which of them begin so."""
    found: dict[str, set[int]] = defaultdict(set)
    for n, (_, pattern) in enumerate(SPELLINGS):
        for opening in openings_of(parsed(pattern), _LETTERS, _WAYS):
            found[opening.partition(WORD_END)[0].lstrip(" ")[:_LETTERS]].add(n)
    return {opening: frozenset(told) for opening, told in found.items()}


_LETTERS, _WAYS = 3, 500


@lru_cache(maxsize=2048)
def _beginning(letters: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The spellings that can begin with some letters, a blank before them or not, in their order."""
    known = _begun_by()
    told = (known.get(letters[:length], ()) for length in range(len(letters) + 1))
    return tuple(_PATTERNS[n] for n in sorted({n for each in told for n in each}))


def unit_at(text: str, position: int) -> tuple[str, int] | None:
    """The unit that begins at `position` of a lower-case text, and where it ends."""
    window = text[position : position + 90]
    if _NO_UNIT.match(window):
        return None
    for unit, pattern in _beginning(window.lstrip(" ")[:_LETTERS]):
        if found := pattern.match(window):
            return unit, position + found.end()
    return None
