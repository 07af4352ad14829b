"""Laws of the comparison, and what it says of chosen trials."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.comparison.compare import Comparison, NotComparable, Row, compare
from catalog.eligibility.extraction import extract
from catalog.merging.merged import MergedTrial, stale
from catalog.model.codes import Coded, OutcomeKind, Status
from catalog.model.dates import PartialDate
from catalog.model.text import plain
from catalog.model.trial import (
    Age,
    Arm,
    Eligibility,
    Intervention,
    Outcome,
    Presence,
    Site,
    Trial,
    TrialDate,
    encode,
    one_line,
)
from tests.catalog.compare_cases import CARRIES, TODAY, merged, trials

slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TWO = st.tuples(trials(), trials())
THREE = st.tuples(trials(), trials(), trials())


def columns(found: tuple[Trial, ...]) -> list[MergedTrial]:
    return [merged(trial, f"NCT{place:08}") for place, trial in enumerate(found)]


def rows(comparison: Comparison, name: str = "") -> list[Row]:
    return [
        row
        for section in comparison.sections
        if not name or section.name == name
        for row in section.rows
    ]


def row(comparison: Comparison, label: str) -> Row:
    return next(one for one in rows(comparison) if one.label == label)


@slow
@given(THREE)
def test_the_order_of_the_trials_moves_columns_and_nothing_else(
    found: tuple[Trial, Trial, Trial],
) -> None:
    given_order = columns(found)
    first = compare(given_order, today=TODAY)
    for order in permutations(range(3)):
        second = compare([given_order[place] for place in order], today=TODAY)
        assert [section.name for section in second.sections] == [
            section.name for section in first.sections
        ]
        for one, other in zip(rows(first), rows(second), strict=True):
            assert (one.label, one.topic, one.differs) == (other.label, other.topic, other.differs)
            assert other.cells == tuple(one.cells[place] for place in order)
            for i in range(3):
                for j in range(3):
                    assert other.differs_between(i, j) == one.differs_between(order[i], order[j])


@slow
@given(trials(), CARRIES)
def test_a_trial_never_differs_from_itself(trial: Trial, carries: frozenset[str]) -> None:
    twins = [merged(trial, "NCT00000001", carries), merged(trial, "NCT00000002", carries)]
    assert not [one.label for one in rows(compare(twins, today=TODAY)) if one.differs]


@slow
@given(TWO)
def test_no_criterion_is_lost(found: tuple[Trial, Trial]) -> None:
    check_criteria(columns(found))


def by_content(comparison: Comparison) -> dict[tuple[str, ...], bool]:
    """Whether the first two trials differ, by what their cells hold: labels may follow a third."""
    return {
        (one.topic, one.cells[0].text, one.cells[1].text, *(c.state for c in one.cells[:2])): (
            one.differs_between(0, 1)
        )
        for one in rows(comparison)
        if one.cells[0].stated or one.cells[1].stated
    }


@slow
@given(THREE)
def test_a_third_trial_never_changes_whether_two_differ(found: tuple[Trial, Trial, Trial]) -> None:
    one, other, third = columns(found)
    alone = by_content(compare([one, other], today=TODAY))
    beside = by_content(compare([one, other, third], today=TODAY))
    for content in alone.keys() & beside.keys():
        assert alone[content] == beside[content], content


@slow
@given(THREE)
def test_whether_two_trials_differ_in_a_field_is_their_own_affair(
    found: tuple[Trial, Trial, Trial],
) -> None:
    one, other, third = columns(found)

    def differing(comparison: Comparison) -> set[str]:
        return {row.topic for row in rows(comparison) if row.differs_between(0, 1)}

    alone = differing(compare([one, other], today=TODAY))
    assert alone == differing(compare([one, other, third], today=TODAY))


@slow
@given(TWO)
def test_every_quote_is_in_its_source_and_every_value_in_its_quotes(
    found: tuple[Trial, Trial],
) -> None:
    check_sources(columns(found))


def check_sources(found: list[MergedTrial]) -> None:
    """Every quote stands in the record, and every word of a stated cell stands in its quotes.

    But for the forms that docs/comparison.md lists, and limits of eligibility, which are told in
    one unit: `test_compare_thresholds` is about those.
    """
    for one in rows(compare(found, today=TODAY)):
        for cell, trial in zip(one.cells, found, strict=True):
            said = one_line(plain(encode_text(trial.trial)))
            for quote in cell.quotes:
                assert one_line(plain(quote.text)) in said or quote.field == "sites", quote
            if cell.stated and not one.variable and one.topic not in OURS:
                words = plain(" ".join(quote.text for quote in cell.quotes)).casefold()
                known = set(_WORD.findall(words)) | FORMS
                for word in _WORD.findall(cell.text.casefold()):
                    assert word in known, (word, one.label, cell)


_WORD = re.compile(r"[^\W_]+")
OURS = {
    "status", "study_type", "phases", "allocation", "intervention_model", "masking", "who_masked",
    "primary_purpose", "observational_model", "time_perspective", "data_date", "has_results",
    "sites", "age", "sex", "healthy_volunteers", "results",
}  # fmt: skip
"""Topics of coded values, counts and ages: told in words of ours."""
FORMS = set(
    "main further other up to at hour hours day days week weeks month months year years "
    "1 2 3 4 5 6 7 8 9 10 11 12 drug device biological procedure radiation behavioral genetic "
    "dietary supplement combination product diagnostic test actual estimated dose not stated "
    "required excluded with exceptions see the words allowed industry nih us federal agency "
    "government individual network "
    "a person clear unknown".split()
)
"""What the documented forms add to a source's words: kinds, units, spelled numbers, sides."""


