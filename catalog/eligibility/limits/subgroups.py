"""For whom a limit holds, and which limits OR joins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.folding import is_denied_value
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.phrase_tree import SUBGROUPS_ALONE
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.sexes import by_sex, is_of_both
from catalog.eligibility.vocabulary.entries import variables

_DENIED = Gated(
    r"\b(?:without|no|not|absence of|unless|exclud\w+|except(?:ion)?(?: of| for)?|in the absence of)\b[\w\s,/'-]{0,40}$"
)
_SUBGROUP_LEAD = Gated(
    r"\b(?:if|in|for|with|when|due to|because|secondary|presence|related|case|those|who|patients?|subjects?|participants?|males?|females?|attributed|on|receiving|caused|where|of|have|has|having|documented|known|unless|or|to|underlying|prior|treated|level)\b"
)
_LAB = frozenset({"liver_mets", "gilbert", "hcc", "bone_mets"})
_UNLESS = _LAB | {"anticoagulation"}


def with_conditions(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """The constraints with `when` and `any_of` read from the words around each."""
    if not found:
        return []
    ordered = sorted(found, key=lambda each: each.span or (0, 0))
    told = [_with_when(reading, n, ordered) for n in range(len(ordered))]
    made = _with_any_of(reading, [_as_specified(each) for each in _general_first(told)])
    return _one_of_a_list(reading, made)


# `at least one of the following: hemoglobin < 8; platelets < 30,000; neutrophils < 500`
_ONE_OF = Gated(
    r"\b(?:any|one|either|at least (?:one|1))(?: or more)? of (?:the )?following\b[^:.;]{0,60}:"
)
_ALSO_ASKED = re.compile(r"\b(?:and(?!/or)|must|should|plus)\b|\.(?=\s)")


def _one_of_a_list(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """The members of a list of which inclusion asks for one only: they share `any_of`."""
    if reading.kind != "inclusion" or (head := reading.search(_ONE_OF)) is None:
        return found
    members = [each for each in found if each.span and each.span[0] >= head.end()]
    if len({each.span for each in members}) < _A_CHOICE or any(each.any_of for each in found):
        return found
    if reading.is_negated(head.start()):
        return found  # none of them
    end = max(each.span[1] for each in members if each.span)
    if _ALSO_ASKED.search(reading.form, head.end(), end):
        return found
    group = iter(_alternatives(_ranges_together(members), 1))
    return [next(group) if each in members else each for each in found]


_A_CHOICE = 2


def _as_specified(made: Constraint) -> Constraint:
    """The specification's list of subgroups has no bone metastases: one that the text names."""
    return msgspec.structs.replace(made, when="cohort") if made.when == "bone_mets" else made


def _general_first(found: list[Constraint]) -> list[Constraint]:
    """Of two limits of one variable that the same subgroup stands near, the stricter is for all."""
    strictest: dict[tuple[str, str | None], float] = {}
    for each in found:
        if each.when in _LAB and isinstance(each.norm_value, int | float):
            key = each.variable, each.norm_unit
            strictest[key] = min(strictest.get(key, each.norm_value), each.norm_value)
    counts = Counter((each.variable, each.norm_unit) for each in found)
    return [
        msgspec.structs.replace(each, when=None)
        if each.when in _LAB
        and counts[each.variable, each.norm_unit] > 1
        and each.norm_value == strictest.get((each.variable, each.norm_unit))
        and not any(
            other is not each
            and (other.variable, other.norm_unit) == (each.variable, each.norm_unit)
            and other.when is None
            for other in found
        )
        else each
        for each in found
    ]


def _with_when(reading: Reading, n: int, ordered: list[Constraint]) -> Constraint:
    made = ordered[n]
    if made.when is not None or made.span is None:
        return made
    if (sex := by_sex(reading, made)) is not None:
        return msgspec.structs.replace(made, when=sex)
    for when in _subgroups(reading, n, ordered):
        if _fits(made, when) and not (when in ("female", "male") and is_of_both(reading, made)):
            return msgspec.structs.replace(made, when=when)
    if _is_for_treated_brain(reading, made, ordered):
        return msgspec.structs.replace(made, when="treated_cns_mets")
    start, end = reading.sentence(made.span[0])
    if reading.search(_COHORT, start, end):
        return msgspec.structs.replace(made, when="cohort")
    return made


_COHORT = Gated(
    r"\b(?:for|in|to) (?:the )?(?:[\w-]+ ){1,3}cohorts?\b|\b(?:for|in) (?:the )?cohorts? [\w]+\b|^\W*(?:cohorts?|arms?|parts?) [\w, ]{1,12}(?: only)?:",
    holds=r"cohort|:",
)


def _is_for_treated_brain(reading: Reading, made: Constraint, ordered: list[Constraint]) -> bool:
    """Steroids and stability beside excluded brain metastases: for those that were treated."""
    return (
        reading.kind == "exclusion"
        and _fits(made, "treated_cns_mets")
        and any(each.variable == "cns_mets" for each in ordered)
        and made.op in (">=", ">", "<=")
    )


