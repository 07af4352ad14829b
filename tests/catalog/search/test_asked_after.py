"""A word that hardly any trial holds, beside one that hundreds do: it is asked after."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.drugs.medicines import brands
from catalog.model.trial import Intervention
from catalog.search.parser import parse
from catalog.search.results import Results
from tests.catalog.search.shelf import Shelf, trial
from tests.soaking import often

SEARCHER = (
    Shelf()
    .put(
        [
            *(
                trial(
                    n,
                    f"Paclitaxel Pharmacokinetic Study {n}",
                    interventions=(Intervention(name="Paclitaxel"),),
                )
                for n in range(1, 61)
            ),
            *(trial(100 + n, f"Study of Topotecan {n}") for n in range(40)),
            *(trial(200 + n, f"Idarubicin in Leukemia {n}") for n in range(40)),
            trial(300, "One Arm", interventions=(Intervention(name="Topotecan"),)),
            trial(301, "Pclitaxel Pharmacokinetic in Some Patients"),
            trial(302, "Tumors Treated With Tpotecan"),
            trial(303, "Paclitaxeli Solutio"),
            trial(304, "Paclitaxels of Several Makers"),
            trial(305, "Pirarubicin in Bladder Cancer"),
        ]
    )
    .searcher()
)


def search(typed: str) -> Results:
    return SEARCHER.search(parse(typed), 60)


@pytest.mark.parametrize(
    ("typed", "found", "asked"),
    [
        ("pclitaxel pharmacokinetic", 1, "did you mean paclitaxel? (60 trials)"),
        ("pclitaxel ", 1, "did you mean paclitaxel? (60 trials)"),
        ("tumors tpotecan", 1, "did you mean topotecan? (41 trials)"),
        ("drug:pclitaxel", 0, "did you mean paclitaxel? (60 trials)"),
        ("drug:tpotecan", 0, "did you mean topotecan? (1 trial)"),
        ("pclitaxel | bladder", 2, "did you mean paclitaxel? (60 trials)"),
    ],
)
def test_a_slip_that_some_trial_holds_is_asked_after(typed: str, found: int, asked: str) -> None:
    results = search(typed)
    assert results.total == found
    assert asked in results.problems


@pytest.mark.parametrize(
    "typed",
    ["paclitaxel", "paclitaxeli", "paclitaxels", "pirarubicin", "topotecan", '"pclitaxel"'],
)
def test_what_is_right_as_typed_is_not_asked_after(typed: str) -> None:
    """The word itself, its plural or Latin form, a medicine two slips away, an exact word."""
    assert search(typed).total
    assert not search(typed).problems


KNOWN = sorted(
    name
    for substance, others in brands().items()
    for name in (substance, *others)
    if name.isalpha() and len(name) > 5
)


@settings(max_examples=often(15, 300), deadline=None)
@given(st.sampled_from(KNOWN), st.data())
def test_a_medicine_of_the_tables_is_no_slip_for_another(name: str, data: st.DataObject) -> None:
    """However many trials hold a neighbour of its name."""
    at = data.draw(st.integers(1, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    near = f"{name[:at]}{letter}{name[at + 1 :]}"
    shelf = Shelf().put(
        [trial(1, f"Study of {name}"), *(trial(2 + n, f"Study of {near} {n}") for n in range(30))]
    )
    asked = shelf.searcher().search(parse(f"{name} "), 5)
    assert not any("did you mean" in problem for problem in asked.problems)
