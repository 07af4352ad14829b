"""Kinds of values, as laws: divided before folded, one writing of a status, ages, markup."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Phase, Sex, Status, StudyType, coded, phases, settled, spellings
from catalog.model.record import SourceRecord
from catalog.model.text import plain
from importers.ictrp import texts
from importers.pipeline import read
from importers.values.ages import age
from importers.values.empties import filled
from importers.values.markup import unmarked

# -- phases

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
BETWEEN = st.sampled_from(
    ("/", " / ", ",", ", ", "-", " - ", "–", "|", "&", " & ", "+", ";", " and ", " or ", " to ",
     "_", " und ", " et ", " y ", "\n", "/Phase ", "-Phase ", " ")
)  # fmt: skip


@st.composite
def phase_writings(draw: st.DrawFn) -> tuple[frozenset[int], str]:
    """Two phases, and one of the ways in which cells name them."""
    numbers = draw(st.lists(st.integers(1, 4), min_size=2, max_size=2, unique=True))
    roman = draw(st.booleans())
    names = [ROMAN[n] if roman else str(n) for n in sorted(numbers)]
    first, second = (name + draw(st.sampled_from(("", "", "a", "b"))) for name in names)
    opening = draw(st.sampled_from(("Phase ", "phase ", "PHASE ", "Phases ", "Fase ", "")))
    closing = draw(st.sampled_from(("", " study", " (integrated)")))
    whole = f"{opening}{first}{draw(BETWEEN)}{second}"
    return frozenset(numbers), whole + (closing if opening else "")


@given(phase_writings())
def test_no_writing_of_two_phases_is_a_third(writing: tuple[frozenset[int], str]) -> None:
    numbers, said = writing
    means = {word.means for word in phases(said)} - {None}
    assert means <= {Phase(f"PHASE{n}") for n in numbers}, said


@pytest.mark.parametrize("said", [
    "Phase I/II", "Phase I,II", "Phase I-II", "Phase I & II", "Phase I|II", "Phase I / II", "I_II",
    "1-2", "Phase 1/Phase 2", "PHASE1|PHASE2", "Phase Ib/IIa", "Ⅰ/Ⅱ", "Phase I to II", "1 2",
    "Phase I and Phase II (Integrated)", "Fase I e II", "Phases 1 and 2", "Phase I II",
    "Human Pharmacology (Phase I)- First administration | Therapeutic exploratory (Phase II)",
])  # fmt: skip
def test_phase_one_and_two_in_the_writings_of_registries(said: str) -> None:
    assert [word.means for word in phases(said)] == [Phase.PHASE1, Phase.PHASE2]


@pytest.mark.parametrize(("said", "means"), [
    ("N/A", Phase.NA), ("Therapeutic exploratory (Phase II)", Phase.PHASE2),
    ("I (Phase I study)", Phase.PHASE1), ("Phase III", Phase.PHASE3), ("Phase-3", Phase.PHASE3),
    ("Early Phase 1", Phase.EARLY_PHASE1), ("Phase 0", Phase.EARLY_PHASE1), ("12", None),
    ("0", None), ("Retrospective study", None), ("Post-market", None),
])  # fmt: skip
def test_one_phase_keeps_its_words(said: str, means: Phase | None) -> None:
    assert [(word.said, word.means) for word in phases(said)] == [(said, means)]


# -- status, sex, type


@pytest.mark.parametrize("kind", [Status, StudyType, Sex])
def test_two_words_of_one_cell_are_no_third(kind: type[Status | StudyType | Sex]) -> None:
    words = [*(member.value for member in kind), *_spelt(kind)]
    for left, right in itertools.permutations(words, 2):
        for between in ("/", ", ", ";", " | "):
            both = coded(kind, left + between + right)
            alone = {_means(kind, left), _means(kind, right)}
            assert both is None or both.means in {None, *alone, Sex.ALL}, (left, between, right)


def _means(kind: type[Status | StudyType | Sex], said: str) -> object:
    word = coded(kind, said)
    return word.means if word else None


def _spelt(kind: type[Status | StudyType | Sex]) -> list[str]:
    return [word for word, means in spellings()[kind.__name__].items() if means]


@pytest.mark.parametrize(("said", "means"), [
    ("F/M", Sex.ALL), ("Women; Men", Sex.ALL), ("Female|Male", Sex.ALL), ("Women", Sex.FEMALE),
    ("Male/unknown", None), ("Female-Female", None),
])  # fmt: skip
def test_both_sexes_in_one_cell(said: str, means: Sex | None) -> None:
    found = coded(Sex, said)
    assert found is not None and (found.said, found.means) == (said, means)


@pytest.mark.parametrize(("said", "means"), [
    ("Open public recruiting", Status.RECRUITING), ("Open to Recruitment", Status.RECRUITING),
    ("Pending (Not yet recruiting)", Status.NOT_YET_RECRUITING),
    ("Preinitiation", Status.NOT_YET_RECRUITING),
    ("No longer recruiting", Status.ACTIVE_NOT_RECRUITING),
    ("Closed to Recruitment of Participants", Status.ACTIVE_NOT_RECRUITING),
    ("Stopped early", Status.TERMINATED), ("Temporarily closed", Status.SUSPENDED),
    ("Main results already published", Status.COMPLETED),
    ("Authorised-recruitment may be ongoing or finished", None),
    ("Closed to recruitment,follow-up continuing", Status.ACTIVE_NOT_RECRUITING),
    ("Recruiting withdrawn before recruiting started", Status.WITHDRAWN),
    ("Open to recruitment: actively recruiting participants", Status.RECRUITING),
    ("Recruiting complete, study complete", Status.COMPLETED),
    ("Recruiting complete, study continuing", Status.ACTIVE_NOT_RECRUITING),
    ("Completed (Has Results)", Status.COMPLETED),
    ("Terminated (Halted Prematurely)", Status.TERMINATED),
    ("Withdrawn (No Participants Enrolled)", Status.WITHDRAWN),
    ("Recruitment start at a later date", Status.NOT_YET_RECRUITING),
    ("Closed: inclusion stopped", Status.ACTIVE_NOT_RECRUITING),
    ("Recruitment stopped", None), ("Enrollment stopped", None), ("Delayed", None),
    ("Not Recruiting", None), ("Ongoing", None), ("Authorised", None), ("Closed", None),
])  # fmt: skip
def test_status_words_of_registries(said: str, means: Status | None) -> None:
    found = coded(Status, said)
    assert found is not None and (found.said, found.means) == (said, means)


@pytest.mark.parametrize(("said", "shown"), [
    ("Not Recruiting", "Not recruiting"), ("NOT RECRUITING", "Not recruiting"),
    ("not recruiting", "Not recruiting"), ("Diagnostic test", "Diagnostic test"),
    ("GB - no longer in EU/EEA", "GB - no longer in EU/EEA"), ("BA/BE", "BA/BE"),
])  # fmt: skip
def test_a_word_outside_the_enumerations_has_one_writing(said: str, shown: str) -> None:
    assert settled(said) == shown


@given(st.text(alphabet="aBcdEF gH/-1", max_size=40))
def test_settling_settles(word: str) -> None:
    assert settled(settled(word)) == settled(word)
    assert settled(word).casefold().split() == word.casefold().split()


# -- ages


@pytest.mark.parametrize(("said", "years"), [
    ("65+", 65), ("18 Years and older", 18), ("18 Years 0 Months 0 Days", 18), ("16age", 16),
    ("18 Jahre", 18), ("at least 18 years of age", 18), ("≥１８", 18), ("18-65 years", 18),
    ("6 months - 5 years", 0.5), ("12 years 6 months", 12.5), ("18岁", 18), ("18 ans et plus", 18),
    ("18 years or older", 18), ("18 (Years)", 18), ("24 m", 2),
])  # fmt: skip
def test_a_lower_limit_as_people_write_it(said: str, years: float) -> None:
    found = age(said)
    assert found is not None and found.said == said
    assert found.years == pytest.approx(years)


@pytest.mark.parametrize(("said", "years"), [
    ("65 Years 11 Months 0 Days", 65 + 11 / 12), ("Up to 65", 65), ("<= 85age old", 85),
    ("18-65 years", 65), ("65 years or younger", 65), ("bis 75 Jahre", 75), ("0 Days", 0),
])  # fmt: skip
def test_an_upper_limit_as_people_write_it(said: str, years: float) -> None:
    found = age(said, upper=True)
    assert found is not None and found.years == pytest.approx(years)


@pytest.mark.parametrize(
    "said", ["0 N/A (No limit)", "-2147483648 No limit", "No age limit", "N/A"]
)
def test_no_limit_is_no_limit_on_either_side(said: str) -> None:
    assert age(said) is None and age(said, upper=True) is None


@pytest.mark.parametrize("said", [
    "eighteen", "Child", "37 weeks gestation", "18 years, 80 years", "No limit, 18", "< 18 Years",
    "5 Years 5 Years", "about 18", "18 Monde", "18 to", "1" * 90,
    "18-65 foo", "18 to 65 years foo",
])  # fmt: skip
def test_what_is_no_lower_limit_is_kept_unread(said: str) -> None:
    found = age(said)
    assert found is not None and (found.said, found.amount) == (said, None)


@given(st.integers(0, 130), st.sampled_from(("Years", "Months", "Weeks", "Days")), st.booleans())
def test_a_plain_limit_is_what_it_says(amount: int, unit: str, upper: bool) -> None:
    found = age(f"{amount} {unit}", upper=upper)
    assert found is not None and (found.amount, found.unit) == (amount, unit)
    assert str(found) == f"{amount} {unit[:-1] if amount == 1 else unit}"


@given(st.text(max_size=30), st.booleans())
def test_nothing_but_words_of_no_limit_is_no_limit(text: str, upper: bool) -> None:
    found = age(text, upper=upper)
    if found is None and any(letter.isdecimal() for letter in text):
        assert upper or re.search(r"999|limit|n/?a|no|any|-", text.casefold()), text


# -- markup


@pytest.mark.parametrize(("said", "shown"), [
    ("HIV positive<br/ >2. ECOG", "HIV positive\n2. ECOG"), ("a< br / >b", "a\nb"),
    ("a<BR CLEAR=all>b\r<br>c", "a\nb\nc"), ("x<ul><li>a</li><li>b</li></ul>y", "x\na\nb\ny"),
    ("<p>one</p><p>two</p>", "one\ntwo"), ("A<p>B", "A\nB"),
    ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A  B\nC"),
    ("CD4 &amp;lt; 200 &amp;amp;gt; &#8805; 100&nbsp;x", "CD4 < 200 > ≥ 100 x"),
    ("10<sup>9</sup>/L HbA<sub>1c</sub> m<sup>2</sup>", "10^9/L HbA1c m2"),
    ('<span style="font-size: 12px">x</span>', "x"),
    # what is no markup stays
    ("<the guide of diagnosis>", "<the guide of diagnosis>"), ("<TAB>", "<TAB>"),
    ("p<0.05, a <b and c> d", "p<0.05, a <b and c> d"), ("R&D; &foo;", "R&D; &foo;"),
    ("Campion <name@example.org>", "Campion <name@example.org>"),
])  # fmt: skip
def test_tags_are_lines_and_entities_signs(said: str, shown: str) -> None:
    assert unmarked(said) == shown


@given(st.text(alphabet="<>&;#/ abpr1lit\n=\"'", max_size=60))
def test_cleaning_ends_and_loses_no_word(text: str) -> None:
    again = unmarked(text)
    assert unmarked(again, "<br>").replace("<br>", "\n") == unmarked(again)


@given(st.text(alphabet="abc 12<>≥.,", max_size=40), st.integers(0, 3))
def test_a_text_escaped_up_to_three_times_is_the_text(text: str, times: int) -> None:
    escaped = text
    for _ in range(times):
        escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unmarked(escaped) == unmarked(text)


@given(st.text(alphabet="ab 1<>≥'\"&é.", max_size=20), st.integers(1, 3))
def test_a_registrys_escapes_around_entities_are_escapes(text: str, times: int) -> None:
    """`\\&` of ClinicalTrials.gov, in a text that was escaped before it came there."""
    entities = "".join(f"&#{ord(sign)};" if sign in "<>'\"&é" else sign for sign in text)
    for _ in range(times - 1):
        entities = entities.replace("&", "&amp;")
    assert plain(unmarked(entities.replace("&", "\\&"))) == plain(unmarked(entities))


def test_the_readers_text_is_unescaped_as_deep() -> None:
    assert (
        plain(r"blasts \&amp;lt;5 percent, children\&amp;#39;s") == "blasts <5 percent, children's"
    )


# -- the side of a criterion


@pytest.mark.parametrize(("inclusion", "exclusion", "whole"), [
    ("Adults", "Pregnancy", "Inclusion criteria:\nAdults\n\nExclusion criteria:\nPregnancy"),
    (None, "1) HIV", "Exclusion criteria:\n1) HIV"),
    ("Criterios de inclusión:\n1. A", "Criterios de exclusión:\n1. B",
     "Inclusion criteria (Criterios de inclusión):\n1. A\n\n"
     "Exclusion criteria (Criterios de exclusión):\n1. B"),
    ("Inclusion Criteria: A", "Key exclusion criteria:\nB",
     "Inclusion Criteria:\nA\n\nKey exclusion criteria:\nB"),
    ("A", "Ausschlusskriterien:\nB",
     "Inclusion criteria:\nA\n\nExclusion criteria (Ausschlusskriterien):\nB"),
    ("Inclusion Criteria: A", None, "Inclusion Criteria:\nA"),
])  # fmt: skip
def test_the_column_decides_the_side(
    inclusion: str | None, exclusion: str | None, whole: str
) -> None:
    assert texts.criteria(inclusion, exclusion, "CTRI") == whole


# -- cells without a value

NOTHINGS = ("nan", "NaN", "NaT", "<NA>", "NULL", "#N/A", "NA", "N.A.", "-", "--", "None", "Unknown")


@pytest.mark.parametrize("said", NOTHINGS)
def test_a_word_for_nothing_is_nothing_but_where_it_is_a_value(said: str) -> None:
    row = {"acronym": said, "overallstatus": said, "phases": said, "title": f"{said} x"}
    found = filled(row, "INTERVENTIONAL")
    assert found["acronym"] == "" and found["title"] == f"{said} x"
    assert (found["overallstatus"] == said) is (said == "Unknown")
    assert (found["phases"] == said) is (said in ("NA", "N.A."))
    assert filled(row, "OBSERVATIONAL")["phases"] == ""


@given(st.text(alphabet="NAnaxy -", max_size=5))
def test_a_word_with_more_letters_is_kept(text: str) -> None:
    said = f"{text}Z"
    assert filled({"acronym": said})["acronym"] == said


def test_a_status_that_is_unknown_is_kept(corpus: Path) -> None:
    found = read([corpus / "ctgov-csv" / "other-field-names-60rows.csv"], workers=0)
    statuses = [item.trial.status for item in found if isinstance(item, SourceRecord)]
    assert all(statuses) and any(one and one.means is Status.UNKNOWN for one in statuses)
