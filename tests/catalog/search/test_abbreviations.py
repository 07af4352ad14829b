"""Short and long forms in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.abbreviations import pairs
from catalog.model.trial import Intervention, Trial
from catalog.search.synonyms.learnt import pairs_of


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "Patients with head and neck squamous cell carcinoma (HNSCC) who",
            ("HNSCC", "head and neck squamous cell carcinoma"),
        ),
        ("Type 2 Diabetes Mellitus (T2DM)", ("T2DM", "Type 2 Diabetes Mellitus")),
        ("graft-versus-host disease (GVHD)", ("GVHD", "graft-versus-host disease")),
        ("ORR (overall response rate) at week 8", ("ORR", "overall response rate")),
        ("quality of life (QoL; SF-36)", ("QoL", "quality of life")),
        ("programmed death-ligand 1 (PD-L1)", ("PD-L1", "programmed death-ligand 1")),
    ],
)
def test_a_definition_is_found(text: str, pair: tuple[str, str]) -> None:
    assert pair in list(pairs(text))


@pytest.mark.parametrize(
    "text",
    [
        "patients (n = 30)",
        "given orally (see below)",
        "stage IV (metastatic)",
        "(HNSCC) first",
        "the dose (MTD will be determined)",
        "unrelated words here (XQZ)",
    ],
)
def test_what_defines_nothing(text: str) -> None:
    assert list(pairs(text)) == []


@given(st.text(alphabet="abcdeABCDE ()-1,;.", max_size=120))
def test_a_long_form_stands_in_the_text_and_has_the_letters(text: str) -> None:
    for short, long in pairs(text):
        assert short in text and long in text
        letters = iter(long.lower())
        assert all(each in letters for each in short.lower() if each.isalnum())


def test_other_names_without_doses_and_repetitions() -> None:
    drug = Intervention(
        name="Pembrolizumab",
        other_names=("Keytruda", "Pembrolizumab 200 mg", "KEYTRUDA", "pembrolizumab injection"),
    )
    found = {(pair.name, pair.meaning) for pair in pairs_of(Trial(interventions=(drug,)))}
    assert found == {("keytruda", "pembrolizumab")}
