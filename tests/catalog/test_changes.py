"""What counts as a change of a trial, and what is none."""

from catalog.changes import differences
from catalog.codes import OutcomeKind
from catalog.merge import merge
from catalog.trial import Eligibility, Outcome, Trial
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
