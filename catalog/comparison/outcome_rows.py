"""Rows of outcomes: one for each endpoint whatever its wording, the rest by text or alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import differing, line, missing, sources
from catalog.comparison.result import MEASURED, Cell, Quote, Row, Section
from catalog.merging.merged import MergedTrial
from catalog.model.codes import OutcomeKind
from catalog.model.fuzzy import fuzz
from catalog.model.text import folded
from catalog.model.trial import Outcome, Presence
from catalog.outcomes.aspects import aspect
from catalog.outcomes.endpoints import label_of, plainly, recognise
from catalog.outcomes.short_names import Named, named, share_a_name
from catalog.outcomes.table import BY_ID, ORDER, Endpoint
from catalog.outcomes.timeframes import TimeFrame, normalise

_RANK = {
    OutcomeKind.PRIMARY: 0,
    OutcomeKind.SECONDARY: 1,
    OutcomeKind.OTHER: 2,
    OutcomeKind.UNSPECIFIED: 3,
}
_PARTS_OF = {"orr": ("cr", "pr")}
"""An endpoint that a trial may state only by its parts: a response is complete or partial."""


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section: primary endpoints first, then in the order of the endpoint table."""
    measured = [analysis.once(_by_row) for analysis in trials]
    joined = _joined([key for rows in measured for key in rows if key.endpoint == ""])
    found: dict[str, list[list[Outcome]]] = {}
    for place, rows in enumerate(measured):
        for key, outcomes in rows.items():
            name = key.row if key.endpoint else joined[key]
            said = found.setdefault(name, [[] for _ in trials])[place]
            said.extend(outcome for outcome in outcomes if outcome not in said)
    rows_made = [_row(name, said, trials) for name, said in sorted(found.items(), key=_place)]
    if not rows_made:
        cells = tuple(missing(analysis.merged, "outcomes") for analysis in trials)
        rows_made = [Row("outcomes", "outcomes", cells)]
    return [Section(MEASURED, tuple(_told_once(rows_made)))]


def _told_once(rows: Sequence[Row]) -> list[Row]:
    """Rows of endpoints that every trial states in the same measures, told as one.

    "TEAEs and serious AEs" in one measure would else be read twice.
    """
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        said = tuple((cell.text, cell.state) for cell in row.cells)
        known = kept.get((said, row.differing, row.compared))
        label = f"{known.label}; {row.label}" if known else row.label
        kept[said, row.differing, row.compared] = replace(known or row, label=label)
    return list(kept.values())


_OF = ": "


class _Key(NamedTuple):
    """What puts an outcome into a row: an endpoint, or the words of its measure."""

    endpoint: str
    words: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()
    """Where the measure is nothing but an abbreviated name: `Insomnia Severity Index (ISI)`."""
    aspect: str = ""
    """What of the endpoint, as `outcomes.aspects` says: a value, responders, the time to it."""

    @property
    def row(self) -> str:
        """The name of the endpoint's row."""
        return f"{self.endpoint}{_OF}{self.aspect}" if self.aspect else self.endpoint


def _by_row(merged: MergedTrial) -> dict[_Key, list[Outcome]]:
    rows: dict[_Key, list[Outcome]] = {}
    for outcome in merged.trial.outcomes:
        names = recognise(outcome.measure)
        keys = [_Key(name, aspect=aspect(outcome.measure, BY_ID[name])) for name in names]
        keys = keys or [_words_of(outcome)]
        for key in keys:
            rows.setdefault(key, []).append(outcome)
    return rows


_EMPTY = frozenset(
    "a an and any as at by during for from in is of on or the to with number percentage percent "
    "proportion rate incidence participant participants patient patients subject subjects total "
    "who whose assess assessment assessed evaluate evaluation determine measure measured "
    "measurement study arm".split()
)


@lru_cache(maxsize=8192)
def content_words(measure: str) -> tuple[str, ...]:
    """The words of a measure that tell it from another, sorted: what similarity is judged by."""
    words = folded(measure).split()
    return tuple(sorted({word for word in words if word not in _EMPTY})) or tuple(sorted(words))