_BORN_TO = Gated(r"\bborn to(?: [a-z-]+){0,3} $")  # the mother


def _fits(made: Constraint, when: str) -> bool:
    return when in variables()[made.variable].subgroups


def _subgroups(reading: Reading, n: int, ordered: list[Constraint]) -> Iterator[str]:
    """Subgroup words in the stretch that belongs to a constraint, the nearest first."""
    if not reading.spotted.subgroups:
        return
    start, end = _stretch(reading, n, ordered)
    span = ordered[n].span
    assert span is not None
    near: list[tuple[int, str]] = []
    # "QTc (males > 450 ms, females > 470 ms)": a sex stands before its number, behind what both are of.
    number = next((each.start for each in reading.quantities if each.end == span[1]), span[0])
    first = all(  # the other end of a range is no rule before
        each.variable != ordered[n].variable or each.span == span for each in ordered[:n]
    )
    named_before = ""
    for found in reading.alone(reading.spotted.subgroups, SUBGROUPS_ALONE, start, end):
        lead = reading.form[max(start, found.start - 60) : found.start]
        if reading.find(_DENIED, lead) and not re.search(r"\b(?:unless|except(?:ion)?)\b", lead):
            continue
        if (
            found.means in _UNLESS
            and re.search(r"\b(?:unless|except(?:ion)?)\b", lead)
            and found.start > span[1]
            and not _own_aside(reading, found.start, span[0])
        ):
            continue
        if found.means not in (
            "limited_field",
            "extended_field",
            "male",
            "female",
        ) and not reading.find(_SUBGROUP_LEAD, lead):
            continue
        if found.means in _FIELDS and found.start > span[0] and any(m in _FIELDS for _, m in near):
            continue
        if found.start > span[1] and reading.within(_NEXT_RULE, span[1], found.start):
            continue
        if found.means in ("male", "female"):
            if reading.find(_BORN_TO, lead):
                continue
            if any(
                each.variable == "sex"
                and each.norm_value == "all"
                and each.span
                and each.span[0] <= found.start <= each.span[1] + len(" and ")
                for each in ordered
            ):
                continue  # "both male and female infants, aged less than 28 days"
            if found.end <= number:
                named_before = found.means
            elif first and named_before not in ("", found.means):
                continue  # "men of at least 50 kg and women of 45": the next rule's
        if reading.before(_WHOEVER, found.start, 40):
            continue
        near.append((abs(found.start - span[1]), found.means))
    named = [means for _, means in sorted(near)]
    if "hcc" in named and "liver_mets" in named:
        named.remove("hcc")  # "hepatocellular carcinoma or liver metastases": the commoner one
    yield from named


# `regardless of liver metastases`: for all.
_WHOEVER = Gated(
    r"\b(?:regardless|irrespective) of (?:the )?(?:presence |absence |or |of |any )*$|\bwith or without $"
)
_FIELDS = frozenset({"limited_field", "extended_field"})
# `..., if the patient takes anticoagulants, ...` begins a rule of its own.
_NEXT_RULE = Gated(r"[,;.] ?(?:and |but )?(?:if|for|in) (?!the absence)")


def _own_aside(reading: Reading, at: int, start: int) -> bool:
    """Whether both places stand in one pair of brackets."""
    between = reading.form[min(at, start) : max(at, start)]
    return (
        "(" not in between
        and ")" not in between
        and reading.form.rfind("(", 0, start) > reading.form.rfind(")", 0, start)
    )


_BREAK = re.compile(r"[;]|\.(?=\s)|(?<!\d),(?! ?\d)| or | and |\(|\)")


def _stretch(reading: Reading, n: int, ordered: list[Constraint]) -> tuple[int, int]:
    """From behind the constraint before to the beginning of the one behind."""
    span = ordered[n].span
    assert span is not None
    before = [c.span for c in ordered[:n] if c.span and c.span[1] <= span[0]]
    after = [c.span for c in ordered[n + 1 :] if c.span and c.span[0] >= span[1]]
    ends = [c.span[1] for c in ordered if c.span and c.span[0] < span[1] < c.span[1]]
    # "QTc > 450 ms (470 ms in women)": the next number of the same name has words of its own
    after += [(q.start, q.end) for q in reading.quantities if q.end in ends and q.start >= span[1]]
    after.sort()
    start, end = 0, len(reading.form)
    if before:
        low = before[-1][1]
        first = _BREAK.search(reading.form, low, span[0])
        start = first.end() if first else span[0]
        hard = [m.end() for m in re.finditer(r"[;]|\.(?=\s)", reading.form[low : span[0]])]
        start = max(start, low + hard[-1]) if hard else start
    else:
        start = reading.sentence(span[0])[0]
    if after:
        end = after[0][0]
        hard_end = re.search(r"[;]|\.(?=\s)", reading.form[span[1] : end])
        end = span[1] + hard_end.start() if hard_end else end
    else:
        end = reading.sentence(span[1])[1]
    return start, max(end, span[1])


