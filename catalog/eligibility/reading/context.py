"""What stands around a criterion and may change what it asks: headings, governing lines, its own list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import msgspec

from catalog.eligibility.criterion import LONGEST_HEAD, OR_ELSE, SIDE_NOT_SAID, Constraint
from catalog.eligibility.limits.gates import Gated, has_odd_case
from catalog.eligibility.reading.governing import (
    OF_ALL_PARTS,
    ONE_OF,
    Head,
    ended_by_the_fit,
    head_of,
    opened,
    opens_side,
    plain_headings,
)
from catalog.eligibility.splitting.odd_headings import EITHER_SIDE


class Item(Protocol):
    """A criterion as it was split from its text."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def parent(self) -> int | None: ...


class Around(NamedTuple):
    """What stands around a criterion."""

    unclear: tuple[str, ...] = ()
    """What may change what it asks."""
    whom: str = ""
    """Whose list it is in, where that is one sex: `female`, `male`; `fertile`: women who can be pregnant."""
    or_else: bool = False
    """Whether the line before ends in "or": it may be met instead."""
    narrows: tuple[str, ...] = ()
    """Words of its heading or of lines above that may make it narrower."""

    def and_under(self, head: Head) -> Around:
        """The same below one more line or heading."""
        if not (head.unclear or head.whom or head.narrows):
            return self
        unclear = (*self.unclear, *head.unclear)
        if self.whom and head.whom and "fertile" not in (self.whom, head.whom):
            unclear += () if self.whom == head.whom else (head.whom,)
        whom = "fertile" if "fertile" in (self.whom, head.whom) else self.whom or head.whom
        narrows = (*self.narrows, *head.narrows)
        return Around(tuple(dict.fromkeys(unclear)), whom, self.or_else, narrows)


def around(kind: str, section: str, head: str | None) -> Around:
    """What stands around a criterion whose heading and governing line are known."""
    told = _section(section, kind)
    return told.and_under(head_of(head, kind)) if head else told


def for_whom(
    limits: tuple[Constraint, ...], place: Around
) -> tuple[tuple[Constraint, ...], Around]:
    """The constraints of a list that is one sex's, and what is then left unclear.

    Of women who can be pregnant only what is said of pregnancy and nursing is sure: who is pregnant is one of them.
    """
    if not place.whom or not limits:
        return limits, place
    sex = "male" if place.whom == "male" else "female"
    if place.whom == "fertile" and any(each.variable not in _OF_PREGNANCY for each in limits):
        return limits, Around((*place.unclear, "of whom it is asked"))
    return tuple(
        msgspec.structs.replace(each, when=sex)
        if each.when is None and each.variable != "sex"
        else each
        for each in limits
    ), place


_OF_PREGNANCY = frozenset({"pregnancy", "breastfeeding"})


@lru_cache(maxsize=1024)
def _section(section: str, kind: str) -> Around:
    """The parts of a heading that may say for whom the list is meant."""
    found = Around()
    for part in (part.strip(" :").lower() for part in section.split(" - ")):
        if part == EITHER_SIDE:
            found = found.and_under(Head((SIDE_NOT_SAID,)))
        elif part and part not in plain_headings() and not _only_opens(part, kind):
            head = head_of(part, kind)
            clear = not head.unclear and (head.whom or head.narrows)
            found = found.and_under(head if clear else Head((part,)))
    return found


# Who takes part at all, and that something is asked of him: nothing of which part of them.
_OF_ALL = re.compile(
    r"(?:\W|\b(?:(?:all|eligible) )?(?:patients?|subjects?|participants?|volunteers?)\b|"
    r"\b(?:must|should|have|has|be|meet|are|the|all|of|following|these|criteria|for|study|trial|enrol\w*|eligibility)\b)*"
)


def _only_opens(part: str, kind: str) -> bool:
    """`Patients must have`, `You may be eligible for this study if you`: a line that opens all of its side."""
    return opens_side(part, kind) or (
        _OF_ALL.fullmatch(opened(OF_ALL_PARTS.sub(" ", part), kind)) is not None
    )


def surroundings(items: Sequence[Item]) -> list[Around]:
    """For each item what is not clear of its heading, of the lines above that govern it, and of its own list."""
    governs = {item.parent for item in items if item.parent is not None}
    heads = _Heads()
    found: list[Around] = []
    lost = ""  # the side on which a heading of the other side stands within a line, unread
    for n, item in enumerate(items):
        lost = item.kind if _names_other_side(item) else lost if lost == item.kind else ""
        told = _section(item.section, item.kind)
        above = item.parent
        while above is not None:
            told = told.and_under(head_of(items[above].text, item.kind))
            above = items[above].parent
        told = told.and_under(heads.over(item)).and_under(heads.of_part)
        unclear: tuple[str, ...] = ()
        if n and item.kind == items[n - 1].kind and _GOES_ON.search(items[n - 1].text[-9:]):
            unclear += ("a part of a line",)  # the line before was cut in two
        or_else = (
            n > 0
            and item.kind == items[n - 1].kind == "inclusion"
            and _OR_ELSE.search(items[n - 1].text[-9:]) is not None
        )
        if _exempted_below(items, n):
            told = told.and_under(Head((), narrows=(OR_ELSE,)))
        if n in governs:
            unclear += ("what stands below it",)
        if lost:
            unclear += (SIDE_NOT_SAID,)
        told = told.and_under(Head(unclear)) if unclear else told
        found.append(told._replace(or_else=True) if or_else else told)
        heads.see(item, n in governs)
    return found


