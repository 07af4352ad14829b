"""Numbers with comparator, range and unit: `no greater than 1.5 x ULN`, `18-75 years`, `4 weeks`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from catalog.eligibility.limits.comparators import Comparators
from catalog.eligibility.limits.gates import Gated, held
from catalog.eligibility.limits.lexing import folded, written
from catalog.eligibility.vocabulary.units import DAYS, unit_at

# Longest first where one begins another. White space is one blank or several.
BEFORE: tuple[tuple[str, str], ...] = (
    (">=", "= or >|=or>|≥|>=|>/=|=/>|>\\\\=|=>|> or =|>or=|> / =|>= to|> or = to|greater th[ae]n or equals? to|greater th[ae]n or equal|greater or equal (?:to|than)|greater than/equal to|greater than, or equal to|more than or equal to|more than or equals|equal to or (?:greater|more|higher|above|older|over)(?: than)?|equal or (?:greater|more|higher|older|superior)(?: than| to)?|equals? (?:to )?or (?:exceeds?|over)|higher than or equal to|higher or equal to|above or equal to|larger than or equal to|over or equal to|superior or equal to|same or superior to|same or (?:greater|older) than|bigger or equal to|older th[ae]n or equal to|older or equal(?: to| than)?|longer than or equal to|at least|at the least|not less than|no less than|not lower than|no lower than|not below|not under|not fewer than|no fewer than|no younger than|not younger than|not shorter than|no shorter than|a minimum of|minimum of|minimum|min\\.?|a minimum|from|at or (?:above|over|greater than|higher than|more than)|on or above"),
    ("<=", "= or <|=or<|≤|<=|< or = to|</=|=/<|<\\\\=|=<|< or =|<or=|< / =|less th[ae]n or equals? to|less th[ae]n or equal|less or equal (?:to|than)|less than/equal to|less than, or equal to|lower than or equal to|lower or equal (?:to|than)|below or equal to|smaller than or equal to|younger than or equal to|younger or equal(?: to| than)?|inferior or equal to|fewer than or equal to|equal to or (?:less|lower|below|smaller|fewer|younger|under)(?: than)?|equal or (?:less|lower|younger|inferior)(?: than| to)?|not? greater than|not? more than|not? higher than|not? larger than|not? older than|not? longer than|not above|not over|not exceed(?:ing)?|not to exceed|does not exceed|do not exceed|no worse than|at most|at the most|up to|birth to|birth through|birth until|birth up to|birth -|day of life -|relaxed to|raised to|increased to|a maximum of|maximum of|maximum|max\\.?|inferior to or equal to|at or (?:below|under|less than|lower than)|on or below"),
    (">", ">|＞|greater than|greater th[ae]n|more than|above|over|older than|higher than|larger than|longer than|exceeding|exceeds?|in excess of|superior to|beyond|bigger than|elevated above|worse than"),
    ("<", "<|less th[ae]n|below|under|younger than|lower than|fewer than|shorter than|smaller than|inferior to"),
    ("=", "=|equal to|equals|of|is|are|was"),
)  # fmt: skip
AFTER: tuple[tuple[str, str], ...] = (
    (">=", "(?:or|and|/) ?(?:higher|greater|more|above|older|over|better|longer|larger|up|upwards?|later|beyond|worse|elder|at least|at a minimum)\\b(?! than| ?(?:the )?(?:ages? )?(?:of )?(?:-?\\d|[≥≤<>=]))|years? (?:or|and) (?:older|above|over)|and older|of older|minimum(?! ?(?:age|:))|or \\+|at least(?! ?(?:an? |once|twice|\\d|one\\b|two\\b|three\\b|four\\b|five\\b|six\\b|half\\b))"),
    ("<=", "(?:or|and|/) ?(?:lower|less|fewer|below|younger|under|shorter|smaller|down|maximum)\\b(?! than| ?(?:the )?(?:ages? )?(?:of )?(?:-?\\d|[≥≤<>=]))|maximum(?! ?(?:age|:))|at most|max\\b"),
)  # fmt: skip

# The first sign stands before what must not precede it, so that the search skips to a digit.
# `16 0/7 weeks`, `32+4 weeks of gestation`: weeks and days; `3+4`: Gleason's two grades.
_WEEKS_AND_DAYS = re.compile(r"(\d{1,2})(?: ?\+ ?| | weeks? (?:and )?)([0-6])(?:/7)?$")
_TWO_IN_ONE = r"\d(?<![\w./]\d)\d? [0-6]/7(?!\d)|\d(?<![\w./]\d)\d ?\+ ?[0-6](?:/7)?(?= ?(?:-|to|and)? ?(?:\d\d ?\+ ?[0-6] ?)?(?:weeks?|wks?)\b)|\d(?<![\w.+]\d) ?\+ ?[1-5](?![\d+])(?<=[1-5])|"
_FIGURES = r"\d(?<![\w.]\d)\d{0,2}(?:[, '’]\d{3})+(?:\.\d+)?(?!\d)|\d(?<![\w.]\d)\d{0,2}(?:\.\d{3})+(?= ?/ ?mmc)|\d(?<![\d.]\d)(?<![a-z]-\d)(?:(?<![a-z]\d)|(?<=r than\d)|(?<=e than\d)|(?<=s than\d))\d*(?:[.,·]\d+)?"
_DIGIT = Gated(r"\d")
_FIGURE = re.compile(_FIGURES)
_NUMBER = re.compile(
    _FIGURES
    + r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|twice|half an?|an?(?= (?:year|month|week)s?\b))\b"
)
# `within the past month`: once the unit, though no word says so.
_BARE_TIME = r"\b(?:(?<=\bpast )|(?<=\blast )|(?<=\bprior )|(?<=\bprevious )|(?<=\bpreceding ))(?=(?:year|month|week)\b)|(?<=\bin the )(?=(?:year|month|week) (?:prior|before|preceding)\b)"
_HAS_BARE_TIME = Gated(
    r"\b(?:past|last|prior|previous|preceding) (?:year|month|week)\b|\bin the (?:year|month|week) (?:prior|before|preceding)\b"
)
# By what a text may hold: two numbers that are one (`32+4`), a time without number. Most hold neither.
_SEARCHED = {
    (worded, joined, bare): re.compile(
        (_TWO_IN_ONE if joined else "") + pattern.pattern + (f"|{_BARE_TIME}" if bare else "")
    )
    for worded, pattern in ((False, _FIGURE), (True, _NUMBER))
    for joined in (False, True)
    for bare in (False, True)
}
NUMBER_WORDS: dict[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "twenty": 20, "thirty": 30, "twice": 2, "half a": 0.5,
    "half an": 0.5, "a": 1, "an": 1,
}  # fmt: skip
# One of these stands in every text that says a number in words.
_WORDED = frozenset(word for word in NUMBER_WORDS if len(word) > 2 and " " not in word) | {"half"}
_ONE_TIME = (
    frozenset({"a", "an", "past", "last", "prior", "previous", "preceding", "before"}),
    frozenset({"year", "month", "week"}),
)
_LEAD = 46
# Words between a comparator and its number.
_AGES = r"(?: (?:a |an |the |about |approximately )?(?:total )?(?:ages?(?: of)?:?)?)?"
_BEFORE = Comparators(BEFORE, _AGES)
_AFTER = tuple((op, Gated(rf" ?,? ?(?:{words})")) for op, words in AFTER)
_RANGE = re.compile(
    r"(?: (?:old|of age))? ?(?:-|~|to|and|through|until)"
    r"(?: ?(?:(?P<closed>≤|<=|=<|</=|up to|at most|no(?:t)? more than|less than or equal to)|(?P<open><|less than|under|below|younger than)))?"
    r" ?(?=[\d.]|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty)\b)"
)


class Quantity(msgspec.Struct, frozen=True):
    """A number as a criterion states it."""

    start: int
    """Where comparator or number begins."""
    end: int
    op: str | None
    low: float
    high: float | None
    """The other end of a range."""
    unit: str | None
    said: str
    number_start: int
    low_unit: str | None = None
    """The unit of the lower end, where it has one of its own: `6 months to 5 years`."""
    high_op: str | None = None
    """The sign of the other end: `<` of `≥ 18 and < 65`."""


def says_number(said: Collection[str]) -> bool:
    """Whether words (singular) may say a number: `two`, `a year`."""
    if not _WORDED.isdisjoint(said):
        return True
    return all(not words.isdisjoint(said) for words in _ONE_TIME)


def quantities(
    reading: str, worded: bool | None = None, holds: int | None = None
) -> Iterator[Quantity]:
    """All numbers of a reading form, in order; `worded` is false where no word says one.

    `holds` is what the words of the form give to gates.
    """
    if worded is None:
        worded = says_number(folded(written(reading)))
    if holds is None:
        holds = held(written(reading))
    if not worded and not _DIGIT.may_match_in(reading, holds):
        return
    joined = "+" in reading or "/7" in reading
    bare = (
        worded
        and _HAS_BARE_TIME.may_match_in(reading, holds)
        and _HAS_BARE_TIME.pattern.search(reading) is not None
    )
    search = _SEARCHED[worded, joined, bare].search
    at = 0
    before: Quantity | None = None
    while found := search(reading, at):
        quantity = _quantity(reading, found, holds)
        if (
            quantity.op is None
            and before is not None
            and reading[before.end : found.start()].strip() == "/"
        ):
            quantity = msgspec.structs.replace(quantity, op=before.op)  # `< 160/100 mmHg`
        at = max(quantity.end, found.end())
        if before is not None:
            yield _with_unit_behind(reading, before, quantity)
        before = quantity
    if before is not None:
        yield before


_ALTERNATIVE = re.compile(r" ?,? ?(?:or|and|but) ?(?:(?:at|the|of|ages?) ?)*")
_SIGNED = ("<", "<=", ">", ">=")
_OF_BODY = ("[lb_av]", "kg")
"""`BMI > 40 or > 100 lbs`: the weight's alone."""


