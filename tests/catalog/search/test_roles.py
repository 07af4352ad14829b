"""`tested:` `comparator:` `background:`: what a drug is to a trial, where its arms tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.drugs.roles import Role, roles
from catalog.model.codes import ArmType, coded
from catalog.model.trial import Arm, Intervention, Trial
from catalog.search.parser import parse
from tests.catalog.search.shelf import Shelf, trial

DRUGS = ("alpelisib", "brentuximab", "cetuximab")
_given = st.lists(st.sampled_from(DRUGS), unique=True, max_size=3)
_arms = st.lists(st.tuples(st.sampled_from([*ArmType, None]), _given), max_size=4)


def made(number: int, arms: list[tuple[ArmType | None, list[str]]], *, by_arm: bool) -> Trial:
    """The links stand at the arms, or at the interventions, as registries have them."""
    labels = [f"Arm {n}" for n in range(len(arms))]
    return trial(
        number,
        f"Trial {number}",
        arms=tuple(
            Arm(
                label=label,
                type=coded(ArmType, kind.value if kind else None),
                interventions=tuple(drugs) if by_arm else (),
            )
            for label, (kind, drugs) in zip(labels, arms, strict=True)
        ),
        interventions=tuple(
            Intervention(
                name=drug,
                arm_labels=()
                if by_arm
                else tuple(
                    label for label, (_, drugs) in zip(labels, arms, strict=True) if drug in drugs
                ),
            )
            for drug in DRUGS
        ),
    )


@given(_arms, st.booleans())
def test_a_role_is_what_the_arms_say(
    arms: list[tuple[ArmType | None, list[str]]], by_arm: bool
) -> None:
    one = made(1, arms, by_arm=by_arm)
    found = {each.name: role for each, role in roles(one)}
    searcher = Shelf().put([one]).searcher()
    for drug in DRUGS:
        tested = any(kind is ArmType.EXPERIMENTAL and drug in drugs for kind, drugs in arms)
        against = any(
            kind not in (ArmType.EXPERIMENTAL, ArmType.OTHER, None) and drug in drugs
            for kind, drugs in arms
        )
        is_known = any(kind is ArmType.EXPERIMENTAL for kind, _ in arms)
        wanted = {
            (True, False): Role.TESTED,
            (False, True): Role.COMPARATOR,
            (True, True): Role.BACKGROUND,
        }.get((tested, against))
        assert found.get(drug) == (wanted if is_known else None)
        for role in Role:
            hits = searcher.search(parse(f"{role.value}:{drug} ")).total
            assert hits == (found.get(drug) is role)


@pytest.mark.parametrize("asked", ["keytruda", "pembrolizumab", "pembrolizumb"])
def test_other_names_and_slips_are_met_as_in_every_field_of_drugs(asked: str) -> None:
    one = trial(
        1,
        "One",
        arms=(
            Arm(label="A", type=coded(ArmType, "EXPERIMENTAL"), interventions=("Pembrolizumab",)),
        ),
        interventions=(Intervention(name="Pembrolizumab", other_names=("Keytruda",)),),
    )
    assert Shelf().put([one]).searcher().search(parse(f"tested:{asked} ")).total == 1


@pytest.mark.parametrize("field", ["drug", "tested"])
def test_a_medicine_taken_for_another_word_is_told_in_a_filter_too(field: str) -> None:
    one = trial(
        1,
        "One",
        arms=(Arm(label="A", type=coded(ArmType, "EXPERIMENTAL"), interventions=("Novolin",)),),
        interventions=(Intervention(name="Novolin"), Intervention(name="Pembrolizumab")),
    )
    searcher = Shelf().put([one]).searcher()
    taken = searcher.search(parse(f"{field}:pembrolizumb "))
    assert not taken.total or any("pembrolizumab" in each for each in taken.problems)
    asked = searcher.search(parse(f"{field}:novalgin "))
    assert not asked.total
