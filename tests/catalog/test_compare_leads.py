"""Lines whose lead-in turns their side: nobody is told excluded for what would let them in."""

from __future__ import annotations

import itertools

import pytest

from catalog.comparison.allowed import SEE_THE_WORDS
from catalog.comparison.briefly import of_side
from catalog.comparison.compare import compare
from catalog.comparison.differing_limits import unlike
from catalog.comparison.leads import side, turned
from catalog.comparison.thresholds import thresholds
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import criteria_of
from catalog.model.trial import Eligibility, Trial
from tests.catalog.compare_cases import TODAY, merged

LETTING = (
    "Participants with known brain metastases may be eligible for all cohorts if they:",
    "Patients with brain metastases are allowed provided that all of the following are met:",
    "Patients with treated brain metastases are eligible if:",
    "Active brain metastases, with the following exceptions:",
    "Brain metastases unless:",
    "Allowed treatments are the following:",
    "Previously treated brain metastases must fulfil the following to be eligible for the trial:",
    "Brain metastases (others are excluded) can be included when:",
)
BARRING = (
    "Any of the following:",
    "Patients who meet one of the following are not eligible:",
    "To be eligible for this study, patients should not meet any of the following criteria:",
    "Subjects will be excluded if they have:",
    "Cardiac disease, including but not limited to:",
    "Taking prohibited drugs (unless otherwise specified):",
)
ITEMS = ("had prior radiotherapy", "HIV infection", "no steroids within 14 days", "stable disease")
FLAT = "Exclusion Criteria:\n\n* Prior splenectomy\n* {}\n{}\n\nInclusion Criteria:\n\n* Adults\n"


def told(text: str) -> Trial:
    return Trial(eligibility=Eligibility(text=text))


def text_of(lead: str, bullet: str) -> str:
    return FLAT.format(lead, "\n".join(f"{bullet}* {each}" for each in ITEMS))


@pytest.mark.parametrize(("lead", "bullet"), [*itertools.product(LETTING, ("", "   "))])
def test_what_stands_under_a_lead_in_that_lets_in_excludes_nobody(lead: str, bullet: str) -> None:
    trial = told(text_of(lead, bullet))
    criteria = criteria_of(trial)
    under = turned(criteria)
    items = {place for place, each in enumerate(criteria) if each.text in ITEMS}
    assert len(items) == len(ITEMS)
    assert items <= under.keys()
    assert not {each.text for each in of_side(criteria, "exclusion")} & {*ITEMS}
    assert "Prior splenectomy" in {each.text for each in of_side(criteria, "exclusion")}
    for limit in thresholds(criteria).values():
        if set(limit.criteria) <= items:
            assert all(entry.region == SEE_THE_WORDS for entry in limit.entries.values())
    found = compare(
        [merged(trial, "A"), merged(told("Inclusion Criteria:\n\n* HIV"), "B")], today=TODAY
    )
    cells = [row.cells[0].text for section in found.sections for row in section.rows]
    lines = [line for cell in cells for line in cell.split("\n")]
    assert any(line.startswith("see the words") for line in lines)
    for line in lines:
        assert not (line.startswith(("excluded", "required")) and line.endswith(ITEMS)), line


@pytest.mark.parametrize(("lead", "bullet"), [*itertools.product(BARRING, ("", "   "))])
def test_a_lead_in_that_keeps_out_turns_nothing(lead: str, bullet: str) -> None:
    criteria = criteria_of(told(text_of(lead, bullet)))
    assert not turned(criteria)
    assert {*ITEMS} <= {each.text for each in of_side(criteria, "exclusion")}


def test_a_bar_within_the_inclusions_asks_for_nothing() -> None:
    text = (
        "Inclusion Criteria:\n\n* Women were ineligible if they:\n   * planned to move\n* Adults\n"
    )
    criteria = criteria_of(told(text))
    assert [criteria[place].text for place in turned(criteria)] == ["planned to move"]


def test_where_a_flat_list_ends_is_not_said_to_be_known() -> None:
    """The next line surely stands under it, further ones perhaps; a lead-in ends it."""
    lines = ("Brain metastases, except:", "Treated ones", "Active tuberculosis", "Heart disease:")
    criteria = [Criterion("exclusion", each, (0, 0)) for each in (*lines, "Angina")]
    assert {place: each.sure for place, each in turned(criteria).items()} == {1: True, 2: False}


PARTLY = "excluded (with exceptions)"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("exclusion", "Acute infection (maintenance therapy is permitted).", PARTLY),
        ("exclusion", "Another malignancy except one treated ≥ 2 years ago", PARTLY),
        ("exclusion", "Subjects who may receive other anti-tumor therapies", "excluded"),
        ("exclusion", "Any condition that may be exacerbated by sleep restriction", "excluded"),
        ("exclusion", "Are enrolled in another study", "excluded"),
        ("exclusion", "Patients who are not eligible for surgery", "excluded"),
        ("exclusion", "Patients with treated brain metastases are eligible.", "see the words"),
        ("exclusion", "Thrush is allowed if it needs no treatment", "see the words"),
        ("inclusion", "Prior mitotane therapy is allowed.", "allowed"),
        ("inclusion", "Patients may have received chemotherapy", "allowed"),
        ("inclusion", "No patient may be entered without consultation", "required"),
        ("inclusion", "Endometrial carcinoma. All histologies are allowed.", "required"),
        ("inclusion", "You may be eligible for this study if you:", "required"),
    ],
)  # fmt: skip
def test_a_sentence_is_on_the_side_that_its_words_say(kind: str, text: str, expected: str) -> None:
    assert side(Criterion(kind, text, (0, 0))) == expected


def test_what_was_not_read_for_certain_differs_from_nothing() -> None:
    sure = "Inclusion Criteria:\n\n* Lesion of at least 10 mm\n"
    unread = "Exclusion Criteria:\n\n* Lesions unless:\n   * a lesion of at least 10 mm\n"
    one, other = (thresholds(criteria_of(told(text))) for text in (sure, unread))
    assert [entry.region for entry in other["lesion_size"].entries.values()] == [SEE_THE_WORDS]
    assert not unlike(one["lesion_size"], other["lesion_size"])
    assert not unlike(other["lesion_size"], one["lesion_size"])
