"""What was read and met, made into what a search gives back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.model.recruitment import current_day, is_dated, status_on
from catalog.search.must_not import Sided
from catalog.search.needs import Need
from catalog.search.records import Record
from catalog.search.results import Hit, Match, Used


def used(needs: Sequence[Need], sign: str) -> tuple[Used, ...]:
    """Corrections or synonyms that stand in the needs, each once."""
    found = [Used(need.typed, way.why) for need in needs for way in need.ways if sign in way.why]
    if sign == "→":
        found += [Used(need.typed, each.why) for need in needs for each in need.docs if each.why]
    return tuple({used.instead: used for used in found}.values())


def by_side(record: Record, sided: Iterable[Sided]) -> tuple[Match, ...]:
    """The criteria that `must:` and `mustnot:` asked for."""
    return tuple(
        Match("eligibility", said, "typed", each.typed, "must" if each.is_required else "must not")
        for each in sided
        if not each.without and (said := each.sentence(record)) is not None
    )


def hit_of(
    record: Record, points: int, matched: tuple[Match, ...], told: list[str], below: bool
) -> Hit:
    """The row of a trial, with the status that it has today.

    `told` are the words that its criteria have under must not; `below` whether it comes last.
    """
    return Hit(
        key=record.key,
        id=record.id,
        title=record.title or record.official_title,
        acronym=record.acronym,
        status=status_on(record.status, record.completion_date or "", current_day()),
        phases=_split(record.phases),
        conditions=tuple(record.conditions),
        interventions=tuple(record.interventions),
        score=points,
        matched=matched,
        study_type=record.study_type,
        sponsor=record.sponsor,
        enrollment=record.enrollment,
        site_count=record.site_count,
        open_site_count=record.open_site_count,
        countries=_split(record.countries),
        start_date=record.start_date,
        primary_completion_date=record.primary_completion_date,
        completion_date=record.completion_date,
        first_posted=record.first_posted,
        last_updated=record.last_updated,
        status_verified=record.status_verified,
        data_date=record.data_date,
        status_inferred=is_dated(record.status),
        decides=record.decides,
        forbidden=tuple(dict.fromkeys(told)),
        only_forbidden=below,
    )


def _split(packed: str | None) -> tuple[str, ...]:
    return tuple(packed.split("|")) if packed else ()