def _exempted_below(items: Sequence[Item], n: int) -> bool:
    """Whether the next line, cut off from this one, lets some in whom this one keeps out."""
    below = items[n + 1] if n + 1 < len(items) else None
    return (
        below is not None
        and (below.kind, below.parent) == (items[n].kind, items[n].parent)
        and _EXEMPTS.match(below.text) is not None
    )


# A heading of a side that was not taken for one; "as defined in Exclusion Criteria 4" only refers to it.
_SIDE = Gated(
    r"(?:^|(?<=[.;:)\]*•\w%>])[ *•-]+)(?<!\bin )(?<!\bthe )(?<!\bunder )(?<!\bof )(?<!\bto )(?<!\bmeet )(?<!\bany )(?<!\ball )(?<!\bsee )(?<!\bmeeting )(?<!\bor )(?<!\bper )(?<!\band )(?<!\babove )"
    r"(?:Exclusions?|EXCLUSIONS?|(?P<inclusion>Inclusions?|INCLUSIONS?))(?: [Cc]riteri(?:a|on)| CRIT[A-Z]+|:)"
)


def _names_other_side(item: Item) -> bool:
    return any(
        bool(found["inclusion"]) != (item.kind == "inclusion")
        for found in _SIDE.finditer(item.text)
    )


# "Measurable disease by RECIST 1.1 criteria." opens nothing.
_OPENS = Gated(
    r"\bfollowing\W*$|(?<!by )(?<!per )(?<!to )(?<!with )(?<![\d.] )(?<!cist )(?<!rano )(?<!these )(?<!all )(?<!diagnostic )\bcriteria\s*$",
    re.IGNORECASE,
)


def _opens(text: str) -> bool:
    """Whether a line ends as one that opens a list does."""
    if text.rstrip().endswith(":"):
        return True
    if has_odd_case(text):
        return _OPENS.search(text) is not None
    lowered = text.lower()
    at = max(lowered.rfind("following"), lowered.rfind("criteria"))
    return at >= 0 and _OPENS.pattern.match(text, at) is not None


_SHORT = 16
# `Cohort 2`, `Group 2 (hydroxychloroquine)`, `Healthy control`: a line that only says whose list follows.
_NAMES_PART = re.compile(
    r"\W*(?:(?:cohorts?|arms?|groups?|parts?|strat(?:um|a)|sub-?stud(?:y|ies)|study arms?|treatment groups?)(?: (?:no\.? ?|number |#)?(?:\d{1,2}[a-z]?|[ivx]{1,4}|[a-h]))"
    r"|(?:healthy )?(?:controls?|donors?)(?: (?:groups?|subjects?|cohorts?|arms?))?)(?: ?\([^()]{1,60}(?:\([^()]*\))?\)| [-–—] [^:.;]{1,50})?[^\w:]*",
    re.IGNORECASE,
)
_LONGEST_PART = 90
# "pathogens other than": what stands below goes on.
_GOES_ON = re.compile(r"\b(?:than|of|by|for|with|from|the|an?|per|via|versus)\s*$")
# "... no greater than 6 OR": what stands below is another way to fit.
_OR_ELSE = re.compile(r"\b(?:and/)?or\W*$", re.IGNORECASE)
# "Unless attributable to lymphoma" below "Creatinine clearance >= 50".
_EXEMPTS = re.compile(r"\W*(?:unless|except(?:ion|ing)?s?)\b", re.IGNORECASE)
# A line that goes on behind a head of its own: for somebody else, or one of what follows.
_OPENS_INSIDE = Gated(
    r"\b(?:donors?|care-?givers?|(?:healthy )?controls?|partners?|siblings?)\b[^.;:]{0,30}(?:criteria|characteristics|subjects|group|must)?:(?=\s*\S)"
    r"|^\W*(?:donors?|care-?givers?|controls?|siblings?|partners?)\W*$"
    r"|\b(?:any|one|two|three|four|either|some|[1-9]) (?:or more |or (?:two|three|four|[2-9]) )?of (?:the )?following\b[^.;:]{0,40}:(?=\s*\S)",
    re.IGNORECASE,
)


