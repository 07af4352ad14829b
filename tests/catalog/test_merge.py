"""Merging: who is believed, and that order does not matter."""

import datetime as dt
import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.merging.agreement import _key, same
from catalog.merging.merge import Source, _Order, merge
from catalog.merging.merged import stale
from catalog.merging.precedence import FIDELITY_FIRST
from catalog.model.codes import DateType, OutcomeKind, coded
from catalog.model.dates import PartialDate
from catalog.model.trial import (
    FIELDS,
    CountryRecord,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Outcome,
    Presence,
    Trial,
    TrialDate,
)
from tests.catalog.making import drugs, source, status, trial
from tests.catalog.strategies import trials
from tests.soaking import often


def date(text: str, type_: str | None = None) -> TrialDate:
    return TrialDate(date=PartialDate.parse(text), type=coded(DateType, type_))


def test_one_source_is_the_trial_it_says() -> None:
    said = trial("NCT99990001", title="A", status=status("RECRUITING"))
    merged = merge("NCT99990001", [source(said)])
    assert merged.trial == said
    assert merged.provenance["title"].source == 0
    assert merged.presence("title") is Presence.VALUE
    assert merged.presence("acronym") is Presence.NOT_STATED


def test_the_newer_record_of_one_registry_is_believed() -> None:
    old = source(trial("NCT99990001", title="Old", status=status("RECRUITING")), date="2020-08-25")
    new = source(trial("NCT99990001", title="New", status=status("COMPLETED")), date="2024-02-01")
    merged = merge("NCT99990001", [old, new])
    assert (merged.trial.title, merged.trial.status) == ("New", status("COMPLETED"))
    [other] = merged.provenance["status"].others
    assert other.text == "RECRUITING"


def test_a_spreadsheet_never_replaces_exact_outcomes() -> None:
    exact = Outcome(measure="ORR", kind=OutcomeKind.PRIMARY, time_frame="24 months")
    split = Outcome(measure="ORR, 24", kind=OutcomeKind.PRIMARY, time_frame="months")
    full = source(trial("NCT99990001", outcomes=(exact,)), date="2023-01-01")
    csv = source(
        trial("NCT99990001", outcomes=(split,), guesses=(Guess(field="outcomes", why="cut"),)),
        "ctgov-csv",
        "2025-01-01",
    )
    merged = merge("NCT99990001", [full, csv])
    assert merged.trial.outcomes == (exact,)
    assert merged.trial.guesses == ()


def test_a_poorer_form_of_a_date_does_not_blur_the_exact_one() -> None:
    full = source(trial("NCT99990001", start_date=date("2020-02-05", "ACTUAL")), date="2023-01-01")
    csv = source(trial("NCT99990001", start_date=date("2020-02")), "ctgov-csv", "2025-01-01")
    merged = merge("NCT99990001", [full, csv])
    assert merged.trial.start_date == date("2020-02-05", "ACTUAL")
    assert merged.provenance["start_date"].others == ()


def test_a_newer_date_that_differs_wins_and_the_old_one_is_told() -> None:
    old = source(trial("NCT99990001", start_date=date("2020-02-05", "ESTIMATED")), date="2019")
    new = source(trial("NCT99990001", start_date=date("2020-05", "ACTUAL")), date="2021")
    merged = merge("NCT99990001", [old, new])
    assert merged.trial.start_date == date("2020-05", "ACTUAL")
    assert [said.text for said in merged.provenance["start_date"].others] == [
        "2020-02-05 (estimated)"
    ]


def test_what_the_registry_takes_back_is_gone() -> None:
    old = source(trial("NCT99990001", why_stopped="No drug"), date="2020-01-01")
    new = source(trial("NCT99990001"), date="2021-01-01")
    assert merge("NCT99990001", [old, new]).trial.why_stopped is None


def test_a_source_that_cannot_say_it_takes_nothing_back() -> None:
    old = source(trial("NCT99990001", why_stopped="No drug"), date="2020-01-01")
    new = source(trial("NCT99990001"), date="2021-01-01", carries=frozenset({"title"}))
    assert merge("NCT99990001", [old, new]).trial.why_stopped == "No drug"


