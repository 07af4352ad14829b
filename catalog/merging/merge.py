"""Several source records into one Trial, each value with the source that said it.

The result depends on what the records say, not on the order they came in. `precedence` holds the
table of who is believed; `docs/merging.md` says it in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import msgspec

from catalog.merging.agreement import same, told
from catalog.merging.merged import MergedTrial, Provenance, SourceInfo, Statement
from catalog.merging.precedence import FIDELITY_FIRST, Standing, registry_rank, standing
from catalog.model.dates import PartialDate
from catalog.model.numbers import GIVEN_UP
from catalog.model.trial import (
    FIELDS,
    CountryRecord,
    Editorial,
    Eligibility,
    Guess,
    Identifier,
    Trial,
    TrialDate,
)

Part = object
"""The value of a field: what each field of Trial holds."""

_ELIGIBILITY = tuple(f"eligibility.{name}" for name in Eligibility.__struct_fields__)
_FIELDS, _PARTS = attrgetter(*FIELDS), attrgetter(*Eligibility.__struct_fields__)
_UNITED = frozenset({"identifiers", "country_records"})
_PICKED = tuple(name for name in FIELDS if name != "eligibility" and name not in _UNITED)
_DATED = frozenset(
    name
    for name in FIELDS
    if name.endswith("_date") or name.startswith(("first_", "results_first"))
)
_ENDS = frozenset({"primary_completion_date", "completion_date"})
_NO_DATE = PartialDate(1)


class Source(msgspec.Struct, frozen=True):
    """One record to merge: what it says, and where that stands."""

    info: SourceInfo
    trial: Trial

    @property
    def standing(self) -> Standing:
        return standing(self.info.importer)

    @property
    def registry(self) -> int:
        """Rank of the registry whose number this record carries as its own."""
        own = [known.kind for known in self.trial.identifiers if known.value == self.trial.number]
        return registry_rank(own[0]) if own else registry_rank("")

    def guess(self, field: str) -> str | None:
        """How this record came by the field, where it had to guess."""
        return next((guess.why for guess in self.trial.guesses if guess.field == field), None)


def merge(trial_id: str, sources: Sequence[Source]) -> MergedTrial:
    """One trial of all `sources` (at least one), in an order of its own: the most trusted first."""
    ranked = sorted(sources, key=_general_rank, reverse=True)
    if len(ranked) == 1:
        return _alone(trial_id, ranked[0])
    values: dict[str, Part] = {}
    provenance: dict[str, Provenance] = {}
    order = _Order(ranked)
    for field in (*_PICKED, *_ELIGIBILITY):
        _pick(field, ranked, order.of(field), values, provenance)
    for field, united in (
        ("identifiers", _identifiers(ranked)),
        ("country_records", _country_records(ranked)),
    ):
        if united:
            values[field] = united
            provenance[field] = _united(field, ranked)
    return MergedTrial(
        id=trial_id,
        trial=_assembled(values, ranked, provenance),
        sources=tuple(source.info for source in ranked),
        provenance=provenance,
    )


def _alone(trial_id: str, source: Source) -> MergedTrial:
    trial = source.trial
    said = [*zip(FIELDS, _FIELDS(trial), strict=True)]
    if trial.eligibility is not None:
        said += zip(_ELIGIBILITY, _PARTS(trial.eligibility), strict=True)
    alone = Provenance(0)
    provenance = {
        field: alone for field, value in said if _stated(value) and field != "eligibility"
    }
    for guess in reversed(trial.guesses):  # of two for one field the first counts
        if guess.field in provenance:
            provenance[guess.field] = Provenance(0, guessed=guess.why)
    return MergedTrial(id=trial_id, trial=trial, sources=(source.info,), provenance=provenance)


def _general_rank(source: Source) -> tuple[int, int, PartialDate, int, str]:
    rank = source.standing
    return (
        rank.authority,
        -source.registry,
        source.info.data_date or _NO_DATE,
        rank.fidelity,
        source.info.sha256,
    )


def _rank(source: Source, is_faithful: bool) -> tuple[int, int, int, PartialDate, int, str]:
    """Of a field that is not guessed; `is_faithful`: fidelity decides before the date."""
    authority, registry, date, fidelity, sha = _general_rank(source)
    return authority, registry, source.standing.tier if is_faithful else 0, date, fidelity, sha


class _Order:
    """Who is believed first of each field; mostly it is the same for all, and not sorted again."""

    def __init__(self, ranked: list[Source]) -> None:
        """`ranked`: by `_general_rank`, the first first."""
        self._ranks = {
            is_faithful: [_rank(source, is_faithful) for source in ranked]
            for is_faithful in (False, True)
        }
        self._orders = {each: _descending(ranks) for each, ranks in self._ranks.items()}
        self._guesses = [{guess.field for guess in source.trial.guesses} for source in ranked]
        self._guessed = set().union(*self._guesses)

    def of(self, field: str) -> list[int]:
        """The places of all sources, the most trusted first: who need not guess, then by rank."""
        is_faithful = field in FIDELITY_FIRST
        if field not in self._guessed:
            return self._orders[is_faithful]
        exact = [field not in each for each in self._guesses]
        return _descending([*zip(exact, self._ranks[is_faithful], strict=True)])


def _descending(ranks: Sequence[Any]) -> list[int]:
    return sorted(range(len(ranks)), key=ranks.__getitem__, reverse=True)


def _value(trial: Trial, field: str) -> Part:
    whole, _, part = field.partition(".")
    value: Part = getattr(trial, whole)
    return getattr(value, part) if part and value is not None else value if not part else None


def _stated(value: Part) -> bool:
    return value is not None and value != ()


def _pick(
    field: str,
    ranked: list[Source],
    order: list[int],
    values: dict[str, Part],
    provenance: dict[str, Provenance],
) -> None:
    stated = [index for index in order if _stated(_value(ranked[index].trial, field))]
    if not stated or _withdrawn(field, ranked, order[0], stated):
        return
    chosen = stated[0]
    value = _value(ranked[chosen].trial, field)
    if field in _DATED:
        order = _of_all_countries(field, ranked, stated)
        chosen, value = _most_exact_date(field, ranked, order)
    values[field] = value
    provenance[field] = _origin(field, value, chosen, ranked, stated)


def _withdrawn(field: str, ranked: list[Source], first: int, stated: list[int]) -> bool:
    """Whether the registry itself has taken the value back.

    So it is when the most trusted source is a whole record of the same registry, newer than all
    that state the field, could state it, and does not: why a study once stopped is no news when
    it recruits again.
    """
    newest = ranked[first]
    if first in stated or newest.standing.tier < 2 or newest.info.data_date is None:
        return False
    whole = field.partition(".")[0]
    if not {field, whole} & newest.info.carries:
        return False
    return all(
        ranked[index].registry == newest.registry
        and (ranked[index].info.data_date or _NO_DATE) < newest.info.data_date
        for index in stated
        if ranked[index].standing.authority == newest.standing.authority
    )


def _of_all_countries(field: str, ranked: list[Source], stated: list[int]) -> list[int]:
    """`stated`, led by the country whose date is the whole trial's.

    A registry that keeps one record for each country (EU CTR) dates each by itself: the trial
    began, and was made known, with its first country, and ended with its last.
    """
    best = ranked[stated[0]]
    of_country: dict[str, int] = {}
    for index in stated:
        source = ranked[index]
        if _peer(source, best, field) and (country := _only_country(source)) is not None:
            of_country.setdefault(country, index)
    if _only_country(best) is None or len(of_country) < 2:
        return stated
    dated = sorted(of_country.values(), key=lambda index: _day(ranked[index], field))
    leading = dated[-1] if field in _ENDS else dated[0]
    return [leading, *(index for index in stated if index != leading)]


def _peer(source: Source, best: Source, field: str) -> bool:
    """Whether a source speaks with the same authority, of the same registry, and with a date."""
    return (
        source.registry == best.registry
        and source.standing.authority == best.standing.authority
        and (source.guess(field) is None) == (best.guess(field) is None)
        and _day(source, field) != _NO_DATE
    )


def _only_country(source: Source) -> str | None:
    countries = {record.country for record in source.trial.country_records}
    return countries.pop() if len(countries) == 1 else None


def _day(source: Source, field: str) -> PartialDate:
    value = _value(source.trial, field)
    return value.date or _NO_DATE if isinstance(value, TrialDate) else _NO_DATE


def _most_exact_date(field: str, ranked: list[Source], stated: list[int]) -> tuple[int, Part]:
    """The first source's date, as precise and typed as a source that agrees with it says it.

    A guessed date (a spreadsheet made a day of a month) never lends its precision.
    """
    best = stated[0]
    value = _value(ranked[best].trial, field)
    for index in stated[1:]:
        other = _value(ranked[index].trial, field)
        if ranked[index].guess(field) is None and _refines(other, value):
            best, value = index, other
    return best, value


def _refines(other: Part, value: Part) -> bool:
    if not isinstance(other, TrialDate) or not isinstance(value, TrialDate):
        return False
    if other.date is None or value.date is None or not other.date.agrees(value.date):
        return False
    same_type = value.type is None or (
        other.type is not None and other.type.word == value.type.word
    )
    finer = _precision(other.date) - _precision(value.date)
    return (
        same_type and finer >= 0 and (finer > 0 or (value.type is None and other.type is not None))
    )


def _precision(date: PartialDate) -> int:
    return (date.month > 0) + (date.day > 0)


def _origin(
    field: str, value: Part, chosen: int, ranked: list[Source], stated: list[int]
) -> Provenance:
    agree, others = [], []
    for index in stated:
        if index == chosen:
            continue
        said = _value(ranked[index].trial, field)
        if same(field, value, said):
            agree.append(index)
        else:
            others.append(Statement(index, told(said)))
    return Provenance(
        chosen, tuple(sorted(agree)), tuple(others), guessed=ranked[chosen].guess(field)
    )


def _united(field: str, ranked: list[Source]) -> Provenance:
    said = [index for index, source in enumerate(ranked) if _stated(_value(source.trial, field))]
    return Provenance(said[0], tuple(said[1:]))


def _identifiers(ranked: list[Source]) -> tuple[Identifier, ...]:
    """All numbers of all sources: own ones first, each once, in the fullest writing.

    `FX-005`, `Fx-005` and `FX- 005` are one number. One that a registry gave up for another stands
    as that alone, whatever an old record still calls itself.
    """
    own = {source.trial.number for source in ranked if source.trial.number}
    best: dict[tuple[str, str], Identifier] = {}
    for source in ranked:
        for known in source.trial.identifiers:
            key = (known.kind, _spelt(known.value))
            if key not in best or _fullness(known) > _fullness(best[key]):
                best[key] = known
    registered = {value for kind, value in best if kind not in _LOOSE_KINDS}
    given_up = {value for kind, value in best if kind in GIVEN_UP}
    if not {_spelt(number) for number in own} - given_up:
        given_up = set()  # records that give up each other's: none of them is the current one
    kept = [
        known
        for known in best.values()
        if not (known.kind in _LOOSE_KINDS and _spelt(known.value) in registered)
        and not (known.kind in GIVEN_UP.values() and _spelt(known.value) in given_up)
    ]
    return tuple(
        sorted(
            kept, key=lambda known: (known.value not in own, registry_rank(known.kind), known.value)
        )
    )


_LOOSE_KINDS = frozenset({"secondary_id"})


def _spelt(number: str) -> str:
    """A number as it is compared: letter case and blanks say nothing."""
    return "".join(number.split()).casefold()


def _fullness(known: Identifier) -> int:
    return sum(part is not None for part in (known.said_type, known.domain, known.link))


def _country_records(ranked: list[Source]) -> tuple[CountryRecord, ...]:
    best: dict[str, CountryRecord] = {}
    for source in ranked:
        for record in source.trial.country_records:
            best.setdefault(record.country, record)
    return tuple(best[country] for country in sorted(best))


def _assembled(
    values: dict[str, Part], ranked: list[Source], provenance: dict[str, Provenance]
) -> Trial:
    parts = {
        field.partition(".")[2]: value
        for field, value in values.items()
        if field.startswith("eligibility.")
    }
    whole = {field: value for field, value in values.items() if "." not in field}
    if parts:
        whole["eligibility"] = msgspec.structs.replace(Eligibility(), **parts)
    editorial: dict[Editorial, None] = {}
    for source in ranked:
        editorial.update(dict.fromkeys(source.trial.editorial))
    numbers = [source.trial.number for source in ranked if source.trial.number]
    guesses = tuple(
        Guess(field=field, why=origin.guessed)
        for field, origin in provenance.items()
        if origin.guessed
    )
    return msgspec.structs.replace(
        Trial(),
        number=numbers[0] if numbers else None,
        editorial=tuple(editorial),
        guesses=guesses,
        **whole,
    )
