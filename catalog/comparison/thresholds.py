"""Constraints of one trial as the range of patients who may enter, for each variable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from catalog.comparison import leads
from catalog.comparison.allowed import (
    SEE_THE_WORDS,
    Side,
    allowed,
    is_number,
    is_side,
    is_turned,
    literal,
    pieces_of,
)
from catalog.comparison.hedges import (
    EXCEPTIONS,
    TURNED,
    UNCLEAR,
    hedge,
    is_exemption,
    narrowing,
    terms,
)
from catalog.comparison.regions import (
    Piece,
    Region,
    complement,
    intersection,
)
from catalog.eligibility.criterion import SIDE_NOT_SAID, Constraint, Criterion
from catalog.eligibility.vocabulary.wording import (
    converted,
    handy_unit,
    in_unit,
    label,
    number,
    odd,
    rounded,
    shown_unit,
    steps,
    subgroup,
)


class Entry(NamedTuple):
    """What a trial asks of a variable, in one unit and for one group of patients."""

    region: Region | frozenset[str] | Side
    written: tuple[str, ...]
    """As written, where that is another unit: `100 g/L`."""
    either: tuple[str, ...]
    """Other ways to meet the criterion: `neutrophils ≥ 2 ×10⁹/L`."""
    doubt: str
    """Why the value cannot be right, where it cannot."""
    narrowed: tuple[str, ...] = ()
    """What makes it narrower: of a flag its words (`active`), of any limit "with exceptions"."""
    terms: frozenset[str] = frozenset()
    """Of one that is narrowed: the numbers of its sentences, `4week`."""
    made: frozenset[float] = frozenset()
    """Ends that a conversion made: they are told rounded, and compared as they are."""

    @property
    def pieces(self) -> Region:
        """The region where it is one of numbers, else ()."""
        return pieces_of(self.region)


Slot = tuple[str, str]
"""Unit and group: "" for everybody."""


class Threshold(NamedTuple):
    """All that a trial asks of one variable."""

    variable: str
    entries: dict[Slot, Entry]
    criteria: tuple[int, ...]
    """Positions of the criteria that say so."""


def thresholds(criteria: Sequence[Criterion]) -> dict[str, Threshold]:
    """What a trial asks, by variable."""
    found: dict[str, Threshold] = {}
    turned = leads.turned(criteria)
    for place, criterion in enumerate(criteria):
        if criterion.role == "note":
            continue
        for constraint in _asked(criterion):
            made = found.setdefault(constraint.variable, Threshold(constraint.variable, {}, ()))
            if place not in made.criteria:
                made = found[constraint.variable] = made._replace(criteria=(*made.criteria, place))
            _add(made.entries, constraint, criterion, turned=place in turned)
    return found


def _asked(criterion: Criterion) -> list[Constraint]:
    """The constraints of a criterion but for conditions.

    "At most 1.5 x ULN, or, when above 1.5 x ULN, …": what is just the rest of a limit before it
    asks nothing, it says for whom the other way in is meant.
    """
    kept: list[Constraint] = []
    for constraint in criterion.constraints:
        rest = complement(pieces_of(allowed(constraint, criterion.kind)))
        if not any(
            (one.variable, one.norm_unit, one.when)
            == (constraint.variable, constraint.norm_unit, constraint.when)
            and pieces_of(allowed(one, criterion.kind)) == rest
            for one in kept
        ):
            kept.append(constraint)
    return kept


def _add(
    entries: dict[Slot, Entry], constraint: Constraint, criterion: Criterion, *, turned: bool
) -> None:
    group = ", ".join(filter(None, (subgroup(constraint.when or ""), criterion.section)))
    slot = (constraint.norm_unit or "", group)
    either = _either(constraint, criterion)
    new = Entry(_outside(constraint, criterion) or allowed(constraint, criterion.kind),
                _written(constraint), either, odd(constraint), made=_made(constraint))  # fmt: skip
    new = _hedged(new, constraint, criterion, turned=turned)
    if _is_one_of_two(constraint, criterion):
        new = new._replace(doubt=new.doubt or _TWO_THINGS)
    old = entries.get(slot)
    if old is not None and constraint.variable.startswith("ts.") and _other_time(old, new):
        new = new._replace(doubt=new.doubt or _TWO_THINGS)
    entries[slot] = new if old is None else _both(old, new)


def _other_time(old: Entry, new: Entry) -> bool:
    """Whether two times are named since one thing: "biologics within 3 months, anti-IgE within 12".

    Each is of something that the variable does not tell apart; the longer one holds not for all.
    """
    return bool(old.pieces and new.pieces) and old.region != new.region


def _is_one_of_two(constraint: Constraint, criterion: Criterion) -> bool:
    """Whether its sentence gives two ages of one side: `≥ 19 (Korea) or ≥ 18 (elsewhere)`."""
    return constraint.variable == "age" and any(
        one.op[0] == constraint.op[0]
        and one.op[0] in "<>"
        and one.norm_value != constraint.norm_value
        and (one.variable, one.norm_unit, one.when)
        == (constraint.variable, constraint.norm_unit, constraint.when)
        for one in criterion.constraints
    )


def _hedged(entry: Entry, constraint: Constraint, criterion: Criterion, *, turned: bool) -> Entry:
    """A limit as surely as its sentence was read: never a bare word where that says more.

    An exclusion's limit that is the terms of an exception would come out inverted; so would what
    stands under a lead-in that turns its side.
    """
    hedged = TURNED if turned else hedge(criterion, constraint)
    is_flag = isinstance(entry.region, Side)
    if constraint.when and not is_flag and (turned or hedged != TURNED):
        return entry  # the reader knew whose terms they are
    sides = is_flag or criterion.kind == "exclusion" or SIDE_NOT_SAID in (criterion.left_over or ())
    if hedged == TURNED or (hedged == UNCLEAR and sides):
        return entry._replace(region=SEE_THE_WORDS, written=(), either=())
    if hedged == EXCEPTIONS:
        if criterion.kind == "exclusion" and not is_flag and is_exemption(criterion, constraint):
            return entry._replace(region=SEE_THE_WORDS, written=(), either=())
        return entry._replace(narrowed=(leads.WITH_EXCEPTIONS,), terms=terms(criterion))
    if hedged and (is_flag or criterion.kind == "exclusion"):
        return entry._replace(narrowed=(narrowing(criterion),), terms=terms(criterion))
    return entry


def _outside(constraint: Constraint, criterion: Criterion) -> Region | None:
    """Who may enter beside an excluded range, whose two ends keep out only together."""
    if constraint.all_of is None or not is_turned(constraint, criterion.kind):
        return None
    ends = [
        one
        for one in criterion.constraints
        if one.all_of == constraint.all_of and one.norm_unit == constraint.norm_unit
    ]
    return complement(reduce(intersection, map(literal, ends)))


def _both(old: Entry, new: Entry) -> Entry:
    """Two statements that hold together; where no value meets both, either is shown."""
    one, other = old.region, new.region
    if is_side(one) and is_side(other):
        return _both_sides(old, new)
    if SEE_THE_WORDS in (one, other):
        kept = new if one == SEE_THE_WORDS else old
        return kept._replace(narrowed=(leads.WITH_EXCEPTIONS,), terms=old.terms | new.terms)
    both = Entry(
        region=one,
        written=tuple(dict.fromkeys((*old.written, *new.written))),
        either=tuple(dict.fromkeys((*old.either, *new.either))),
        doubt=old.doubt or new.doubt,
        narrowed=tuple(dict.fromkeys((*old.narrowed, *new.narrowed))),
        terms=old.terms | new.terms,
        made=old.made | new.made,
    )
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return both._replace(region=one & other or one | other)
    if not (is_side(one) or is_side(other)) and (mine := pieces_of(one)) and pieces_of(other):
        met = intersection(mine, pieces_of(other))
        doubt = both.doubt or ("" if met else "the text gives two ranges")
        return both._replace(region=met or (*mine, *pieces_of(other)), doubt=doubt)
    return both if one == other else both._replace(doubt=both.doubt or _TWO_THINGS)


_TWO_THINGS = "the text says more than one thing"


def _both_sides(old: Entry, new: Entry) -> Entry:
    """Two sentences about one flag: told in one word only if both say it, wider before narrower."""
    narrowed = tuple(dict.fromkeys((*old.narrowed, *new.narrowed)))
    terms = old.terms | new.terms
    if old.region != new.region:
        doubt = old.doubt or new.doubt
        if SEE_THE_WORDS not in (old.region, new.region):
            doubt = doubt or _TWO_THINGS
        return Entry(SEE_THE_WORDS, (), (), doubt, terms=terms)
    if bool(old.narrowed) != bool(new.narrowed):
        return old if new.narrowed else new
    return old._replace(narrowed=narrowed, terms=terms)


def told(threshold: Threshold) -> str:
    """A line for each unit and group: `≥ 10 g/dL (100 g/L)`."""
    return "\n".join(_told(slot, entry) for slot, entry in threshold.entries.items())


def _told(slot: Slot, entry: Entry) -> str:
    unit, group = slot
    parts = [shown(entry.region, unit, entry.made)]
    if written := [one for one in entry.written if not f" {parts[0]}".endswith(f" {one}")]:
        parts.append(f"({'; '.join(written)})")
    if entry.narrowed:
        parts.append(f"({', '.join(entry.narrowed)})")
    if entry.either:
        parts.append(f"or {' or '.join(entry.either)}")
    if group:
        parts.append(f"({group})")
    if entry.doubt:
        parts.append(f"! {entry.doubt}")
    return " ".join(parts)


def shown(
    region: Region | frozenset[str] | Side, unit: str, made: frozenset[float] = frozenset()
) -> str:
    """A region in words: `18–75 years`, `0–1`, `excluded`; the ends in `made` rounded."""
    if isinstance(region, Side):
        return region.word
    if isinstance(region, frozenset):
        return steps(region)
    return " or ".join(_piece(piece, unit, made) for piece in region) or "nobody"


def _piece(piece: Piece, unit: str, made: frozenset[float]) -> str:
    shown = handy_unit([end for end in (piece.low, piece.high) if math.isfinite(end)], unit)
    low, high = (_end(end, unit, shown, made) for end in (piece.low, piece.high))
    if piece.low == piece.high:
        text = low
    elif piece.low == -math.inf:
        text = f"{'≤' if piece.high_in else '<'} {high}"
    elif piece.high == math.inf:
        text = f"{'≥' if piece.low_in else '>'} {low}"
    elif piece.low_in and piece.high_in:
        text = f"{low}–{high}"
    else:
        text = f"{'≥' if piece.low_in else '>'} {low} and {'≤' if piece.high_in else '<'} {high}"
    return f"{text} {shown_unit(shown, text.removeprefix('≥ '))}".rstrip()


def _end(value: float, unit: str, shown: str | None, made: frozenset[float]) -> str:
    if not math.isfinite(value):
        return ""
    said = in_unit(value, unit, shown)
    return number(rounded(said, shown) if value in made else said)


def _made(constraint: Constraint) -> frozenset[float]:
    """Its own value where a conversion made the digits."""
    value = converted(constraint)
    return frozenset() if value is None else frozenset([value])


def _written(constraint: Constraint) -> tuple[str, ...]:
    """The value in the unit it was written in, where that is not the variable's own."""
    if constraint.unit in (None, constraint.norm_unit) or constraint.unit is None:
        return ()
    values = constraint.value if isinstance(constraint.value, tuple) else (constraint.value,)
    said = "–".join(number(float(one)) if is_number(one) else str(one) for one in values)
    return (f"{said} {shown_unit(constraint.unit, said)}".rstrip(),)


def _either(constraint: Constraint, criterion: Criterion) -> tuple[str, ...]:
    """Other constraints of the criterion that would do instead."""
    if constraint.any_of is None or criterion.kind == "exclusion":  # there each keeps out alone
        return ()
    return tuple(
        dict.fromkeys(
            f"{label(one.variable)} "
            f"{shown(allowed(one, criterion.kind), one.norm_unit or '', _made(one))}"
            for one in criterion.constraints
            if one.any_of == constraint.any_of and one.variable != constraint.variable
        )
    )