def _with_unit_behind(reading: str, one: Quantity, other: Quantity) -> Quantity:
    """`under 18 or over 60 years`: the unit behind the second number is the first one's too."""
    if (
        one.unit is None
        and other.unit is not None
        and one.high is None
        and one.op in _SIGNED
        and other.op in _SIGNED
        and _ALTERNATIVE.fullmatch(reading, one.end, other.start)
        and (other.unit not in _OF_BODY or "weigh" in reading[max(0, one.start - 20) : one.start])
    ):
        return msgspec.structs.replace(one, unit=other.unit)
    return one


def _quantity(reading: str, found: re.Match[str], holds: int) -> Quantity:
    low = _value(found[0])
    op, start = _comparator(reading, found.start())
    if op is None and found.start() and reading[found.start() - 1] == "-":
        op, start = _comparator(reading, found.start() - 1)  # `below -2.5`
    elif op is None and reading.endswith("minus ", 0, found.start()):
        op, start = _comparator(reading, found.start() - len("minus "))
    if (
        reading.endswith(("-", "minus "), 0, found.start())
        and (told := _SIGNED_RANGE.search(reading, max(0, found.start() - 7), found.end() + 24))
        and told.start("one") == found.start()
    ):
        one, other = -float(told["one"]), float(told["other"]) * (-1 if told["sign"] else 1)
        return Quantity(
            told.start(),
            told.end(),
            None,
            min(one, other),
            max(one, other),
            None,
            told[0],
            found.start(),
        )
    end = found.end()
    if (top := _TOP.match(reading, end)) and low <= int(top[1]):
        end = top.end()
    if found[0].isalpha() and (again := _TOLD_AGAIN.match(reading, end)) and float(again[1]) == low:
        end = again.end()
    if half := _HALF.match(reading, end):
        low, end = (0.5 if half[0] == "/2" else low + 0.5), half.end()
    unit = unit_at(reading, end)
    if unit is not None and unit[0] == "wk" and (days := _AND_DAYS.match(reading, unit[1])):
        low, unit = _with_days(low, days), (unit[0], days.end())
    high: float | None = None
    high_op: str | None = None
    low_unit: str | None = None
    range_ = _range(reading, end, unit)
    upper = unit_at(reading, range_[1]) if range_ is not None else None
    if range_ is not None and not _of_two_kinds(unit, upper):
        high, end, high_op = range_
        if upper is not None and upper[0] == "wk" and (days := _AND_DAYS.match(reading, upper[1])):
            high, upper = _with_days(high, days), (upper[0], days.end())
        if unit and upper and unit[0] != upper[0]:
            low_unit = unit[0]
        unit = upper or unit
    if unit is not None and unit[1] > end:
        end = unit[1]
    if high is None and (later := _later(reading, end, holds)) is not None:
        op, end = later
    if high is None and op == "=" and (later := _later(reading, end, holds)) is not None:
        op, end = later
    if (
        op in ("<", ">")
        and high is None
        and reading.find("inclu", end, end + 20) >= 0
        and (itself := _ITSELF.match(reading, end))
        and float(itself[1] or low) == low
    ):
        op, end = op + "=", itself.end()
    if (
        unit is None
        and high is None
        and end != found.end()
        and (behind := unit_at(reading, end))
        and behind[0] in DAYS
    ):
        unit, end = behind, behind[1]  # `3 or more months`
    if unit is not None and unit[0] == "{xULN}" and op in (None, "="):
        op = _over_normal(reading[found.end() : end]) or op
    return Quantity(
        start,
        end,
        op,
        low,
        high,
        unit[0] if unit else None,
        reading[start:end],
        found.start(),
        low_unit,
        high_op,
    )


