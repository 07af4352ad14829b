"""Criteria as sentences: the same ones that the rules read, without what they mean."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.as_written import as_written
from catalog.eligibility.extraction import criteria_of
from catalog.model.trial import Eligibility, Trial
from catalog.store.catalogue import Catalogue
from tests.tui.driving import STARTER

LINES = st.sampled_from(
    [
        *("Inclusion Criteria:", "Exclusion Criteria:", "", "Arm A:", "Key exclusions"),
        *("* Age 18 years or older", "- HIV positive", "* ECOG 0 or 1", "1. One of the following:"),
        *("   * Platelets >= 100,000/uL; no bleeding", "Pregnant or nursing women", "* x < 3 : y"),
    ]
)


def of_text(text: str) -> Trial:
    return Trial(conditions=("Melanoma",), eligibility=Eligibility(text=text))


def assert_same(trial: Trial) -> None:
    read = [
        msgspec.structs.replace(each, topics=(), constraints=(), left_over=None, narrowing=())
        for each in criteria_of(trial)
    ]
    assert list(as_written(trial)) == read


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_the_rules_change_no_place_side_or_role(text: str) -> None:
    assert_same(of_text(text))


def test_nor_of_real_records() -> None:
    with Catalogue.open(STARTER) as catalogue:
        found = [catalogue.get(number) for number in ("NCT05721443", "NCT04058145")]
    trials = [each.trial for each in found if each is not None]
    assert sum(len(as_written(each)) for each in trials) > 20, "else this sees nothing"
    for each in trials:
        assert_same(each)


def test_a_record_without_a_text_has_none() -> None:
    assert as_written(Trial()) == ()