def test_a_listing_page_never_overrules_the_registry() -> None:
    registry = source(trial("NCT99990001", status=status("COMPLETED")), date="2020-01-01")
    page = source(
        trial("NCT99990001", status=status("RECRUITING")), "page-inclinicaltrials", "2025-01-01"
    )
    assert merge("NCT99990001", [registry, page]).trial.status == status("COMPLETED")


def test_a_page_without_a_date_does_not_overwrite_a_dated_record() -> None:
    dated = source(trial("NCT99990001", title="Dated"), "ctgov-page", "2021-10-22")
    undated = source(trial("NCT99990001", title="Undated"), "ctgov-page", None)
    assert merge("NCT99990001", [undated, dated]).trial.title == "Dated"


def test_parts_of_eligibility_come_from_whoever_says_them() -> None:
    page = source(
        trial(eligibility=Eligibility(text="Inclusion Criteria: Age 18-75 years.")),
        "page-trials-co",
        None,
        frozenset({"eligibility.text"}),
    )
    other = source(trial("NCT99990001", interventions=drugs("cetuximab")), "page-inclinicaltrials")
    merged = merge("NCT99990001", [page, other])
    assert merged.trial.eligibility == Eligibility(text="Inclusion Criteria: Age 18-75 years.")
    assert merged.trial.number == "NCT99990001"
    assert merged.presence("eligibility.text") is Presence.VALUE


def test_merging_in_another_order_gives_the_same_trial() -> None:
    sources: list[Source] = [
        source(trial("NCT99990001", title="A", status=status("RECRUITING")), date="2020"),
        source(trial("NCT99990001", title="B", conditions=("x", "y")), "ctgov-csv", "2022"),
        source(trial("ISRCTN99990001", acronym="C", title="D"), "isrctn-xml", "2023"),
        source(trial(title="E", keywords=("k",)), "page-trials-co", None),
    ]
    first = merge("NCT99990001", sources)
    for order in itertools.permutations(sources):
        assert merge("NCT99990001", order) == first


def test_an_empty_trial_has_no_provenance() -> None:
    assert merge("local:1", [source(Trial())]).provenance == {}


def country(name: str, posted: str, ended: str) -> Trial:
    return trial(
        "2031-000001-11",
        first_posted=date(posted),
        completion_date=date(ended),
        country_records=(CountryRecord(country=name),),
    )


def test_a_trial_begins_with_its_first_country_and_ends_with_its_last() -> None:
    records = [
        source(country("Norway", "2031-04-02", "2034-01-31"), "euctr-text", sha256="n"),
        source(country("Spain", "2031-02-11", "2033-08-01"), "euctr-text", sha256="e"),
        source(country("Italy", "2032-09-30", "2033-12-24"), "euctr-text", sha256="i"),
    ]
    for order in itertools.permutations(records):
        merged = merge("2031-000001-11", order)
        assert merged.trial.first_posted == date("2031-02-11")
        assert merged.trial.completion_date == date("2034-01-31")
        origin = merged.provenance["first_posted"]
        by = merged.sources[origin.source].sha256
        assert by == records[1].info.sha256
        assert sorted(said.text for said in origin.others) == ["2031-04-02", "2032-09-30"]


def test_a_newer_record_of_the_same_country_corrects_its_dates() -> None:
    old = source(country("Norway", "2031-02-01", "2033-01-01"), "ctis-json", "2032-01-01")
    new = source(country("Norway", "2031-03-01", "2032-12-01"), "ctis-json", "2033-01-01")
    merged = merge("2031-000001-11", [old, new])
    assert merged.trial.first_posted == date("2031-03-01")
    assert merged.trial.completion_date == date("2032-12-01")


def test_a_number_in_other_letters_or_blanks_is_the_same_number() -> None:
    one = source(
        trial(
            "NCT99990001",
            identifiers=(
                Identifier(value="NCT99990001", kind="nct"),
                Identifier(value="FX-005", kind="org_study_id"),
                Identifier(value="Grant 7", kind="secondary_id"),
            ),
        ),
        date="2024-01-01",
    )
    two = source(
        trial(
            "NCT99990001",
            identifiers=(
                Identifier(value="NCT99990001", kind="nct"),
                Identifier(value="Fx- 005", kind="secondary_id"),
                Identifier(value="GRANT7", kind="secondary_id", domain="Harbour Fund"),
                Identifier(value="FX-0051", kind="secondary_id"),
            ),
        ),
        "ctgov-csv",
    )
    for order in ([one, two], [two, one]):
        merged = merge("NCT99990001", order)
        values = [known.value for known in merged.trial.identifiers]
        assert values == ["NCT99990001", "FX-005", "FX-0051", "GRANT7"]
        assert merged.provenance["identifiers"].agree == (1,)