def _of_two_kinds(unit: tuple[str, int] | None, upper: tuple[str, int] | None) -> bool:
    """`10 pack-years and less than 1 month`: no two ends of one range."""
    return unit is not None and upper is not None and (unit[0] in DAYS) != (upper[0] in DAYS)


# `1/2 year`, `2 1/2 months`
_HALF = re.compile(r"(?:(?<=\b1)/2| ?1/2| ?½)(?= ?-?(?:years?|yrs?|months?|weeks?|hours?)\b)")
# `over 18 years old (including 18 years old)`, `over 6 years inclusive`: the number itself counts.
_ITSELF = re.compile(
    r"(?: old| of age)?,? ?(?:\(?(?:including|inclusive of|include)(?: the)?(?: ages?)?(?: of)? (\d+)(?: ?(?:years?|yrs?))?(?: old| of age)?\)?|\(?inclusive\b\)?(?! of))"
)
# `10 weeks and three days`
_AND_DAYS = re.compile(r",? (?:and |\+ ?)?(\d|one|two|three|four|five|six) days?\b")


def _with_days(weeks: float, days: re.Match[str]) -> float:
    return float(f"{weeks + _value(days[1]) / 7:.6g}")


# `-1.0 to -2.5`: both ends below 0, or the one.
_SIGNED_RANGE = re.compile(
    r"(?:(?<![\w.)-])-|minus )(?P<one>\d+(?:\.\d+)?)(?: ?sds?)? ?(?:and|to) ?(?:(?P<sign>-|minus )|(?=0\b))(?P<other>\d+(?:\.\d+)?)(?: ?sds?\b)?"
)
# `6/10`, `24/30`: a score with the top of its scale.
_TOP = re.compile(r" ?/ ?(10|30|100)(?![\d.,/%]|[a-z ]{0,3}(?:ml|l|ul|mm)\b)")
# `within ten (10) days`: the number told twice.
_TOLD_AGAIN = re.compile(r" ?\( ?(\d{1,3}) ?\)")


