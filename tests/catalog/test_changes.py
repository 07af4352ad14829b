"""What counts as a change of a trial, and what is none."""

from catalog.merging.changes import differences
from catalog.merging.merge import merge
from catalog.model.codes import OutcomeKind
from catalog.model.trial import Eligibility, Outcome, Site, Trial
from tests.catalog.making import source, status, trial


def changed(before: Trial, after: Trial) -> list[tuple[str, str | None, str | None]]:
    number = "NCT01234567"
    one, other = (merge(number, [source(each)]) for each in (before, after))
    return [(each.field, each.before, each.after) for each in differences(one, other, "now", 1)]


def test_nothing_said_in_two_ways_is_no_change() -> None:
    with_text = trial("NCT01234567", eligibility=Eligibility(text="Adults"))
    without = trial("NCT01234567")
    assert changed(without, with_text) == [("eligibility.text", None, "Adults")]
    assert changed(with_text, without) == [("eligibility.text", "Adults", None)]


def test_a_status_comes_before_eligibility_and_outcomes() -> None:
    before = trial("NCT01234567", status=status("RECRUITING"))
    after = trial(
        "NCT01234567",
        status=status("SUSPENDED"),
        title="A title",
        outcomes=(Outcome(kind=OutcomeKind.PRIMARY, measure="Survival"),),
        eligibility=Eligibility(text="Adults"),
    )
    fields = [field for field, _, _ in changed(before, after)]
    assert fields == ["status", "eligibility.text", "outcomes", "title"]


def test_only_the_sites_that_changed_are_told_and_a_status_is_a_change() -> None:
    here = Site(facility="A", city="Lyon", country="France", status=status("RECRUITING"))
    closed = Site(facility="A", city="Lyon", country="France", status=status("COMPLETED"))
    silent = Site(facility="A", city="Lyon", country="France")
    there = Site(facility="B", city="Paris", country="France", status=status("RECRUITING"))
    new = Site(facility="C", city="Nice", country="France")
    before = trial("NCT01234567", sites=(here, there))
    assert changed(before, trial("NCT01234567", sites=(closed, there, new))) == [
        ("sites", "A, Lyon, France: RECRUITING", "A, Lyon, France: COMPLETED; C, Nice, France")
    ]
    assert changed(before, trial("NCT01234567", sites=(there, silent))) == []
    assert changed(before, trial("NCT01234567", sites=(there,))) == [
        ("sites", "A, Lyon, France: RECRUITING", None)
    ]


def test_of_sites_with_one_name_each_is_told() -> None:
    sites = {
        word: Site(facility="Research Site", city="Lyon", country="France", status=status(word))
        for word in ("RECRUITING", "COMPLETED")
    }
    both = trial("NCT01234567", sites=tuple(sites.values()))
    assert changed(both, trial("NCT01234567", sites=tuple(sites.values())[::-1])) == []
    assert changed(both, trial("NCT01234567", sites=(sites["COMPLETED"],) * 2)) == [
        (
            "sites",
            "Research Site, Lyon, France: RECRUITING",
            "Research Site, Lyon, France: COMPLETED",
        )
    ]


def test_a_word_in_other_letters_is_no_change() -> None:
    before = trial("NCT01234567", status=status("Not recruiting"))
    assert changed(before, trial("NCT01234567", status=status("Not Recruiting"))) == []