@pytest.mark.parametrize("value", [date("2024-05"), TrialDate(said="soon"), Enrollment(count=20)])
@pytest.mark.parametrize("other", [None, "2024-05", 20])
def test_a_value_is_the_same_as_itself_and_as_no_value_of_another_kind(
    value: TrialDate | Enrollment, other: object
) -> None:
    assert same("any", value, value)
    assert not same("any", value, other)
    assert not same("any", other, value)


_SAID = st.builds(
    lambda importer, day, guessed, sha: source(
        trial("NCT99990001", guesses=tuple(Guess(field=each, why="layout") for each in guessed)),
        importer,
        day,
        sha256=sha,
    ),
    st.sampled_from(["ctgov-json", "ctgov-csv", "ctgov-xml", "ictrp-xml", "trials-co"]),
    st.sampled_from([None, "2023", "2024-01-01", "2024-02-01"]),
    st.sets(st.sampled_from(["title", "arms", "outcomes", "eligibility.sex"])),
    st.sampled_from("abc"),
)


@given(st.lists(_SAID, min_size=2, max_size=5))
@settings(max_examples=often(100, 5000))
def test_who_is_believed_of_a_field(said: list[Source]) -> None:
    """Who need not guess; authority, registry; of lists and texts fidelity; date, fidelity."""

    def rank(each: Source, field: str) -> tuple[object, ...]:
        first = each.standing.tier if field in FIDELITY_FIRST else 0
        date = each.info.data_date or PartialDate(1)
        exact = each.guess(field) is None
        place = each.standing.authority, -each.registry, first, date, each.standing.fidelity
        return exact, *place, each.info.sha256

    ranked = sorted(said, key=lambda each: rank(each, "id"), reverse=True)
    order = _Order(ranked)
    for field in ("title", "arms", "outcomes", "sites", "status", "eligibility.sex"):
        places = range(len(ranked))
        wanted = sorted(places, key=lambda at: rank(ranked[at], field), reverse=True)
        assert order.of(field) == wanted


@given(trials(), trials())
@settings(max_examples=often(60, 2000), deadline=None)
def test_what_is_the_same_is_told_by_its_folded_parts(one: Trial, other: Trial) -> None:
    """Whatever is seen without folding: equal values, and lists with equal parts."""
    mixed = msgspec.structs.replace(one, **{name: getattr(other, name) for name in FIELDS[::2]})
    for name in FIELDS:
        for left, right in ((one, other), (one, mixed), (mixed, other)):
            values = getattr(left, name), getattr(right, name)
            if not isinstance(values[0], TrialDate | Enrollment):
                assert same(name, *values) == (_key(values[0]) == _key(values[1]))
            assert same(name, values[0], values[0])


@given(
    st.lists(st.sampled_from(["A b", "a-B", "c", "C", "d"])).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words), st.integers(0, 9))
    )
)
def test_a_list_is_the_same_in_any_order_and_spelling(
    given_: tuple[list[str], list[str], int],
) -> None:
    words, moved, change = given_
    spelt = tuple(word.upper() for word in moved)
    assert same("keywords", tuple(words), spelt)
    if change < len(spelt):
        other = (*spelt[:change], "something else", *spelt[change + 1 :])
        assert not same("keywords", tuple(words), other)


def test_the_last_update_stands_in_where_no_verification_is_told() -> None:
    today, old, new = dt.date(2026, 11, 29), PartialDate(2020, 1), PartialDate(2026, 10)
    open_ = Trial(status=status("RECRUITING"), last_updated=TrialDate(date=old))
    assert "last confirmed 2020-01" in (stale(open_, today) or "")
    verified = msgspec.structs.replace(open_, status_verified=new)
    assert stale(verified, today) is None
