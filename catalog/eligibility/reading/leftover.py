"""What of a criterion no constraint accounts for: the mark that lets it decide, or keeps it from deciding.

One walk over the tokens. Each is either part of what a constraint was read from, part of a phrase or a word
of a tested table that changes nothing beside it, a word that only narrows, or left over. Negations and "or"
must each be accounted for by what they join: a "no" by constraints that are denied, an "or" by alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.illnesses import in_negative_list
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.reading.deciding import deciding
from catalog.eligibility.reading.exempting import exempted
from catalog.eligibility.reading.framing import (
    ABBREVIATION,
    AGES,
    AT_LEAST_ONE,
    BY_AGE,
    CHILDBEARING,
    FRAMES,
    PD_L1,
    REQUIRING,
    SIDES,
    TESTING,
    VARIANTS,
    WINDOW,
)
from catalog.eligibility.reading.word_effects import (
    EXACT,
    MEASURE,
    NARROWER,
    WIDER,
    exempt_words,
    frames,
    is_listed,
    narrowing_words,
    plain_words,
    sense,
    turning_words,
)
from catalog.eligibility.vocabulary.variables import BY_ID, ORDINAL

_SCALES = ORDINAL | {"toxicity_grade", "urine_protein_dip"}
LONGEST = 1500
"""A criterion that is longer is never read whole."""


_CUT_IN_BRACKETS = re.compile(r"[^()]*\)\W*$")
"""What is left of a line that was cut within brackets: `HIV, hepatitis B)`."""
_LETTER = re.compile(r"[a-z]")


class Remainder(msgspec.Struct, frozen=True):
    """What is left of a criterion when its constraints are taken away."""

    left: tuple[str, ...]
    narrowing: tuple[str, ...]
    decide: frozenset[int] = frozenset()
    """Positions of the constraints that keep out by themselves all the same."""


def remainder(reading: Reading, limits: Sequence[Constraint]) -> Remainder:
    """The words of a criterion that its constraints do not account for."""
    if len(reading.form) > LONGEST:
        return Remainder(("a long text",), ())
    if _is_cut_in_brackets(reading.form):
        return Remainder(("a part of a line",), ())
    account = _Account(reading, tuple(limits))
    account.take_exemptions()
    account.take_constraints()
    account.take_phrases()
    account.walk()
    decide = account.deciding() if account.left or account.narrowing else frozenset()
    return Remainder(tuple(account.left), tuple(account.narrowing), decide)


def _is_cut_in_brackets(form: str) -> bool:
    """Whether a bracket closes that was not opened, with more than a list's mark before it."""
    if ")" not in form or not _CUT_IN_BRACKETS.match(form):
        return False
    return _LETTER.search(form, 0, max(form.index(")") - 3, 0)) is not None


_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s\x00]|_")
_STOPS = frozenset(",;:.()-\"'*•·?!#_")
_NEGATIONS = frozenset(
    "no not none never neither nor without cannot lack absence non free denies negative naive naïve".split()
)
_OF_POLARITY = {
    "negative": "absent", "undetectable": "absent", "nonreactive": "absent", "absent": "absent",
    "naive": "absent", "naïve": "absent", "positive": "present", "present": "present",
    "detectable": "present", "reactive": "present", "presence": "present",
}  # fmt: skip
_KEPT = _NEGATIONS | _OF_POLARITY.keys() | {"or", "and", "nor"}
"""Words that never only narrow."""
_TAKEN = "\x00"


