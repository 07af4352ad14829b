"""Laws of reading eligibility that hold for any text at all."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.extraction import _read, extract, understand
from catalog.eligibility.limits.lexing import reading_form
from catalog.eligibility.screening.ranges import effective_range
from catalog.eligibility.splitting.portions import LONGEST, portions
from catalog.eligibility.vocabulary.entries import Variable, topics
from catalog.eligibility.vocabulary.variables import VARIABLES
from catalog.eligibility.vocabulary.wording import constraint as in_words
from catalog.model.text import plain

# Pieces of which real texts are made, so that random texts meet the rules.
PIECES = st.sampled_from(
    [
        "Inclusion Criteria:",
        "\nExclusion Criteria:\n",
        "\n* ",
        "\n    - ",
        " 1. ",
        " 2. ",
        "hemoglobin",
        " >= 10 g/dL",
        " ≤ 1.5 x ULN",
        "; ",
        ". ",
        " AST and ALT ",
        "no ",
        " within 4 weeks prior to enrollment",
        "ECOG 0-1",
        " unless Gilbert's syndrome",
        " (e.g., aspirin)",
        "DISEASE CHARACTERISTICS: ",
        "Age: 18 and over ",
        " or creatinine clearance > 60 mL/min",
        "NYHA class III/IV",
        "&gt; 3 months",
        "\\>= 5",
        "\n\n",
        "Pregnant women",
        "at least",
        "İ",
        "½",
        "18-75 years",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))
WORD = re.compile(r"\w+")


@given(TEXTS)
def test_spans_point_at_the_words_they_quote(text: str) -> None:
    for criterion in extract(text):
        start, end = criterion.span
        assert 0 <= start < end <= len(text)
        assert WORD.findall(criterion.text) == WORD.findall(plain(text[start:end]))


@given(TEXTS)
def test_constraints_point_into_their_criterion(text: str) -> None:
    for criterion in extract(text):
        for limit in criterion.constraints:
            if limit.span is not None:
                assert 0 <= limit.span[0] < limit.span[1] <= len(criterion.text)


@given(TEXTS)
def test_items_follow_one_another_and_parents_stand_before(text: str) -> None:
    criteria = extract(text)
    for n, criterion in enumerate(criteria):
        assert criterion.parent is None or criterion.parent < n
        if n:
            assert criteria[n - 1].span[1] <= criterion.span[0]


ITEMS = st.sampled_from(
    [
        "Hemoglobin >= 10 g/dL; platelets at least 100,000/mm3",
        "No prior therapy. Measurable disease required",
        "age 18-75 (e.g., adults)",
        "Patients must meet the following criteria:",
        "ECOG 0 or 1",
        "see appendix 3",
        "women &gt; 3 months post-partum \\[arm 2\\]",
        "- dashes - between words - and numbers 1 - 2",
        "1. first 2. second 3. third",
        "who have recovered; or; are stable",
        "Life expectancy: at least 3 months",
    ]
)
MARKS = st.sampled_from(("\n* ", "\n", "\n\n", "\n    - ", "\n1. ", "\n  o "))


@given(st.lists(st.tuples(MARKS, ITEMS), min_size=1, max_size=12))
def test_no_word_is_lost(items: list[tuple[str, str]]) -> None:
    text = "Inclusion Criteria:" + "".join(mark + item for mark, item in items)
    left = list(text)
    for criterion in extract(text):
        start, end = criterion.span
        left[start:end] = " " * (end - start)
    words = {word.lower() for word in WORD.findall("".join(left)) if not word.isdigit()}
    sections = {w.lower() for c in extract(text) for w in WORD.findall(c.section)}
    assert words - sections <= {"inclusion", "criteria", "o"}


@given(TEXTS)
def test_topics_are_known_few_and_never_none(text: str) -> None:
    known = set(topics())
    for criterion in extract(text):
        assert 1 <= len(criterion.topics) <= 8
        assert set(criterion.topics) <= known
        assert len(set(criterion.topics)) == len(criterion.topics)


@given(TEXTS)
def test_every_constraint_can_be_shown_and_compared(text: str) -> None:
    for criterion in extract(text):
        for limit in criterion.constraints:
            assert in_words(limit)
            assert effective_range(criterion.kind, limit).variable == limit.variable


@given(TEXTS)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    assert extract(text) == extract(text)


@given(st.text(max_size=200))
def test_the_reading_form_keeps_places_and_is_stable(text: str) -> None:
    form = reading_form(text)
    assert len(form) == len(text)
    assert len(reading_form(form)) == len(form)


@given(st.text(max_size=3 * LONGEST), st.sampled_from(("", ". ", "; ", " ")))
@settings(max_examples=25)
def test_portions_hold_every_letter_once(text: str, mark: str) -> None:
    whole = mark.join([text] * 3)
    assert "".join(part for _, part in portions(whole)) == whole
    assert all(whole[at : at + len(part)] == part for at, part in portions(whole))


MEASURED = [v for v in VARIABLES if v.unit and v.factors and v.low is not None and "/" in v.unit]


@given(st.sampled_from(MEASURED), st.sampled_from(("<", "<=", ">", ">=")), st.integers(1, 40))
def test_normalising_twice_changes_nothing(variable: object, op: str, number: int) -> None:
    assert hasattr(variable, "names") and hasattr(variable, "unit")
    once = understand("inclusion", f"{variable.names[0]} {op} {number} {variable.unit}")[1]
    for limit in once:
        if isinstance(limit.norm_value, int | float) and limit.norm_unit == variable.unit:
            again = understand(
                "inclusion", f"{variable.names[0]} {op} {limit.norm_value:g} {limit.norm_unit}"
            )[1]
            same = [each for each in again if each.variable == limit.variable]
            assert [(each.norm_value, each.norm_unit) for each in same] == [
                (limit.norm_value, limit.norm_unit)
            ]


HOSTILE = (
    "a", " ", "\n", "(", "no ", "hgb >= 10 g/dL ", "1,", "hemoglobin, ", "(e.g. ", "* ", "- A",
    "Inclusion Criteria: ", "no mi or ", ". ", "within 4 weeks ", "except ", "Age ", "x ", ">",
    "&amp;", "\\", "grade ", "[", "İ", "1. ", "; and ", "class III/IV ", "\t", "ulna ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_length_not_with_its_square(piece: str) -> None:
    """Eight times the text takes about eight times the calls; a square would be 64 times."""

    def calls(size: int) -> int:
        text = f"{size} " + piece * (size // len(piece))
        _read.cache_clear()
        counted = 0

        def count(frame: object, event: str, about: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            extract(text)
        finally:
            sys.setprofile(before)
        return counted

    calls(16_001)  # tables are read at their first use, which is no work of the text
    assert calls(16_001) < 16 * max(calls(2_000), 500)


def test_a_criterion_of_a_megabyte_is_answered() -> None:
    found = extract("Inclusion Criteria: " + "platelets of the patient and " * 35_000)
    assert isinstance(found[0], Criterion)
    assert all(isinstance(limit, Constraint) for limit in found[0].constraints)


@pytest.mark.parametrize("variable", [each for each in VARIABLES if each.scale and not each.unit])
def test_one_step_of_a_scale_is_a_member_of_it(variable: Variable) -> None:
    """A scale has steps and nothing between them; who is out has another step of it."""
    steps: frozenset[int | float | str] = frozenset(variable.scale)
    one = variable.scale[0]
    said = Constraint(variable.id, "=", one, None, one, None)
    assert effective_range("inclusion", said).members == frozenset[int | float | str]({one})
    assert effective_range("exclusion", said).members == steps - {one}


def test_a_list_is_its_members_whatever_its_variable() -> None:
    listed = Constraint("gleason_unheard_of", "in", (1, 2), None, (1, 2), None)
    assert effective_range("inclusion", listed).members == frozenset[int | float | str]({1, 2})
