"""Texts into words: the same for what is indexed and what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.forms import related, variants
from catalog.search.words import LONGEST, compounds, fold, forms, identifier, indexed, parts, words


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("PD-1", "pd1"),
        ("PD 1", "pd1"),
        ("PD–1", "pd1"),
        ("IL 2", "il2"),
        ("5-FU", "5fu"),
        ("HER2/neu", "her2neu"),
        ("HER2/neu", "neu"),
        ("anti-PD-1", "pd1"),
        ("β-blocker", "beta"),
        ("Québec", "quebec"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Crohn’s", "crohn"),
        ("＋ＰＤ－１", "pd1"),
        ("肝癌", "肝"),
        ("&lt;CD19&gt;", "cd19"),
    ],
)
def test_a_writing_is_found_by(written: str, word: str) -> None:
    assert word in indexed((written,), names=True)


def test_a_number_after_a_measure_makes_no_name() -> None:
    assert indexed(("week 12",), names=True) == {"week", "12"}


@given(st.text(max_size=200))
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    held = indexed((text,), names=False)
    for compound in compounds(text):
        assert all(form in held or len(form) < 20 for form in forms(compound)) or not held
    assert all(len(word) <= LONGEST for word in held)
    assert all(word == fold(word).strip() or not word.isascii() for word in held)


@given(st.text(max_size=200))
def test_words_are_letters_and_digits(text: str) -> None:
    assert all(word and all(each.isalnum() for each in word) for word in words(text))
    assert words(text) == [part for each in compounds(text) for part in parts(each)]


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_case_never_matters(text: str) -> None:
    assert words(text) == words(text.upper()) == words(text.lower())


@given(st.text(max_size=40))
def test_an_identifier_is_the_same_however_it_is_spaced(text: str) -> None:
    assert identifier(text) == identifier(" ".join(text))[:LONGEST] or not text.isascii()


def test_spellings_of_a_word() -> None:
    assert {"tumors", "tumour"} <= set(variants("tumor"))
    assert "leukemia" in variants("leukaemia")
    assert "biopsy" in variants("biopsies")
    assert variants("il2") == ()


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("tumours", "tumor"),
        ("metastasis", "metastases"),
        ("hydrolysed", "hydrolyzed"),
        ("gynaecology", "gynecology"),
        ("thrombus", "thrombi"),
    ],
)
def test_number_and_spelling_together(typed: str, form: str) -> None:
    assert form in variants(typed)
    assert typed in variants(form)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("prevention", "preventing"),
        ("pleural", "pleura"),
        ("allergic", "allergy"),
        ("degeneration", "degenerative"),
        ("metastatic", "metastases"),
        ("surgery", "surgical"),
        ("esophagus", "esophageal"),
    ],
)
def test_words_of_one_stem(typed: str, form: str) -> None:
    assert form in related(typed)
    assert typed in related(form)


@given(st.text(max_size=30))
def test_no_word_is_a_form_of_itself(text: str) -> None:
    assert text not in variants(text) and text not in related(text)