def _value(said: str) -> float:
    if not said:
        return 1.0
    if "+" in said or "/7" in said:
        parts = _WEEKS_AND_DAYS.match(said)
        if parts is not None and len(parts[1]) == 2:
            return float(f"{int(parts[1]) + int(parts[2]) / 7:.6g}")
        return float(sum(map(int, re.findall(r"\d", said))))
    if said in NUMBER_WORDS:
        return float(NUMBER_WORDS[said])
    if said.isdecimal():
        return float(said)
    if re.fullmatch(r"\d{1,3}(?:[, '’]\d{3})+(?:\.\d+)?", said):
        return float(re.sub(r"[, '’]", "", said))
    if said.count(".") > 1:  # the only numbers with two points are those of thousands
        return float(said.replace(".", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", said) and not said.startswith("0"):
        return float(said.replace(".", "") if said.endswith("000") else said)
    return float(said.replace(",", ".").replace("·", "."))


# `greater than (>) 2`: the sign told twice.
_SIGN_AGAIN = re.compile(r" ?\([<>≤≥=]{1,2}\) ?$")


def _comparator(reading: str, start: int) -> tuple[str | None, int]:
    lead_start = max(0, start - _LEAD)
    lead = reading[lead_start:start]
    if ")" in lead:
        lead = _SIGN_AGAIN.sub("", lead)
    lead = lead.rstrip(" (")
    if (found := _BEFORE.at_end(lead)) is None:
        return None, start
    op, begin = found
    while lead[begin : begin + 1] == " ":
        begin += 1
    return op, lead_start + begin


def _range(reading: str, end: int, unit: tuple[str, int] | None) -> tuple[float, int, str] | None:
    """The upper end of a range, where it ends, and its sign."""
    for at in dict.fromkeys((end, unit[1] if unit else end)):
        dash = _RANGE.match(reading, at)
        if dash is None:
            continue
        second = _SEARCHED[True, True, False].match(reading, dash.end()) or re.compile(
            r"\d+(?:[.,]\d+)?"
        ).match(reading, dash.end())
        if second is not None:
            return _value(second[0]), second.end(), "<" if dash["open"] else "<="
    return None


_OVER = re.compile(r"\b(?:greater|higher|above|over|more than|in excess of)\b")


def _over_normal(said: str) -> str | None:
    """`2 times greater than the upper limit`, `2.5 times or more above ULN`: the words between number and limit."""
    if _OVER.search(said) is None:
        return None
    return ">=" if re.search(r"\bor (?:more|greater|higher)\b", said) else ">"


# `18 ≤ age`: the name stands behind, and the sign looks the other way.
_TURNED = Gated(
    r" ?(?P<sign>≥|≤|>=|<=|<|>) ?(?!or\b|uln|upper|normal|the |lower|lln|institut)(?=[a-z])"
)
_MIRRORED = {"≥": "<=", ">=": "<=", ">": "<", "≤": ">=", "<=": ">=", "<": ">"}


_AGED = re.compile(r"(?: ?of age| ?old| ?of age\)| ?years?(?: of age| old)?|\))?")


def _later(reading: str, end: int, holds: int) -> tuple[str, int] | None:
    """A comparator behind the number: `18 years or older`, `50% or better`."""
    window = reading[end : end + 40]
    skipped: int | None = None
    for op, gated in _AFTER:
        if gated.may_match_in(reading, holds):
            if skipped is None:
                aged = _AGED.match(window)
                assert aged is not None
                skipped = aged.end()
            if found := gated.pattern.match(window, skipped):
                return op, end + found.end()
    if _TURNED.may_match_in(reading, holds) and (turned := _TURNED.pattern.match(window)):
        return _MIRRORED[turned["sign"]], end + turned.end("sign")
    return None