class _Account:
    """The tokens of one criterion and who took them."""

    def __init__(self, reading: Reading, limits: tuple[Constraint, ...]) -> None:
        self.reading = reading
        self.form = reading.form
        self.limits = limits
        self.letters = list(reading.form)
        self._rest: str | None = reading.form
        self.pieces: list[tuple[int, int, Constraint]] = []
        self.left: dict[str, None] = {}
        self.first_left, self.last_left = len(reading.form), -1
        self.exact: set[str] = set()
        self.wider: set[str] = set()
        self.covered: set[str] = set()
        self.exempt: list[tuple[int, int]] = []
        self.exempt_of: set[str] = set()
        self.narrowing: dict[str, None] = {}
        names = [limit.variable for limit in limits]
        measured = any(_is_measure(limit) for limit in limits)
        self.beside = (*names, MEASURE) if measured else tuple(names)
        self.only_tests = all(
            _is_measure(limit) or limit.variable in ("pregnancy", "breastfeeding", "sex")
            for limit in limits
        )

    def take(self, start: int, end: int, limit: Constraint | None = None) -> None:
        """Marks letters as accounted for."""
        self.letters[start:end] = _TAKEN * (end - start)
        self._rest = None
        if limit is not None:
            self.pieces.append((start, end, limit))

    @property
    def rest(self) -> str:
        """The form without what was accounted for."""
        if self._rest is None:
            self._rest = "".join(self.letters)
        return self._rest

    # -- what lets in

    def take_exemptions(self) -> None:
        """What only says who is let in although he has what is forbidden: who has it not, is not concerned."""
        for limit in self.limits:
            if limit.span is None or limit.variable in self.exempt_of:
                continue
            if not exempt_words(limit.variable):
                continue
            for start, end in exempted(self.form, limit.variable, self._is_forbidden(limit)):
                if start < limit.span[1] or any(
                    each.span and start <= each.span[0] < end and each.when != _OF_TREATED
                    for each in self.limits
                ):
                    continue
                self.exempt.append((start, end))
                self.exempt_of.add(limit.variable)
                self.narrowing["except"] = None
                self.take(start, end)

    def _is_exempt(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.exempt)

    # -- what the constraints were read from

    def take_constraints(self) -> None:
        self._sub(TESTING)
        for limit in self.limits:
            if limit.span is None:
                self.left["?"] = None
            elif self._is_exempt(limit.span[0]):
                continue
            elif limit.variable.startswith("ts."):
                self._take_interval(limit, limit.span)
            elif isinstance(limit.norm_value, str) and limit.variable != "sex":
                self._take_named(limit, *limit.span)
            elif limit.variable == "sex" or limit.variable in _SCALES:
                self.take(*limit.span, limit)
            else:
                self._take_measure(limit, limit.span)
            if limit.when == "cohort" and limit.variable == "alp":
                self._take_subgroup("bone_mets")
            elif limit.when not in (None, "cohort", "allowed"):
                self._take_subgroup(str(limit.when))
        self._take_again()
        self.pieces.sort(key=lambda piece: piece[:2])

    def _take_again(self) -> None:
        """Further words for what a constraint names: `HIV ... (HIV 1/2 antibodies)`."""
        named = {each.variable: each for each in self.limits if _is_state(each)}
        if not named:
            return
        for found in (*self.reading.spotted.flags, *self.reading.spotted.treated):
            if found.means in named and self.letters[found.start] != _TAKEN:
                self._take_named(named[found.means], found.start, found.end)

    def _take_named(self, limit: Constraint, start: int, end: int) -> None:
        """A phrase that names an illness or treatment: exactly, more narrowly, or too widely."""
        phrase = self.form[start:end]
        relation = sense(limit.variable, phrase)
        if (
            relation == WIDER
            and limit.variable in _OF_OTHERS
            and _ANOTHER.search(self.form, max(0, start - 60), start)
        ):
            relation = EXACT  # "other, previously treated, malignancies"
        elif relation == WIDER and limit.variable in _OF_OTHERS and _OTHER_NAMED.match(phrase):
            relation = NARROWER
        if relation == EXACT:
            self.exact.add(limit.variable)
        if relation == NARROWER:
            self.narrowing[phrase] = None
        elif relation == WIDER:
            self.wider.add(limit.variable)
            if limit.variable in _PARTS_OF and is_listed(limit.variable, phrase):
                self.covered.add(limit.variable)  # who has the narrower thing has this
            self.left[phrase] = None
        self.take(start, end, limit)

    def _take_interval(self, limit: Constraint, span: tuple[int, int]) -> None:
        self.take(*span, limit)
        named = False
        for found in self.reading.spotted.events:
            if self._is_exempt(found.start):
                continue
            if found.means == limit.variable and abs(found.start - span[0]) < _NEAR:
                named = True
                self._take_named(limit, found.start, found.end)
        if not named:
            self.left[limit.variable] = None
        lead = _COUNTED.search(self.form, max(0, span[0] - 40), span[0])
        if lead:
            self.take(lead.start(), lead.end())
        if limit.variable == "ts.progression" and _OF_TREATMENT.match(self.form, span[1]):
            self.left["since?"] = None  # counted between two events, neither of them today
        if tail := _ELAPSED.match(self.form, span[1]):
            self.take(tail.start(), tail.end())

    def _take_measure(self, limit: Constraint, span: tuple[int, int]) -> None:
        quantity = next((q for q in self._quantities() if q.end == span[1]), None)
        start = quantity.start if quantity else span[0]
        if lead := _BETWEEN.search(self.form, max(0, start - 40), start):
            start = lead.start()
        self.take(start, span[1], limit)
        for found in self.reading.spotted.names:
            near = span[0] <= found.start < span[1] or span[1] <= found.start < span[1] + 12
            if near and limit.variable in found.means:
                self.take(found.start, found.end, limit)

    def _quantities(self) -> list[Quantity]:
        return self.reading.quantities

    def _take_subgroup(self, when: str) -> None:
        for found in self.reading.spotted.subgroups:
            if found.means == when:
                lead = _IN_CASE.search(self.form, max(0, found.start - 60), found.start)
                tail = _IS_PRESENT.match(self.form, found.end)
                end = tail.end() if tail else found.end
                self.take(lead.start() if lead else found.start, end)

    # -- phrases that frame

    def take_phrases(self) -> None:
        self._take_same_values()
        if self.only_tests:
            self._sub(WINDOW)
        holds = self.reading.holds
        for pattern in (*FRAMES, SIDES[self.reading.kind]):
            if not isinstance(pattern, Gated) or pattern.bits & holds == pattern.bits:
                self._sub(pattern)
        for found in self._in_rest(REQUIRING):
            self.narrowing[found[0]] = None
            self.take(found.start(), found.end())
        if "age" in self.beside:
            self._sub(AGES)
        if {"karnofsky", "lansky"} <= set(self.beside):
            self._sub(BY_AGE)
        if "pd_l1_cps" in self.beside or "pd_l1_tps" in self.beside:
            self._sub(PD_L1)
        if self.only_tests and "pregnancy" in self.beside:
            self._sub(CHILDBEARING[self.reading.kind])
        if "egfr_mut" in self.beside:
            for found in self._in_rest(VARIANTS):
                self.narrowing[found[0].strip(" ,(")] = None
                self.take(found.start(), found.end())
        if "measurable_disease" in self.beside:
            for found in AT_LEAST_ONE.finditer(self.rest):
                self.take(found.start(), found.end())
        text = self.reading.text
        if "(" not in self.form:
            return
        for found in ABBREVIATION.finditer(self.rest):
            if text[found.start() + 1 : found.end() - 1].isupper():
                self.take(found.start(), found.end())

    def _sub(self, pattern: re.Pattern[str] | Gated) -> None:
        for found in self._in_rest(pattern):
            self.take(found.start(), found.end())

    def _in_rest(self, pattern: re.Pattern[str] | Gated) -> Iterator[re.Match[str]]:
        """The matches of a pattern in what was not accounted for when it began."""
        if isinstance(pattern, Gated):
            if not self.reading.may(pattern):
                return iter(())
            pattern = pattern.pattern
        return pattern.finditer(self.rest)

    def _take_same_values(self) -> None:
        """A value told again in another unit: `≥ 50 kg (110 lbs)`."""
        for quantity in self._quantities():
            if self.letters[quantity.number_start] == _TAKEN:
                continue
            if self._is_same(quantity):
                self.take(quantity.start, quantity.end)
                if (lead := _OR_BEFORE.search(self.form, 0, quantity.start)) and not any(
                    lead.start() < stop and start < quantity.start for start, stop, _ in self.pieces
                ):
                    self.take(lead.start(), lead.end())

    def _is_same(self, quantity: Quantity) -> bool:
        if quantity.high is not None:
            return False
        before = self.form[: quantity.start].rstrip()
        return before.endswith(("(", "/", "or")) and any(
            _same_value(limit, quantity) and quantity.op in (None, "=", limit.op)
            for limit in self.limits
        )

    # -- the walk

    def walk(self) -> None:
        rest = self.rest
        self._check_denied()
        self._check_neighbours(rest)
        for found in _TOKEN.finditer(rest):
            word = found[0]
            if word in _STOPS:
                continue
            if word in _OF_POLARITY:
                self._check_polarity(word, found.start())
            elif word in _NEGATIONS:
                self._check_negation(word, found.start())
            elif word in ("or", "and", "/", "nor", "&"):
                self._check_join(word, found.start())
            elif (
                word in plain_words()
                or frames(word, self.beside)
                or (word in _AGE_GROUPS and self._says_age(word))
            ):
                continue
            elif word in narrowing_words():
                self.narrowing[word] = None
            else:
                self._leave(word)
                self.first_left = min(self.first_left, found.start())
                self.last_left = found.start()
        self._settle(rest)

    def _says_age(self, word: str) -> bool:
        """Whether the ages read say what an age group's name does."""
        bounds = [limit for limit in self.limits if limit.variable == "age"]
        signs = ("<", "<=") if _AGE_GROUPS[word] else (">", ">=")
        return any(
            limit.op in signs
            and isinstance(limit.norm_value, int | float)
            and (limit.norm_value <= 25 if _AGE_GROUPS[word] else limit.norm_value >= 16)
            for limit in bounds
        )

    def _settle(self, rest: str) -> None:
        """Further words of an excluded treatment only narrow it: `radiotherapy to the pelvis`."""
        if (
            not self.left
            or not self.wider.isdisjoint(_OTHER_THINGS)
            or _JOINS.search(rest)
            or not all(
                limit.variable.startswith(("ts.", "prior.")) and self._is_forbidden(limit)
                for limit in self.limits
            )
        ):
            return
        if any(
            not word.isalpha() or word in _KEPT or word in turning_words()
            for word in _TOKEN.findall(" ".join(self.left))
            if word not in "-'"
        ):
            return
        begin = min((start for start, _, _ in self.pieces), default=0)
        if self.first_left < begin and (
            _RELATIVE.search(self.form, self.first_left, begin)
            or len(self.form[self.first_left : begin].split()) > _MOST_ADJECTIVES
        ):
            return
        behind = min((end for _, end, _ in self.pieces), default=0)
        if _VERB.search(self.form, behind, max(behind, self.last_left)):
            return  # "chemotherapy has been ruled out": what is told of it, no part of its name
        self.narrowing |= self.left
        self.left.clear()

    def _is_forbidden(self, limit: Constraint) -> bool:
        if self.reading.kind == "exclusion":
            return limit.norm_value != "absent"
        return self._is_denied(limit)

    def deciding(self) -> frozenset[int]:
        """Positions of the constraints that keep out by themselves."""
        waits = [each.variable.startswith("ts.") and each.op in (">", ">=") for each in self.limits]
        if any(waits):
            return frozenset(range(len(waits))) if all(waits) and self._waits() else frozenset()
        clear = [limit for limit in self.limits if self._may_decide(limit)]
        forbidden = frozenset(id(each) for each in clear if self._is_forbidden(each))
        demanded = frozenset(
            id(each)
            for each in clear
            if self.reading.kind == "inclusion"
            and _is_measure(each)
            and id(each) not in forbidden
            and not self._is_one_of_several(each)
            and not _NOBODY_WITH.match(self.form)
        )
        wanted = frozenset(id(each) for each in self.limits if self._is_wanted(each))
        told = deciding(
            self.reading, self.rest, self.pieces, self.beside, forbidden, demanded, wanted
        )
        return frozenset(n for n, limit in enumerate(self.limits) if id(limit) in told)

    def _waits(self) -> bool:
        """Whether nothing but recovery is asked beside a time since: `at least 4 weeks since surgery and recovered`."""
        found = _RECOVERED.search(self.rest)
        if found is None or self.reading.kind != "inclusion":
            return False
        return all(limit.variable in self.exact for limit in self.limits) and all(
            word in _STOPS or word in plain_words() or frames(word, self.beside)
            for word in _TOKEN.findall(self.rest[: found.start()].replace(_TAKEN, " "))
        )

    def _may_decide(self, limit: Constraint) -> bool:
        return (
            limit.any_of is None
            and limit.when in (None, "male", "female")
            and limit.variable != "sex"
            and limit.variable not in self.exempt_of
            and (
                limit.variable in self.exact
                or _is_measure(limit)
                or (limit.variable in self.covered and self.reading.kind == "exclusion")
            )
        )

    def _is_one_of_several(self, limit: Constraint) -> bool:
        """Whether another bound of the same side is told: which of them is whose is not sure."""
        side = limit.op[0]
        return any(
            each is not limit
            and each.variable == limit.variable
            and each.op[0] == side
            and each.norm_value != limit.norm_value
            and (each.when == limit.when or limit.variable == "age")
            for each in self.limits
        )

    def _is_wanted(self, limit: Constraint) -> bool:
        """A marker or earlier treatment that inclusion asks for, named exactly or more narrowly."""
        return (
            self.reading.kind == "inclusion"
            and _is_state(limit)
            and limit.norm_value == "present"
            and not limit.negated
            and limit.any_of is None
            and limit.when is None
            and limit.variable not in self.wider
            and (limit.variable.startswith("prior.") or limit.variable in _WANTED)
        )

    def _leave(self, word: str) -> None:
        self.left[word] = None

    def _check_polarity(self, word: str, at: int) -> None:
        """ "Positive" must stand beside something present, "negative" beside something absent."""
        wanted = _OF_POLARITY[word]
        near = [
            limit
            for start, end, limit in self.pieces
            if isinstance(limit.norm_value, str)
            and limit.variable != "sex"
            and (start - at < _BESIDE if start > at else at - end < _BESIDE)
        ]
        if not near or any(limit.norm_value != wanted for limit in near):
            self._leave(word)
        elif self.reading.kind == "exclusion" and wanted == "absent":
            self._leave(word)  # "absence of a negative test": what keeps out is not sure

    def _check_negation(self, word: str, at: int) -> None:
        if self.reading.kind == "exclusion":
            self._leave_unless_lack(word, at)
            return
        end = self._governed(at)
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
        if _NOBODY_WITH.match(self.form) and at < _FIRST_WORDS:
            return len(self.form)
        end = _REGION_END.search(self.form, at)
        return end.start() if end else len(self.form)

    def _is_denied(self, limit: Constraint) -> bool:
        if limit.norm_value == "absent":
            return True
        if limit.variable == "nyha" and limit.span:
            return self.reading.is_negated(limit.span[0])
        if limit.variable.startswith("ts.") and limit.op in (">", ">=") and limit.span:
            return bool(_COUNTED.search(self.form, max(0, limit.span[0] - 40), limit.span[0] + 12))
        return False

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
            if one is other or not (_is_state(one) and _is_state(other)) or end > start:
                continue
            between = rest[end:start]
            if _STOP.search(between):
                continue
            if not _PARTS.search(between) or _TIED.search(between):
                self._leave(self.form[start : start + 20].split(" ")[0])
                self.last_left = max(self.last_left, start)

    def _count_together(self, one: Constraint, other: Constraint, end: int, start: int) -> bool:
        """Whether nothing parts two tests of an exclusion: `pregnant women who are with a BMI over 30`."""
        if self.reading.kind != "exclusion" or one is other or end > start:
            return False
        if "sex" in (one.variable, other.variable) or one.span == other.span:
            return False
        if {one.variable, other.variable} <= _EITHER:
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
        if not self._is_all_forbidden():
            return (
                False  # "HIV, active or chronic hepatitis": which of them is asked for is not sure
            )
        return _is_modifier(one) and _is_modifier(other)

    def _is_all_forbidden(self) -> bool:
        return self.reading.kind == "exclusion" or all(
            self._is_denied(each) for each in self.limits if each.variable != "sex"
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
            and all(self.letters[place] == _TAKEN for place in places)
            and not any(start <= place < stop for place in places for start, stop, _ in self.pieces)
        )

    def _check_join(self, word: str, at: int) -> None:
        if word in ("or", "/", "and", "&") and self._joins_words(at, at + len(word)):
            return
        before = [piece for piece in self.pieces if piece[1] <= at]
        behind = [piece for piece in self.pieces if piece[0] > at]
        if not before or not behind:
            self._leave(word)
            return
        one, other = before[-1][2], behind[0][2]
        if one is other:
            return
        if self.reading.kind == "exclusion":
            if word in ("and", "&", "/") and not {one.variable, other.variable} <= _EITHER:
                self.narrowing["and"] = None
            return
        if word in ("and", "&") or (
            word == "/" and one.span and other.span and one.span[1] == other.span[1]
        ):
            return
        if not self._are_alternatives(one, other):
            if _is_measure(one) and _is_measure(other) and _share_number(one, other):
                self.narrowing["or"] = None  # "ALT or AST at most 3": both, or one of them
            else:
                self._leave(word)

    def _are_alternatives(self, one: Constraint, other: Constraint) -> bool:
        if self._is_denied(one) and self._is_denied(other):
            return True
        if one.any_of is None or one.any_of != other.any_of:
            return False
        if not isinstance(one.norm_value, str):
            return one.variable != other.variable or all(
                limit.any_of == one.any_of or limit.variable == "sex" for limit in self.limits
            )  # "over 65, or over 18 with a Karnofsky of 40": what goes with which is not sure
        # "A, B or C": the comma before the "or" means "or" too.
        return all(limit.any_of == one.any_of for limit in self.limits if _is_state(limit))