def encode_text(trial: Trial) -> str:
    """Every string of a trial, as the source wrote it."""
    return " ".join(strings(trial))


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, PartialDate):
        return [str(value)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [f"{value:g}" if isinstance(value, float) else str(value)]
    if isinstance(value, tuple):
        return [text for item in value for text in strings(item)]
    names = getattr(value, "__struct_fields__", ())
    return [text for name in names for text in strings(getattr(value, name))]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_trials_are_compared(count: int) -> None:
    found = [merged(Trial(), f"NCT{place:08}") for place in range(count)]
    with pytest.raises(NotComparable, match="2 to 4"):
        compare(found, today=TODAY)


def test_a_trial_is_not_compared_with_itself() -> None:
    one = merged(Trial(), "NCT00000001")
    with pytest.raises(NotComparable) as raised:
        compare([one, one], today=TODAY)
    assert raised.value.ids == ("NCT00000001",)


def test_missing_says_why() -> None:
    full = merged(Trial(title="x"), "NCT00000001")
    poor = merged(Trial(title="x"), "NCT00000002", frozenset({"title"}))
    found = row(compare([full, poor], today=TODAY), "phase")
    assert [cell.state for cell in found.cells] == [Presence.NOT_STATED, Presence.NOT_IN_SOURCE]
    assert not found.differs
    assert found.equal


def test_a_month_does_not_differ_from_its_day() -> None:
    one = merged(Trial(start_date=TrialDate(date=PartialDate(2020, 2))), "NCT00000001")
    two = merged(Trial(start_date=TrialDate(date=PartialDate(2020, 2, 5))), "NCT00000002")
    three = merged(Trial(start_date=TrialDate(date=PartialDate(2021, 4))), "NCT00000003")
    found = row(compare([one, two, three], today=TODAY), "start")
    assert found.differing == ((0, 2), (1, 2))
    assert found.gap(2, 0) == "14 months"


def test_drugs_meet_through_the_names_of_their_records() -> None:
    one = Trial(
        title="A Study of ALKS 4230 (Nemvaleukin Alfa) With Pembrolizumab",
        interventions=(Intervention(name="ALKS 4230"), Intervention(name="Pembrolizumab")),
    )
    two = Trial(
        interventions=(
            Intervention(name="Nemvaleukin alfa"),
            Intervention(name="Keytruda", other_names=("MK-3475", "pembrolizumab")),
            Intervention(name="Placebo"),
        )
    )
    comparison = compare([merged(one, "NCT1"), merged(two, "NCT2")], today=TODAY)
    found = [one for one in rows(comparison, "Interventions") if all(c.stated for c in one.cells)]
    assert len(found) == 2
    assert not any(one.differs for one in found)
    placebo = row(comparison, "Placebo")
    assert placebo.cells[0].state is Presence.NONE
    assert placebo.differs


def test_arms_meet_by_role_and_drug_with_their_doses() -> None:
    def trial(drug: str, dose: str) -> Trial:
        return Trial(
            interventions=(
                Intervention(name="Pembrolizumab", description=dose),
                Intervention(name=drug),
            ),
            arms=(
                Arm(
                    label=f"{drug} + pembrolizumab",
                    type=Coded("EXPERIMENTAL"),
                    interventions=("Drug: Pembrolizumab", f"Drug: {drug}"),
                ),
            ),
        )

    comparison = compare(
        [
            merged(trial("AMD3100", "200 mg q3w"), "A"),
            merged(trial("ALKS 4230", "400 mg q6w"), "B"),
        ],
        today=TODAY,
    )
    found = row(comparison, "arm: Pembrolizumab")
    assert [cell.text for cell in found.cells] == [
        "AMD3100 + pembrolizumab: 200 mg q3w",
        "ALKS 4230 + pembrolizumab: 400 mg q6w",
    ]
    assert row(comparison, "arm: AMD3100").cells[1].text == "not given"


def outcome(measure: str, frame: str | None, kind: OutcomeKind = OutcomeKind.PRIMARY) -> Trial:
    return Trial(outcomes=(Outcome(measure=measure, kind=kind, time_frame=frame),))


def test_an_endpoint_is_one_row_whatever_its_wording() -> None:
    one = merged(outcome("Progression Free Survival", "up to approximately 5 years"), "A")
    two = merged(outcome("PFS per RECIST 1.1", "60 months", OutcomeKind.SECONDARY), "B")
    three = merged(outcome("Overall survival", "2 years"), "C")
    comparison = compare([one, two, three], today=TODAY)
    found = row(comparison, "progression-free survival (PFS)")
    assert [cell.stated for cell in found.cells] == [True, True, False]
    assert found.differing == ((0, 1),)  # primary in one, secondary in the other
    assert "up to 5 years" in found.cells[0].text


def test_a_response_said_by_its_parts_is_shown_and_marked() -> None:
    one = merged(outcome("Overall Response Rate", "12 months"), "A")
    two = merged(outcome("Proportion with a complete response", "12 months"), "B")
    found = row(compare([one, two], today=TODAY), "objective response (ORR)")
    assert found.cells[1].state is Presence.INFERRED
    assert found.cells[1].shown.endswith("~")
    assert not found.differs


def test_measures_without_an_endpoint_meet_in_spelling_only() -> None:
    one = merged(outcome("Haemoglobin recovery in theatre", None), "A")
    two = merged(outcome("Hemoglobin recovery in theatre", None), "B")
    three = merged(outcome("Hemoglobin recovery in ward 12", None), "C")
    found = rows(compare([one, two, three], today=TODAY), "Measured")
    assert sorted(sum(cell.stated for cell in one.cells) for one in found) == [1, 2]


@pytest.mark.parametrize(
    ("frame", "kind", "differ"),
    [
        ("1 month", OutcomeKind.PRIMARY, False),
        ("2 years", OutcomeKind.PRIMARY, True),
        ("1 month", OutcomeKind.SECONDARY, True),
    ],
)
def test_measures_without_an_endpoint_differ_by_time_and_rank(
    frame: str, kind: OutcomeKind, differ: bool
) -> None:
    one = merged(outcome("Haemoglobin recovery in theatre", "1 month"), "A")
    two = merged(outcome("Hemoglobin recovery in theatre", frame, kind), "B")
    (found,) = rows(compare([one, two], today=TODAY), "Measured")
    assert found.differs is differ


def test_sites_are_counted_by_country_however_it_is_written() -> None:
    def site(country: str, status: Status | None) -> Site:
        return Site(
            city="x", country=country, status=Coded(status.value, status) if status else None
        )

    one = Trial(sites=(site("USA", Status.RECRUITING), site("United States", Status.COMPLETED)))
    two = Trial(sites=(site("China", Status.RECRUITING),))
    comparison = compare([merged(one, "A"), merged(two, "B")], today=TODAY)
    assert row(comparison, "United States").cells[0].text == "2 sites: 1 recruiting, 1 closed"
    assert row(comparison, "United States").cells[1].text == "no site"
    assert row(comparison, "sites").differs


def test_a_site_without_a_country_may_be_anywhere() -> None:
    one = Trial(sites=(Site(city="Boston", country="United States"),))
    two = Trial(sites=(Site(city="Shanghai"),))
    found = row(compare([merged(one, "A"), merged(two, "B")], today=TODAY), "United States")
    assert found.cells[1].state is Presence.NOT_STATED
    assert not found.differs


def test_reference_and_folding() -> None:
    one = merged(Trial(phases=(), number_of_arms=1), "A")
    two = merged(Trial(phases=(), number_of_arms=1), "B")
    three = merged(Trial(phases=(), number_of_arms=2), "C")
    found = row(compare([one, two, three], today=TODAY), "number of arms")
    assert found.differs_from(2) and found.differs_from(0)
    assert not found.differs_between(1, 0)
    folded = compare([one, two], today=TODAY).only_differences()
    assert not [one.label for one in rows(folded) if one.label == "number of arms"]


@pytest.mark.parametrize(
    ("status", "completion", "verified", "reason"),
    [
        (Status.RECRUITING, PartialDate(2026, 1, 1), None, "2026-01-01 has passed"),
        (Status.RECRUITING, PartialDate(2026, 11), None, None),
        (Status.RECRUITING, None, PartialDate(2024, 10), "last confirmed 2024-10"),
        (Status.RECRUITING, None, PartialDate(2024, 11), None),
        (Status.COMPLETED, PartialDate(2020), PartialDate(2019), None),
        (Status.NOT_YET_RECRUITING, PartialDate(2025), None, "2025 has passed"),
        (Status.RECRUITING, None, None, None),
    ],
)
def test_what_is_stale(
    status: Status, completion: PartialDate | None, verified: PartialDate | None, reason: str | None
) -> None:
    trial = Trial(
        status=Coded(status.value, status),
        completion_date=TrialDate(date=completion) if completion else None,
        status_verified=verified,
    )
    told = stale(trial, TODAY)
    assert told is None if reason is None else told is not None and reason in told


def test_a_trial_whose_sites_do_not_recruit_is_stale_too() -> None:
    def told(trial: Status, *sites: Status | None) -> str | None:
        codes = [Coded(each.value, each) if each else None for each in sites]
        places = tuple(Site(city="Lyon", status=code) for code in codes)
        return stale(Trial(status=Coded(trial.value, trial), sites=places), TODAY)

    closed, open_ = Status.COMPLETED, Status.RECRUITING
    assert "none of its sites is" in (told(open_, closed, Status.NOT_YET_RECRUITING) or "")
    assert told(open_, closed, open_) is None
    assert told(open_, closed, None) is None, "a site without a status may recruit"
    assert told(open_) is None
    assert told(closed, closed) is None


def test_a_text_that_contradicts_the_field_is_shown() -> None:
    text = "Inclusion Criteria:\n* Age 18-75 years"
    one = Trial(eligibility=Eligibility(text=text, minimum_age=Age("18 Years", 18.0, "Years")))
    two = Trial(eligibility=Eligibility(text=text, minimum_age=Age("18 Years", 18.0, "Years"),
                                        maximum_age=Age("75 Years", 75.0, "Years")))  # fmt: skip
    found = row(compare([merged(one, "A"), merged(two, "B")], today=TODAY), "age")
    assert found.cells[0].text == "≥ 18 years\nbut in the text: 18–75 years"
    assert found.cells[1].text == "18–75 years"
    assert found.differs


def test_a_condition_meets_its_abbreviation_where_the_record_explains_it() -> None:
    one = Trial(
        conditions=("OPC",),
        brief_summary="Patients with oropharyngeal carcinoma (OPC) are treated.",
    )
    two = Trial(conditions=("Carcinoma, Oropharyngeal",))
    three = Trial(conditions=("OPC",))
    comparison = compare([merged(one, "A"), merged(two, "B"), merged(three, "C")], today=TODAY)
    found = [[cell.stated for cell in one.cells] for one in rows(comparison, "Conditions")]
    assert sorted(found) == [[False, False, True], [True, True, False]]


REAL = ("NCT04294810", "NCT04864821", "NCT05943704", "NCT06897436", "NCT03928431", "NCT02996448")


def check_criteria(found: list[MergedTrial]) -> None:
    """No criterion is lost: each sentence that tests something is quoted in some row."""
    comparison = compare(found, today=TODAY)
    for column, trial in enumerate(found):
        quoted = {
            quote.span
            for one in rows(comparison)
            for quote in one.cells[column].quotes
            if quote.span
        }
        eligibility = trial.trial.eligibility
        for criterion in extract((eligibility.text if eligibility else None) or ""):
            if criterion.role != "note":
                assert criterion.span in quoted, criterion


def test_real_records_keep_the_laws(corpus: Path) -> None:
    from catalog.merging.merge import merge
    from tests.catalog.compare_cases import read

    folder = corpus / "ctgov-json" / "single"
    found = [merge(one, [read(folder / f"{one}.json", one)]) for one in REAL]
    check_sources(found[:4])
    check_sources(found[2:])
    check_criteria(found[:4])
    check_criteria(found[2:])
    for one in found:
        twin = merge(f"{one.id}-twin", [read(folder / f"{one.id}.json", one.id)])
        assert not [r.label for r in rows(compare([one, twin], today=TODAY)) if r.differs]
        assert encode(one.trial) == encode(twin.trial)
