"""For whom a limit holds, and which limits OR joins."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.eligibility.context import Reading
from catalog.eligibility.events import WHEN
from catalog.eligibility.lexing import Phrases
from catalog.eligibility.values import Constraint

_WHEN: Phrases[str] = Phrases(WHEN)
_DENIED = re.compile(
    r"\b(?:without|no|not|absence of|unless|exclud\w+|except(?:ion)?(?: of| for)?|in the absence of)\b[\w\s,/'-]{0,40}$"
)
_SUBGROUP_LEAD = re.compile(
    r"\b(?:if|in|for|with|when|due to|because|secondary|presence|related|case|those|who|patients?|subjects?|participants?|males?|females?|attributed|on|receiving|caused|where|of|have|has|having|documented|known|unless|or|to|underlying|prior|treated|level)\b"
)
_LAB = frozenset({"liver_mets", "gilbert", "hcc"})
_LABS = frozenset("ast alt alp ldh bili_total bili_direct albumin inr pt aptt".split())


def with_conditions(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """The constraints with `when` and `any_of` read from the words around each."""
    ordered = sorted(found, key=lambda each: each.span or (0, 0))
    told = [_with_when(reading, n, ordered) for n in range(len(ordered))]
    return _with_any_of(reading, told)


def _with_when(reading: Reading, n: int, ordered: list[Constraint]) -> Constraint:
    made = ordered[n]
    if made.when is not None or made.span is None:
        return made
    for when in _subgroups(reading, n, ordered):
        if _fits(made, when):
            return msgspec.structs.replace(made, when=when)
    return made


def _fits(made: Constraint, when: str) -> bool:
    variable = made.variable
    if when in _LAB:
        return variable in _LABS
    if when == "treated_cns_mets":
        return variable in (
            "ts.steroids",
            "ts.progression",
            "steroid_dose",
            "ts.radiotherapy",
            "ts.surgery",
            "ts.anticancer",
        )
    if when == "anticoagulation":
        return variable in ("inr", "pt", "aptt")
    if when in ("limited_field", "extended_field"):
        return variable == "ts.radiotherapy"
    if when == "bilirubin_high":
        return variable == "bili_direct"
    if when == "creatinine_high":
        return variable in ("crcl", "egfr")
    if when in ("female", "male"):
        return variable in (
            "hgb",
            "qtc",
            "creatinine",
            "pregnancy",
            "contraception",
            "contraception_after",
            "age",
            "weight",
            "hematocrit",
            "crcl",
        )
    if when == "oropharynx":
        return variable == "hpv"
    if when == "postoperative":
        return variable in ("fev1", "fev1_pct")
    if when == "locally_advanced":
        return variable in ("ts.anticancer", "ts.chemotherapy", "ts.radiotherapy", "ts.progression")
    return False


def _subgroups(reading: Reading, n: int, ordered: list[Constraint]) -> Iterator[str]:
    """Subgroup words in the stretch that belongs to a constraint, the nearest first."""
    start, end = _stretch(reading, n, ordered)
    span = ordered[n].span
    assert span is not None
    near = []
    for found in _WHEN.find([t for t in reading.tokens if start <= t.start < end]):
        lead = reading.form[max(start, found.start - 60) : found.start]
        if _DENIED.search(lead) and not re.search(r"\b(?:unless|except(?:ion)?)\b", lead):
            continue
        if (
            found.means in _LAB
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
        ) and not _SUBGROUP_LEAD.search(lead):
            continue
        near.append((abs(found.start - span[1]), found.means))
    for _, means in sorted(near):
        yield means


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
    start, end = 0, len(reading.form)
    if before:
        low = before[-1][1]
        breaks = [m.end() for m in _BREAK.finditer(reading.form, low, span[0])]
        start = breaks[0] if breaks else span[0]
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
    r"\bor (?:higher|greater|more|less|lower|better|older|above|below|equal|over|under|worse|fewer|longer|younger|calculated|measured (?!creat)|estimated|at least 1)\b|less than or equal|greater than or equal|more than or equal"
)
_OR_KINDS = (
    frozenset({"creatinine", "crcl", "egfr"}),
    frozenset({"ecog", "karnofsky", "lansky"}),
    frozenset({"wbc", "anc"}),
    frozenset({"inr", "pt", "aptt"}),
    frozenset({"urine_protein_dip", "urine_protein_24h"}),
    frozenset({"fev1", "fev1_pct", "dlco_pct"}),
    frozenset({"pd_l1_cps", "pd_l1_tps"}),
    frozenset({"bili_total", "bili_direct"}),
    frozenset({"hgb", "hematocrit"}),
    frozenset({"hba1c", "glucose_fasting"}),
    frozenset({"sbp", "dbp"}),
    frozenset({"bmi", "weight"}),
    frozenset({"spo2", "respiratory_rate", "pf_ratio"}),
    frozenset({"lesion_size", "node_short_axis", "lesion_volume"}),
    frozenset({"crp", "ferritin", "ddimer", "il6"}),
    frozenset({"plt", "anc", "hgb"}),
    frozenset({"ast", "alt", "alp"}),
)


def _with_any_of(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """Neighbours that OR joins share a number."""
    joined = list(found)
    group = 0
    n = 0
    while n < len(joined):
        run = [n]
        while run[-1] + 1 < len(joined) and _or_between(reading, joined, run):
            run.append(run[-1] + 1)
        if (
            len({(joined[k].variable, joined[k].span) for k in run}) > 1
            and len({joined[k].span for k in run}) > 1
        ):
            group += 1
            for k in run:
                joined[k] = msgspec.structs.replace(joined[k], any_of=group)
        n = run[-1] + 1
    return joined


def _or_between(reading: Reading, found: list[Constraint], run: list[int]) -> bool:
    one, other = found[run[-1]], found[run[-1] + 1]
    if one.span is None or other.span is None or not _comparable(one, other):
        return False
    if one.span == other.span:
        return len(run) > 1  # a further variable of a number that OR has joined already
    between = reading.form[one.span[1] : other.span[0]]
    if len(between) > 90 or re.search(r"[;]|\.(?=\s)|\band\b(?!/or)", _OR_LESS.sub(" ", between)):
        return False
    return bool(_OR.search(_OR_LESS.sub(" ", between)))


def _comparable(one: Constraint, other: Constraint) -> bool:
    if one.variable == other.variable:
        return one.when != other.when or one.norm_unit != other.norm_unit or one.op != other.op
    if other.when in ("liver_mets", "gilbert", "hcc"):
        return False
    return any({one.variable, other.variable} <= kind for kind in _OR_KINDS)