_NEAR, _BESIDE = 160, 45
_MOST_ADJECTIVES = 3
"""Words before a treatment that may be its adjectives."""
_PARTS_OF = frozenset(
    "other_malignancy prior.pd1 ts.investigational organ_transplant autoimmune hcv hypertension_uncontrolled unstable_angina vte immunodeficiency".split()
)
"""Of these the phrases that the table calls wider name all that the variable does, and more: `malignancy`."""
_OF_TREATED = "treated_cns_mets"
_OF_OTHERS = frozenset({"other_malignancy", "ts.other_malignancy"})
_OTHER_NAMED = re.compile(
    r"(?:history of |prior |previous |any |active )*(?:other|another|second|additional)\b"
)
_ANOTHER = re.compile(
    r"\b(?:other|another|second|additional)(?:,? (?:or|and|known|active|actively|primary|invasive|prior|previous|previously|concurrent|"
    r"concomitant|synchronous|malignant|progressing|treated|untreated|solid|hematologic|type of|types? of|history of|form of))* $"
)
_WANTED = frozenset("her2 egfr_mut alk msi hpv measurable_disease hiv hbv hcv cns_mets".split())
_LACKED = frozenset({"measurable_disease"})
# `No patients with angina; pregnancy; renal failure (creatinine > 2)`: none of the list.
_NOBODY_WITH = re.compile(
    r"\W*no (?:(?:patients?|subjects?|participants?|individuals?|persons?|one) (?:with|who|having)|(?:evidence|history|presence) of(?: any)?(?: of the following)?:|of the following)\b"
)
_FIRST_WORDS = 8
_OTHER_THINGS = frozenset({"ts.infection", "ts.antibiotics", "ts.surgery"})
"""What the table calls wider for these is not one of them: a fever, an antifungal, an injury."""
_EITHER = frozenset({"pregnancy", "breastfeeding"})
_AGE_GROUPS = {
    **dict.fromkeys(
        "children child pediatric paediatric infants infant adolescents boys girls".split(), True
    ),
    **dict.fromkeys("adult adults".split(), False),
}
"""Whether an age group's name bounds from above; else from below."""
_JOINS = re.compile(
    r"\b(?:or|and|nor|but|including|includes?|such as|with|unless|except\w*|plus|if)\b|[,;/:]|\.(?=\s)"
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|been|be|will|must|may|can)\b|:")
_RELATIVE = re.compile(r"\b(?:that|which|who|would|could|may|might|can|is|are|to)\b")
_DENIALS = re.compile(
    r"\b(?:no|not|none|never|neither|nor|without|cannot|lack|absence|absent|non|free|negative|undetectable|na[iï]ve|"
    r"exclud\w+|sero-?negative|nonreactive|unrelated|uninfected|wild|mss|stable|proficient|pmmr)\b"
)
_REGION_END = re.compile(
    r";|\.(?=\s|$)|:|\bbut\b|,? \band (?:have|has|had|is|are|be|must|with|who|able|willing|should|can|no|not)\b"
    r"|, (?:must|with|who|has|have|is|are|and|but)\b"
)
_COUNTED = re.compile(
    r"\b(?:within|in|during|over|for|less than|at least|more than|after|since|past|last|previous|prior)?"
    r"(?: ?(?:the|past|last|previous|preceding|prior|a|minimum of))*[ (]*$"
)
_ELAPSED = re.compile(
    r"[ )]*(?:must |should )?(?:have |has )?(?:elapsed|passed)?(?: ?(?:since|after))?"
    r"(?: ?(?:the|last|most recent|completion of|completing|end of|dose of))*(?= |$)"
)
_RECOVERED = re.compile(
    r"\band (?:(?:must |should )?(?:have|has|be|is|are) )?(?:fully |completely )?recovered"
    r"(?: from (?:the |all |any |its |their |acute |toxic |prior |side |reversible )*(?:effects?|toxicit(?:y|ies)|surgery|therapy|treatment|chemotherapy|radiotherapy|it)(?: of (?:prior |previous )?(?:surgery|therapy|treatment|chemotherapy|radiotherapy))?)?\W*$"
)
_OF_TREATMENT = re.compile(
    r"[ )]*(?:of|after|from|following|since) (?:(?:the )?(?:completion|end) of )?(?!(?:the )?(?:first dose|study|screening|enrol|randomi|start|entry|registration|consent|trial|relapse|progression))"
    r"(?:[\w-]+ ){0,4}?(?:therap(?:y|ies)|treatments?|chemo\w*|radio\w*|surgery|resection|transplant\w*|prostatectomy|regimens?|platinum|dose|discontinuation)\b"
)
_BETWEEN = re.compile(
    r"\b(?:between|from|within|rang(?:e|ing)(?: of| from)?)(?: the)?(?: range(?: of)?| ages?(?: of)?)? ?$"
)
_IN_CASE = re.compile(
    r"\b(?:if|in|for|with|when)(?: (?:the|patients?|subjects?|participants?|those|case|of|with|who|have|has|known|documented|are|is|a|an|setting|presence))* ?$"
)
_IS_PRESENT = re.compile(r" (?:are|is) (?:present|documented|known)\b")
_APART = re.compile(r"[,;/]|\b(?:or|nor)\b|\.(?=\s)")
_PARTS = re.compile(r"[,;:./(]|\b(?:or|and|nor|no|not|with|by|in|on)\b")
_STOP = re.compile(r";|\.(?=\s)")
_TIED = re.compile(r"\b(?:for|from|due|against|of)\b")


