"""Two rows say what is tested against what, and nothing that the arms do not say."""

from __future__ import annotations

from catalog.comparison.compare import Comparison, compare
from catalog.comparison.result import Row
from catalog.model.codes import ArmType, Coded
from catalog.model.trial import Arm, Intervention, Presence, Trial
from tests.catalog.compare_cases import TODAY, merged

TESTED, ACTIVE = ArmType.EXPERIMENTAL, ArmType.ACTIVE_COMPARATOR


def study(*arms: tuple[str, ArmType | None, tuple[str, ...]]) -> Trial:
    names = dict.fromkeys(name for _, _, given in arms for name in given)
    return Trial(
        arms=tuple(
            Arm(label=label, type=Coded(kind.value, kind) if kind else None, interventions=given)
            for label, kind, given in arms
        ),
        interventions=tuple(Intervention(name=name) for name in names),
    )


LUNG = study(
    ("A", TESTED, ("rilvegostomig", "carboplatin")), ("B", ACTIVE, ("pembrolizumab", "carboplatin"))
)
MANY = study(
    ("A", TESTED, ("rilvegostomig",)),
    ("B", TESTED, ("carboplatin",)),
    ("C", ACTIVE, ("docetaxel",)),
)
ALONE = study(("A", TESTED, ("cemiplimab",)))
UNTYPED = study(("A", None, ("cemiplimab",)), ("B", TESTED, ("docetaxel",)))
UNTREATED = study(("A", TESTED, ("cemiplimab",)), ("B", ArmType.NO_INTERVENTION, ()))


def compared(*trials: Trial) -> Comparison:
    return compare(
        [merged(each, f"NCT0000000{place}") for place, each in enumerate(trials)], today=TODAY
    )


def given(*trials: Trial) -> dict[str, Row]:
    return {
        row.label: row
        for section in compared(*trials).sections
        if section.name == "Given"
        for row in section.rows
    }


def test_each_side_has_one_row_and_what_both_get_stands_in_both() -> None:
    rows = given(LUNG, MANY)
    assert list(rows) == ["tested", "against"]
    assert [cell.text for cell in rows["tested"].cells] == [
        "rilvegostomig, carboplatin",
        "rilvegostomig, carboplatin",
    ]
    assert [cell.text for cell in rows["against"].cells] == [
        "pembrolizumab, carboplatin",
        "docetaxel",
    ]
    assert not rows["tested"].differs
    assert rows["against"].differs


def test_nothing_to_compare_with_is_said_only_where_every_arm_is_tested() -> None:
    against = given(LUNG, ALONE)["against"]
    assert against.cells[1].text == "nothing: no comparison arm"
    assert against.cells[1].state is Presence.NONE
    assert against.differs
    untyped = given(LUNG, UNTYPED)
    assert untyped["against"].cells[1].state is Presence.NOT_STATED
    assert not untyped["against"].differs
    assert untyped["tested"].cells[1].uncertain
    assert not untyped["tested"].differs


def test_no_treatment_is_not_the_same_as_no_comparison() -> None:
    assert given(ALONE, UNTREATED)["against"].differs
    assert not given(ALONE, UNTREATED)["tested"].differs


def test_a_placebo_is_each_trials_own() -> None:
    one = study(("A", TESTED, ("cemiplimab",)), ("B", ArmType.PLACEBO_COMPARATOR, ("Placebo",)))
    row = given(one, one)["against"]
    assert row.unjudged
    assert not row.differs


def test_single_interventions_are_left_out_of_the_differences_only_where_the_rows_say_them() -> (
    None
):
    said = {section.name for section in compared(LUNG, MANY).only_differences().sections}
    assert "Given" in said
    assert "Interventions" not in said
    unsaid = {section.name for section in compared(LUNG, UNTYPED).only_differences().sections}
    assert "Interventions" in unsaid


def test_without_any_role_there_are_no_such_rows() -> None:
    assert not given(study(("A", None, ("x-ray",))), study(("B", None, ("surgery",))))