def _joined(keys: Sequence[_Key]) -> dict[_Key, str]:
    """A name of the row for each key; keys that differ in spelling only share one."""
    ordered = sorted(set(keys))
    name = {key: "~" + " ".join(key.words) for key in ordered}
    for one, other in _candidates(ordered):
        if name[one] != name[other] and _are_one(one, other):
            kept, gone = sorted((name[one], name[other]))
            for key in ordered:
                name[key] = kept if name[key] == gone else name[key]
    return name


def _are_one(one: _Key, other: _Key) -> bool:
    return alike(one.words, other.words) or share_a_name(one.names, other.names)


def _candidates(keys: Sequence[_Key]) -> Iterator[tuple[_Key, _Key]]:
    """Pairs that can be one at all: as many words and the same numbers and codes, or names."""
    buckets: dict[tuple[int, tuple[str, ...]], list[_Key]] = {}
    for key in keys:
        codes = tuple(word for word in key.words if not word.isalpha())
        buckets.setdefault((len(key.words), codes), []).append(key)
    for bucket in buckets.values():
        yield from combinations(bucket, 2)
    yield from combinations([key for key in keys if key.names], 2)


_SHORTEST = 6
_SAME_LETTERS = 88.0
_OPPOSITES = ("hyper", "hypo", "in", "un", "non", "pre", "post", "intra", "extra", "inter", "micro",
              "macro", "over", "under", "anti", "pro", "mono", "poly", "up", "down")  # fmt: skip


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two measures have the same words but for spelling ("haemoglobin", plurals).

    A number, a short word or a prefix that differs makes them two measures.
    """
    if one == other:
        return True
    if len(one) != len(other):
        return False
    mine = [word for word in one if word not in other]
    theirs = [word for word in other if word not in one]
    if len(mine) != len(theirs) or len(mine) > max(1, len(one) // 2):
        return False
    return all(_one_word(a, b) for a, b in zip(mine, theirs, strict=True))


def _one_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST or not (one + other).isalpha():
        return one.rstrip("s") == other.rstrip("s") and one.isalpha()
    if _prefix(one) != _prefix(other):
        return False
    return fuzz.ratio(one, other) >= _SAME_LETTERS and one[-3:].rstrip("s") == other[-3:].rstrip(
        "s"
    )


def _prefix(word: str) -> str:
    return next((prefix for prefix in _OPPOSITES if word.startswith(prefix)), "")


def _place(item: tuple[str, list[list[Outcome]]]) -> tuple[int, int, int, str]:
    """Primary first; known endpoints in the table's order, then the others, shared ones first."""
    name, said = item
    kinds = [_RANK[outcome.kind] for outcomes in said for outcome in outcomes]
    shared = -sum(map(bool, said))
    return min(kinds) > 0, ORDER.get(_endpoint(name), len(ORDER)), shared, name


def _endpoint(name: str) -> str:
    """The endpoint of a row's name; what is no endpoint's row begins with "~"."""
    return name.partition(_OF)[0]


def _row(name: str, said: list[list[Outcome]], trials: Sequence[Analysis]) -> Row:
    known = BY_ID.get(_endpoint(name))
    of = name.partition(_OF)[2]
    label = _known_label(known, said, of) if known else _shortest(said)
    cells = [
        _cell(analysis, outcomes) if outcomes else _without(analysis, name)
        for analysis, outcomes in zip(trials, said, strict=True)
    ]
    keys = [outcomes or None for outcomes in said]
    differ = _differ if known else _alike_but_differ
    pairs = combinations([outcomes for outcomes in said if outcomes], 2)
    return Row(
        label,
        "outcomes",
        tuple(cells),
        differing(cells, keys, differ),
        compared=all(_comparable(one, other) for one, other in pairs),
    )


def _known_label(endpoint: Endpoint, said: list[list[Outcome]], aspect: str) -> str:
    measures = [outcome.measure for outcomes in said for outcome in outcomes]
    return f"{label_of(endpoint, measures)}{_OF if aspect else ''}{aspect}"


def _shortest(said: list[list[Outcome]]) -> str:
    measures = [line(outcome.measure) for outcomes in said for outcome in outcomes]
    return min(measures, key=lambda measure: (len(measure), measure))


