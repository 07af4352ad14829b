"""Whether what joins, denies and tells of a criterion is accounted for by its constraints: no, or, and, positive, negative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from catalog.eligibility.criterion import OR_ELSE, Constraint
from catalog.eligibility.limits.negatives import in_negative_list
from catalog.eligibility.reading.ledger import is_measure, is_state
from catalog.eligibility.reading.taking import Taken
from catalog.eligibility.reading.word_effects import TAKEN, frames, narrowing_words
from catalog.eligibility.vocabulary.variables import GRADES


class Joined(Taken):
    """The tokens of one criterion, and what their negations and connectives do."""

    def _leave(self, word: str) -> None:
        self.left[word] = None

    def _check_polarity(self, word: str, at: int) -> None:
        """ "Positive" must stand beside something present, "negative" beside something absent."""
        wanted = OF_POLARITY[word]
        near = [
            limit
            for start, end, limit in self.pieces
            if isinstance(limit.norm_value, str)
            and limit.variable not in ("sex", "contraception")
            and (start - at < _BESIDE if start > at else at - end < _BESIDE)
        ]
        if wanted == "present" and near and all(self._is_denied(limit) for limit in near):
            if not self.reading.is_negated(at):
                self._leave(word)
            return  # "must not test positive for HIV"
        if not near or any(limit.norm_value != wanted for limit in near):
            self._leave(word)
        elif self.reading.kind == "exclusion" and wanted == "absent":
            self._leave(word)  # "absence of a negative test": what keeps out is not sure

    def _check_negation(self, word: str, at: int) -> None:
        if self.reading.kind == "exclusion":
            self._leave_unless_lack(word, at)
            return
        end = at + _NEXT_WORD if word == "non" else self._governed(at)
        governed = [limit for start, _, limit in self.pieces if at < start < end]
        if governed and all(self._is_denied(limit) for limit in governed):
            return
        behind = [limit for _, stop, limit in self.pieces if stop <= at and at - stop < _BESIDE]
        if not governed and behind and behind[-1].norm_value == "absent":
            return
        self._leave(word)

    def _leave_unless_lack(self, word: str, at: int) -> None:
        """A lack that itself makes unfit may stand under exclusion: `no measurable disease`."""
        governed = [limit for start, _, limit in self.pieces if at < start < self._governed(at)]
        if not governed or not all(
            limit.variable in _LACKED and limit.norm_value == "absent" for limit in governed
        ):
            self._leave(word)

    def _governed(self, at: int) -> int:
        if NOBODY_WITH.match(self.form) and at < _FIRST_WORDS:
            return len(self.form)
        end = _REGION_END.search(self.form, at)
        return end.start() if end else len(self.form)

    def _check_denied(self) -> None:
        """What was read as absent must stand behind a word that denies it, or before one."""
        for start, end, limit in self.pieces:
            if limit.negated and limit.norm_value == "absent" and not self._has_denial(start, end):
                self._leave("not?")

    def _check_neighbours(self, rest: str) -> None:
        """Two states side by side, or tied by "for": the second may only say more of the first."""
        for (_, end, one), (start, _, other) in pairwise(self.pieces):
            if self._count_together(one, other, end, start):
                self.narrowing["and"] = None
                if {one.variable, other.variable} not in (_PRESSURES, {one.variable}):
                    self.tied |= {one.variable, other.variable}
            if _grades(one, other) and self._is_denied(one) != self._is_denied(other):
                self.tied |= {one.variable, other.variable}
                if self.reading.kind == "inclusion":
                    self._leave("not?")  # "no heart failure: class III"
            if self._qualifies(one, other, end, start):
                self.narrowing["or"] = None  # of one of them, or only of both
                self.tied |= {one.variable, other.variable}
            if one is other or not (is_state(one) and is_state(other)) or end > start:
                continue
            between = rest[end:start]
            if _STOP.search(between):
                continue
            if (
                self.reading.kind == "inclusion"
                and self._is_denied(one)
                and self._is_denied(other)
                and _WITH.search(self.form, end, start)
                and not _PARTED.search(self.form, end, start)
            ):  # "no heart failure with arrhythmia": only both, or each
                self.narrowing["or"] = None
                self.tied |= {one.variable, other.variable}
            if not _PARTS.search(between) or _TIED.search(between):
                self._leave(self.form[start : start + 20].split(" ")[0])
                self.last_left = max(self.last_left, start)

    def _qualifies(self, one: Constraint, other: Constraint, end: int, start: int) -> bool:
        """Whether a denied value says which of a denied state is meant: `no arrhythmia with a heart rate below 60`."""
        if self.reading.kind != "inclusion" or is_state(one) == is_state(other):
            return False
        if _grades(one, other):
            return False  # screening asks the step beside the illness
        if is_state(one) and other.span:  # the value's words may begin within those of the state
            start = other.span[1]
        return (
            end <= start
            and any(is_measure(each) and self._is_denied(each) for each in (one, other))
            and not _PARTED.search(self.form, end, start)
        )

    def _count_together(self, one: Constraint, other: Constraint, end: int, start: int) -> bool:
        """Whether nothing parts two tests of an exclusion: `pregnant women who are with a BMI over 30`."""
        if self.reading.kind != "exclusion" or one is other or end > start:
            return False
        if "sex" in (one.variable, other.variable) or one.span == other.span:
            return False
        if _grades(one, other):
            return False  # screening asks the step beside the illness
        if self._means_or(one, other) and not _WITH.search(self.form, end, start):
            return False  # nobody is meant who is both pregnant and nursing
        if one.variable.startswith("ts.") or other.variable.startswith("ts."):
            return False
        same_number = one.span and other.span and one.span[1] == other.span[1]
        return not same_number and not _APART.search(self.form, end, start)

    def _has_denial(self, start: int, end: int) -> bool:
        for found in _DENIALS.finditer(self.form):
            if found.start() < start < self._governed(found.start()):
                return True
            if end <= found.start() < end + _BESIDE:
                return True
        return in_negative_list(self.reading, start)

    def _joins_words(self, at: int, end: int) -> bool:
        """Whether it only joins words that say how or which of one thing: `known or suspected`, `serum or urine`."""
        rest = self.rest
        before = _WORD_BEFORE.search(rest, _few_words_before(rest, at), at)
        behind = _WORD_BEHIND.match(rest, end)
        if before is None or behind is None:
            return self._joins_times(at, end) or (
                before is not None and before[1] in narrowing_words() and self._is_all_forbidden()
            )  # "oral or intravenous antibiotics"
        one, other = before[1], behind[1]
        if frames(one, self.beside) and frames(other, self.beside):
            return True
        if self._is_all_forbidden() and (one in _ANY_TIME) != (other in _ANY_TIME):
            # "known or suspected", "prior or concurrent": who is known to have it, or had it, is meant too.
            self.widened.add(behind.start(1) if one in _ANY_TIME else before.start(1))
        if not self._is_all_forbidden():
            return (
                False  # "HIV, active or chronic hepatitis": which of them is asked for is not sure
            )
        return _is_modifier(one) and _is_modifier(other)

    def _is_all_forbidden(self) -> bool:
        return self.reading.kind == "exclusion" or all(
            self._is_barred(each) for each in self.limits if each.variable != "sex"
        )

    def _joins_times(self, at: int, end: int) -> bool:
        """Whether it joins two times of a test: `at screening or at baseline`."""
        before, behind = (
            self.form[:at].rstrip(),
            end + len(self.form[end:]) - len(self.form[end:].lstrip()),
        )
        places = len(before) - 1, behind
        return (
            self.only_tests
            and places[0] >= 0
            and behind < len(self.form)
            and all(self.rest[place] == TAKEN for place in places)
            and not any(start <= place < stop for place in places for start, stop, _ in self.pieces)
        )

    def _check_join(self, word: str, at: int) -> None:
        if word in ("or", "/", "and", "&") and self._joins_words(at, at + len(word)):
            return
        before = [piece for piece in self.pieces if piece[1] <= at]
        behind = [piece for piece in self.pieces if piece[0] > at]
        if (
            word == "or"
            and bool(before) != bool(behind)
            and self.reading.kind == "inclusion"
            and _AT_AN_END.fullmatch(
                self.form, 0 if behind else at + 2, at if behind else len(self.form)
            )
            and may_be_met(self.limits)
        ):
            self.narrowing[OR_ELSE] = None  # another line may be met instead
            return
        if not before or not behind:
            self._leave(word)
            return
        one, other = before[-1][2], behind[0][2]
        if one is other:
            return
        if self.reading.kind == "exclusion":
            if word in ("and", "&", "/") and not self._means_or(one, other):
                self.narrowing["and"] = None
                if (
                    word != "/"
                    and is_measure(one)
                    and _share_number(one, other)
                    and one.variable != other.variable
                ):
                    # "ALT and AST > 3": each of them, or only both
                    self.tied |= {each.variable for each in self.limits if _share_number(one, each)}
            return
        if word in ("and", "&") and self._denied_together(one, other):
            self.narrowing["or"] = None
            self.tied |= {one.variable, other.variable}
            return
        if word in ("and", "&") or (
            word == "/"
            and (_share_number(one, other) or {one.variable, other.variable} == _PRESSURES)
        ):
            return
        if not self._are_alternatives(one, other):
            if is_measure(one) and is_measure(other) and _share_number(one, other):
                self.narrowing["or"] = None  # "ALT or AST at most 3": both, or one of them
            else:
                self._leave(word)

    def _denied_together(self, one: Constraint, other: Constraint) -> bool:
        """Whether two values are denied that must both be there: `no diastolic above 110 and systolic above 180`."""
        return (
            is_measure(one)
            and is_measure(other)
            and self._is_denied(one)
            and self._is_denied(other)
            and not _share_number(one, other)
        )

    def _means_or(self, one: Constraint, other: Constraint) -> bool:
        """Whether an "and" of an exclusion can only mean "or": nobody has both, or a list of infections is told."""
        names = {one.variable, other.variable}
        if names <= _EITHER or (names <= _VIRUSES and not _TOGETHER.search(self.form)):
            return True
        return one.variable == other.variable and _nobody_has_both(one, other)

    def _are_alternatives(self, one: Constraint, other: Constraint) -> bool:
        if self._is_barred(one) and self._is_barred(other):
            return True
        if one.any_of is None or one.any_of != other.any_of:
            return False
        if not isinstance(one.norm_value, str):
            return one.variable != other.variable or all(
                limit.any_of == one.any_of or limit.variable == "sex" for limit in self.limits
            )  # "over 65, or over 18 with a Karnofsky of 40": what goes with which is not sure
        # "A, B or C": the comma before the "or" means "or" too.
        return all(limit.any_of == one.any_of for limit in self.limits if is_state(limit))


def may_be_met(limits: Sequence[Constraint]) -> bool:
    """Whether all that is asked are values that must be there, so that a part of an "or" is met by who has them."""
    return all(
        is_measure(each) and not each.negated and each.when in (None, "male", "female")
        for each in limits
    )


_AT_AN_END = re.compile(r"\W*")
_BESIDE = 45
_NEXT_WORD = 6
"""How far "non" reaches: `non-pregnant`."""
OF_POLARITY = {
    "negative": "absent", "seronegative": "absent", "uninfected": "absent", "undetectable": "absent", "nonreactive": "absent", "absent": "absent",
    "naive": "absent", "naïve": "absent", "negativity": "absent", "seronegativity": "absent", "positive": "present", "present": "present",
    "detectable": "present", "reactive": "present", "presence": "present",
}  # fmt: skip
_LACKED = frozenset({"measurable_disease"})
# `No patients with angina; pregnancy; renal failure (creatinine > 2)`: none of the list.
NOBODY_WITH = re.compile(
    r"\W*no (?:(?:patients?|subjects?|participants?|individuals?|persons?|one) (?:with|who|having)|(?:evidence|history|presence) of(?: any)?(?: of the following)?:|of the following)\b"
)
_FIRST_WORDS = 8
_EITHER = frozenset({"pregnancy", "breastfeeding"})
_PRESSURES = frozenset({"sbp", "dbp"})
_VIRUSES = frozenset({"hiv", "hbv", "hcv"})
_TOGETHER = re.compile(
    r"\b(?:both|co-?infect\w*|dual\w*|combin\w+|together|concurrent\w*|simultaneous\w*)\b"
)
_DENIALS = re.compile(
    r"\b(?:no|not|none|never|neither|nor|without|cannot|lack|absence|absent|non|free|negative|undetectable|na[iï]ve|"
    r"exclud\w+|sero-?negativ(?:e|ity)|negativity|nonreactive|unrelated|uninfected|wild|mss|stable|proficient|pmmr)\b"
)
_REGION_END = re.compile(
    r";|\.(?=\s|$)|:|\bbut\b|,? \band (?:have|has|had|is|are|be|must|with|who|able|willing|should|can|no|not)\b"
    r"|, (?:must|with|who|has|have|is|are|and|but)\b"
)
_WITH = re.compile(r"\bwith\b(?! or without)")
_PARTED = re.compile(r"[,;]|\b(?:or|nor)\b|\.(?=\s)")
_APART = re.compile(r"[,;/]|\b(?:or|nor)\b|\.(?=\s)")
_PARTS = re.compile(r"[,;:./(]|\b(?:or|and|nor|no|not|with|by|in|on)\b")
_STOP = re.compile(r";|\.(?=\s)")
_TIED = re.compile(r"\b(?:for|from|due|against|of)\b")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]+(?:[-'][^\W\d_]+)*)(?: of(?: an?)?)?,? ?$")
_BLANKS = 3
"""Blanks in what `_WORD_BEFORE` matches, at most."""
_WORD_BEHIND = re.compile(r" ?(?:an? |the |of )*([^\W\d_]+(?:[-'][^\W\d_]+)*)")
_KNOWN = frozenset(
    "known documented confirmed established proven previous previously prior history past current evidence".split()
)
"""Words of how or since when it is known that may stand side by side with narrowing ones."""
_ANY_TIME = _KNOWN - {"current"}


def _is_modifier(word: str) -> bool:
    return word in _KNOWN or word in narrowing_words()


def _nobody_has_both(one: Constraint, other: Constraint) -> bool:
    """Whether two bounds of one measurement leave nothing between them: `age < 18 and > 75`."""
    bounds = sorted((each.op[0], each.norm_value) for each in (one, other))
    (below, high), (above, low) = bounds
    return (
        (below, above) == ("<", ">")
        and one.norm_unit == other.norm_unit
        and isinstance(high, int | float)
        and isinstance(low, int | float)
        and high <= low
    )


def _grades(one: Constraint, other: Constraint) -> bool:
    """Whether one is the scale of the other's illness: `heart failure (NYHA III)`."""
    return other.variable == GRADES.get(one.variable) or one.variable == GRADES.get(other.variable)


def _share_number(one: Constraint, other: Constraint) -> bool:
    return one.span is not None and other.span is not None and one.span[1] == other.span[1]


def _few_words_before(text: str, at: int) -> int:
    """From where on `_WORD_BEFORE` is to be looked for: nothing that begins before can reach the place."""
    for _ in range(_BLANKS + 1):
        at = text.rfind(" ", 0, at)
        if at < 0:
            break
    return at + 1