# A line of an old record that goes on behind "i.e.:", "required for:": the next ones are of its list till another demand begins.
_BEGINS_LIST = re.compile(
    r"^(?!\W*(?:adequate|normal|acceptable)\b)[^:]*\b(?:i\.e\.?|including|required (?:for|if|in|of)|needed (?:for|if|in)|except(?: for)?|excluding|unless|due to|"
    r"allowed (?:for|if|in)|waived (?:for|if)|risk factors?)(?: patients)?(?: with)?(?: the following)?,?\s*:(?=\s*\S)",
    re.IGNORECASE,
)
_NEXT_DEMAND = re.compile(
    r"\W*(?:no|not|at least|must|prior|negative|adequate|absence|ability|able|willing|fertile|see|more than|greater than|hiv|histologically|measurable)\b",
    re.IGNORECASE,
)


# `Ages 3-5` under `Renal`: of whom the next values are asked.
_AGES = re.compile(r"\W*ages? ?:? ?\d+ ?(?:-|to) ?\d+(?: (?:years?|months?))?\W*", re.IGNORECASE)
_OF_ORGANS = re.compile(
    r"\b(?:renal|hepatic|h[ae]*matopoietic|h[ae]*matologic|cardiovascular|pulmonary)\b",
    re.IGNORECASE,
)


# A demand of everybody, in the sense in which it is asked of the fit: no item of a list of diseases.
_FIT = re.compile(
    r"[\W\d]{0,6}(?:(?:serum|total|adequate|absolute|peripheral|minimum) )*(?:"
    r"(?:ecog|swog|who|zubrod|eastern cooperative oncology group|world health organization)\b[^.;:]{0,40}?\b(?:0|[≤<]=? ?[123]|of (?:less|no|at most)|(?:less|no greater|no more|not greater) than)|performance status:? ?(?:of )?0|"
    r"(?:karnofsky|lansky)\b[^.;:]{0,40}?(?:≥|>|at least|greater|more|better|[5-9]0 ?(?:%|percent)? ?-)|(?:(?:an? )?(?:estimated |expected |anticipated )?)?life expectancy\b[^.;]{0,30}?(?:≥|>|at least|greater|more)|"
    r"(?:creatinine(?! clearance)|bilirubin|sgot|sgpt|ast|alt|alkaline phosphatase|transaminases?)\b[^.;:]{0,60}?(?:≤|<|(?:no|not) (?:greater|more|higher)|less|within|normal)|"
    r"(?:platelets?|plt|anc|neutrophils?|granulocytes?|h[ae]*moglobin|hgb|creatinine clearance|lvef|left ventricular ejection fraction)\b[^.;:]{0,50}?(?:≥|>|at least|(?<!no )(?<!not )greater|(?<!no )(?<!not )more|not less)[^.;:]{0,30}?\d[\d.]*(?:,000|,\d00)?(?!,?\d))",
    re.IGNORECASE,
)


class _Heads:
    """Lines that open a list whose items were not tied to them: all behind them may be theirs."""

    def __init__(self) -> None:
        self.of_part: Head = _NONE
        """The part of the study that a line without a colon named: all behind it may be meant for that."""
        self._open: tuple[str, str, Head] = ("", "", _NONE)
        self._till_demand = False
        self._of_disease = False

    def over(self, item: Item) -> Head:
        if (self._till_demand and _NEXT_DEMAND.match(item.text)) or (
            self._of_disease and _FIT.match(item.text)
        ):
            self._close()
        kind, section, head = self._open
        return head if (kind, section) == (item.kind, item.section) else _NONE

    def _close(self) -> None:
        self._open, self._till_demand, self._of_disease = ("", "", _NONE), False, False

    def _begin(self, item: Item, head: Head) -> None:
        self._close()
        self._open = (item.kind, item.section, head)

    def see(self, item: Item, has_list: bool) -> None:
        if not has_list and len(item.text) < _LONGEST_PART and _NAMES_PART.fullmatch(item.text):
            self.of_part = Head((item.text.strip(),))
        if _AGES.fullmatch(item.text) and _OF_ORGANS.search(item.section):
            self._begin(item, Head((item.text.strip(),)))
            return
        inside = None
        if item.kind == "inclusion" and (":" in item.text or len(item.text) < _SHORT):
            inside = _OPENS_INSIDE.search(item.text)
        if inside is not None and not has_list:
            self._begin(item, Head((inside[0],)))
        elif (
            item.kind == "inclusion"
            and not has_list
            and item.section
            and self._open[:2] != (item.kind, item.section)
            and ":" in item.text
            and (begun := _BEGINS_LIST.search(item.text))
        ):
            self._begin(item, Head((begun[0],)))
            self._till_demand = True
        elif _opens(item.text):
            head = head_of(item.text, item.kind)
            if head.opens_all and not head.unclear:
                if not any(ONE_OF.search(each.lower()) for each in self._open[2].unclear):
                    self._close()
            elif head.whom and not head.unclear and not has_list:
                self._begin(item, Head((), "fertile"))
            elif head.narrows and not has_list:
                self._begin(item, Head((), narrows=head.narrows))
            elif head.unclear and not has_list:
                self._begin(item, Head((item.text.strip()[:LONGEST_HEAD],)))
                self._of_disease = item.kind == "inclusion" and ended_by_the_fit(item.text)


_NONE = Head(())