def _differ(one: list[Outcome], other: list[Outcome]) -> bool:
    """Whether one trial measures it as primary and the other does not, or at other times."""
    kinds = [{outcome.kind for outcome in outcomes} for outcomes in (one, other)]
    if OutcomeKind.UNSPECIFIED not in kinds[0] | kinds[1]:
        primary = [OutcomeKind.PRIMARY in found for found in kinds]
        if primary[0] != primary[1]:
            return True
    mine, theirs = _frames(one), _frames(other)
    return bool(mine and theirs) and not any(a.agrees(b) for a in mine for b in theirs)


def _alike_but_differ(one: list[Outcome], other: list[Outcome]) -> bool:
    """The same for measures without an endpoint, as far as these two trials' are alike.

    They can share a row because a third trial's wording stands between theirs; whether two
    trials differ must not depend on a third.
    """
    mine = [outcome for outcome in one if any(_same_words(outcome, two) for two in other)]
    theirs = [outcome for outcome in other if any(_same_words(outcome, two) for two in one)]
    return bool(mine and theirs) and _differ(mine, theirs)


def _words_of(outcome: Outcome) -> _Key:
    return _Key("", content_words(outcome.measure), named(outcome.measure))


def _same_words(one: Outcome, other: Outcome) -> bool:
    return _are_one(_words_of(one), _words_of(other))


def _comparable(one: list[Outcome], other: list[Outcome]) -> bool:
    """Whether both say the same thing, and the times of both were understood or none is stated.

    "PANSS" may be the total here and a subscale there: such a row is for the reader to judge.
    """
    if not _same_measures(one, other):
        return False
    return bool(_frames(one) and _frames(other)) or not any(
        outcome.time_frame for outcome in (*one, *other)
    )


def _same_measures(one: list[Outcome], other: list[Outcome]) -> bool:
    if all(plainly(outcome.measure) for outcome in (*one, *other)):
        return True
    mine, theirs = ({content_words(outcome.measure) for outcome in said} for said in (one, other))
    return mine == theirs


def _frames(outcomes: Sequence[Outcome]) -> list[TimeFrame]:
    """The time frames that were understood: others cannot be compared."""
    frames = [normalise(outcome.time_frame) for outcome in outcomes if outcome.time_frame]
    return [frame for frame in frames if frame.points]


def _cell(analysis: Analysis, outcomes: Sequence[Outcome]) -> Cell:
    ordered = sorted(outcomes, key=lambda outcome: _RANK[outcome.kind])
    merged = analysis.merged
    state = merged.presence("outcomes")
    return Cell(
        "\n".join(_told(outcome) for outcome in ordered),
        state if state is Presence.INFERRED else Presence.VALUE,
        sources(merged, "outcomes"),
        _quotes(analysis, ordered),
    )


_KINDS = {
    OutcomeKind.PRIMARY: "main",
    OutcomeKind.SECONDARY: "further",
    OutcomeKind.OTHER: "other",
}


def _told(outcome: Outcome) -> str:
    """`main: Overall Response Rate (up to 24 months)`."""
    kind = f"{_KINDS[outcome.kind]}: " if outcome.kind in _KINDS else ""
    frame = f" ({normalise(outcome.time_frame)})" if outcome.time_frame else ""
    return f"{kind}{line(outcome.measure)}{frame}"


def _quotes(analysis: Analysis, outcomes: Sequence[Outcome]) -> tuple[Quote, ...]:
    origin = analysis.merged.provenance.get("outcomes")
    source = origin.source if origin else 0
    return tuple(
        Quote("outcomes", text, source)
        for outcome in outcomes
        for text in (outcome.measure, outcome.time_frame, outcome.description)
        if text
    )


def _without(analysis: Analysis, name: str) -> Cell:
    """A cell for an endpoint the trial does not name: said by its parts, or missing."""
    rows = analysis.once(_by_row)
    parts = [outcome for part in _PARTS_OF.get(name, ()) for outcome in rows.get(_Key(part), ())]
    if not parts:
        return missing(analysis.merged, "outcomes")
    told = "\n".join(_told(outcome) for outcome in parts)
    return Cell(
        told, Presence.INFERRED, sources(analysis.merged, "outcomes"), _quotes(analysis, parts)
    )