_OR = re.compile(r"\b(?:or|and/or|alternatively|either)\b|/(?= )")
_OR_LESS = re.compile(
    r"\bor (?:higher|greater|more|less|lower|better|older|above|below|equal|over|under|worse|fewer|longer|younger|at least 1)\b|"
    r"\b(?:measured|calculated|estimated)(?: \(?[a-z]+\)?)? or (?:measured|calculated|estimated)\b|less than or equal|greater than or equal|more than or equal"
)


def _with_any_of(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """Neighbours that OR joins share a number; the two ends of a range are one neighbour."""
    units = _ranges_together(found)
    joined: list[Constraint] = []
    group = 0
    n = 0
    while n < len(units):
        run = [n]
        while run[-1] + 1 < len(units) and _or_between(reading, [one[0] for one in units], run):
            run.append(run[-1] + 1)
        alternatives = [units[k] for k in run]
        spans = {one[0].span for one in alternatives}
        if len(spans) > 1:
            group += 1
            joined += _alternatives(alternatives, group)
        else:
            joined += [each for one in alternatives for each in one]
        n = run[-1] + 1
    return _either_clearance(reading, joined, group)


def _ranges_together(found: list[Constraint]) -> list[list[Constraint]]:
    """The constraints one by one, but both ends of a range read from the same words together."""
    units: list[list[Constraint]] = []
    for each in found:
        last = units[-1][-1] if units else None
        if last is not None and len(units[-1]) == 1 and _is_other_end(last, each):
            units[-1].append(each)
        else:
            units.append([each])
    return units


def _is_other_end(one: Constraint, other: Constraint) -> bool:
    return (
        (one.variable, one.norm_unit, one.span, one.when)
        == (other.variable, other.norm_unit, other.span, other.when)
        and one.op in (">", ">=")
        and other.op in ("<", "<=")
    )


def _alternatives(units: list[list[Constraint]], group: int) -> Iterator[Constraint]:
    """Members of one OR; the ends of a range hold only together."""
    for n, unit in enumerate(units, 1):
        for each in unit:
            together = each.all_of
            if together is None and len(unit) > 1:
                together = 100 * group + n
            yield msgspec.structs.replace(each, any_of=group, all_of=together)


_EITHER = ({"crcl", "egfr"}, {"karnofsky", "lansky"})
"""Measurements of one thing: whose it is says which of them is taken."""


def _either_clearance(reading: Reading, found: list[Constraint], group: int) -> list[Constraint]:
    """`creatinine clearance or GFR at least 60`, `Lansky or Karnofsky`: one number, either measurement."""
    joined = list(found)
    for n, (one, other) in enumerate(pairwise(found)):
        if one.any_of or one.span is None or one.span != other.span:
            continue
        if {one.variable, other.variable} in _EITHER and _OR.search(reading.form, *one.span):
            group += 1
            joined[n] = msgspec.structs.replace(one, any_of=group)
            joined[n + 1] = msgspec.structs.replace(other, any_of=group)
    return joined


def _or_between(reading: Reading, found: list[Constraint], run: list[int]) -> bool:
    one, other = found[run[-1]], found[run[-1] + 1]
    if one.span is None or other.span is None:
        return False
    if not _comparable(one, other) and not _either_asked(reading, one, other):
        return False
    if one.span == other.span:
        return len(run) > 1  # a further variable of a number that OR has joined already
    if is_denied_value(reading, one) and is_denied_value(reading, other):
        return False  # "no SBP > 180 or DBP > 110": neither
    between = reading.form[one.span[1] : other.span[0]]
    if len(between) > 90 or re.search(
        r";(?! ?or\b)|\.(?=\s)|\band\b(?!/or)", _OR_LESS.sub(" ", between)
    ):
        return False
    return bool(_OR.search(_OR_LESS.sub(" ", between)))


def _either_asked(reading: Reading, one: Constraint, other: Constraint) -> bool:
    """Two illnesses or states that inclusion asks for: `HIV or hepatitis B positive`."""
    return (
        reading.kind == "inclusion"
        and one.norm_value == other.norm_value == "present"
        and one.op == other.op == "="
        and one.variable.startswith("prior.") == other.variable.startswith("prior.")
    )


def _comparable(one: Constraint, other: Constraint) -> bool:
    if one.variable == other.variable:
        if (one.op, one.norm_value, one.norm_unit, one.when) == (
            other.op,
            other.norm_value,
            other.norm_unit,
            other.when,
        ):
            return True  # one limit told twice: `calculated clearance >= 60 or measured clearance >= 60`
        return one.when != other.when or one.norm_unit != other.norm_unit or one.op != other.op
    if other.when in _LAB:
        return False
    known = variables()
    return not known[one.variable].either.isdisjoint(known[other.variable].either)