_OR_BEFORE = re.compile(r"\b(?:or|and) $")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[-'][^\W\d_]+)*)(?: of(?: an?)?)?,? ?$")
_BLANKS = 3
"""Blanks in what `_WORD_BEFORE` matches, at most."""
_WORD_BEHIND = re.compile(r" ?(?:an? |the |of )*([^\W\d_]+(?:[-'][^\W\d_]+)*)")
_KNOWN = frozenset(
    "known documented confirmed established proven previous previously prior history past current evidence".split()
)
"""Words of how or since when it is known that may stand side by side with narrowing ones."""


def _is_modifier(word: str) -> bool:
    return word in _KNOWN or word in narrowing_words()


def _share_number(one: Constraint, other: Constraint) -> bool:
    return one.span is not None and other.span is not None and one.span[1] == other.span[1]


def _is_state(limit: Constraint) -> bool:
    return isinstance(limit.norm_value, str) and limit.variable != "sex"


def _is_measure(limit: Constraint) -> bool:
    named = isinstance(limit.norm_value, str)
    return not named and not limit.variable.startswith("ts.") and limit.variable != "prior_lines"


def _same_value(limit: Constraint, quantity: Quantity) -> bool:
    variable = BY_ID.get(limit.variable)
    if variable is None or not isinstance(limit.norm_value, int | float):
        return False
    factor = variable.factors.get(quantity.unit or "")
    if factor is None or limit.norm_unit != variable.unit:
        return quantity.unit is None and quantity.low == limit.value
    told = variable.in_own_unit(quantity.low, quantity.unit or "")
    return abs(told - limit.norm_value) <= 0.03 * abs(limit.norm_value)


def _few_words_before(text: str, at: int) -> int:
    """From where on `_WORD_BEFORE` is to be looked for: nothing that begins before can reach the place."""
    for _ in range(_BLANKS + 1):
        at = text.rfind(" ", 0, at)
        if at < 0:
            break
    return at + 1
