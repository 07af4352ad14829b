"""What is typed of a patient: forgiven in spelling, never guessed, never quoted back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.screening.answers import (
    Answer,
    answers_of,
    key_of,
    told,
    value_told,
    with_answers,
    without,
)
from catalog.eligibility.screening.askable import NotUnderstood, asked_of, everything
from catalog.eligibility.screening.patient import NEVER, Patient
from catalog.eligibility.screening.typed import read
from catalog.eligibility.vocabulary.entries import variables

ASKED = list(everything())


@pytest.mark.parametrize(
    ("typed", "beside", "said"),
    [
        ("62", ("age", "a"), [("age", 62, "a")]),
        ("9 mo", ("age", "a"), [("age", 9, "mo")]),
        ("62 f", ("age", "a"), [("age", 62, "a"), ("sex", "female", None)]),
        ("62m", ("", None), [("age", 62, "a"), ("sex", "male", None)]),
        ("9 mo f", ("age", "a"), [("age", 9, "mo"), ("sex", "female", None)]),
        ("CrCl 45", ("", None), [("crcl", 45, "mL/min")]),
        ("crcl 45", ("ecog", None), [("crcl", 45, "mL/min")]),
        ("45", ("crcl", "mL/min"), [("crcl", 45, "mL/min")]),
        ("45,5", ("crcl", "mL/min"), [("crcl", 45.5, "mL/min")]),
        ("HPV-negative", ("", None), [("hpv", "absent", None)]),
        ("no hiv", ("", None), [("hiv", "absent", None)]),
        ("prior PD-1", ("", None), [("prior.pd1", "present", None)]),
        ("no prior pd-1", ("", None), [("prior.pd1", "absent", None)]),
        ("NYHA II", ("", None), [("nyha", 2, None)]),
        ("a", ("child_pugh", None), [("child_pugh", "A", None)]),
        ("creatinine 90 µmol/L", ("", None), [("creatinine", 90, "umol/L")]),
        ("90", ("creatinine", "umol/L"), [("creatinine", 90, "umol/L")]),
        ("plt 150", ("", None), [("plt", 150, "10*9/L")]),
        ("platelets 150000", ("", None), [("plt", 150000, "/uL")]),
        ("alt 2 x ULN", ("", None), [("alt", 2, "{xULN}")]),
        ("alt 45 U/L, ULN 40", ("", None), [("alt", 45, "U/L"), ("uln.alt", 40, "U/L")]),
        ("never", ("ts.radiotherapy", "wk"), [("ts.radiotherapy", NEVER, "d")]),
        ("radiotherapy 3 wk", ("", None), [("ts.radiotherapy", 3, "wk")]),
        ("53 mmol/mol", ("hba1c", "%"), [("hba1c", 53, "mmol/mol")]),
        (
            "62 f, ECOG 1; HPV neg",
            ("age", "a"),
            [("age", 62, "a"), ("sex", "female", None), ("ecog", 1, None), ("hpv", "absent", None)],
        ),
    ],
)
def test_what_is_understood(
    typed: str, beside: tuple[str, str | None], said: list[tuple[str, object, str | None]]
) -> None:
    assert [(one.variable, one.value, one.unit) for one in read(typed, *beside)] == said


@pytest.mark.parametrize(
    ("typed", "variable", "unit", "why"),
    [
        ("62", "", None, "say what it is"),
        ("9 m", "age", "a", "mo or wk"),  # months, or a boy?
        ("9 w", "", None, "mo or wk"),
        ("200", "age", "a", "cannot be right"),
        ("creatinine 90", "", None, "in which unit"),
        ("90", "creatinine", "mg/dL", "cannot be right; or is it µmol/L"),
        ("calcium 2.3", "", None, "in which unit"),
        ("platelets 150,000", "", None, "without parting thousands"),
        ("7", "ecog", None, "one of 0 1 2 3 4"),
        ("<45", "crcl", "mL/min", "a number"),
        ("45 mg/dL", "crcl", "mL/min", "in mL/min"),
        ("maybe", "hiv", None, "yes or no"),
        ("hiv", "", None, "yes or no"),
        ("nivolumab no", "", None, "say what it is"),  # another of its kind may have been given
        ("3", "ts.radiotherapy", None, "in which unit"),
        ("3 m", "ts.radiotherapy", "wk", "in weeks"),
    ],
)
def test_what_is_not_understood_is_said(
    typed: str, variable: str, unit: str | None, why: str
) -> None:
    with pytest.raises(NotUnderstood, match=re.escape(why)):
        read(typed, variable, unit)


@given(st.text(max_size=24), st.sampled_from(["", *(one.variable for one in ASKED)]))
def test_whatever_is_typed_is_a_value_or_is_refused(typed: str, variable: str) -> None:
    try:
        answers = read(typed, variable, None)
    except NotUnderstood as error:
        assert "\n" not in str(error)
        return
    patient = with_answers(Patient(), answers)
    assert {one.variable for one in answers_of(patient)} == {one.variable for one in answers}


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(ASKED))
def test_no_refusal_quotes_what_was_typed(secret: int, one: object) -> None:
    assert isinstance(one, type(ASKED[0]))
    for typed in (f"{secret}", f"x{secret}", f"{one.label} {secret} zz"):
        try:
            read(typed, one.variable, one.units[0] if one.units else None)
        except NotUnderstood as error:
            assert str(secret) not in str(error)


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.variable)
def test_every_value_can_be_typed_and_comes_back(one: object) -> None:
    """By its name and in its row, in each of its units; and is not known when it is taken away."""
    assert isinstance(one, type(ASKED[0]))
    known = variables()[one.variable]
    if one.units:
        low = max(known.low or 0.0, 0.0)
        high = known.high if known.high is not None else low + 10
        own = low + (high - low) / 4
        unit = one.units[0]
        amount = 20.0 if one.variable == "age" or one.kind == "interval" else own
        if unit in known.factors and one.variable != "age":
            amount = (own - known.offsets.get(unit, 0.0)) / known.factors[unit]
        typed = f"{amount:.6g}"
        assert read(typed, one.variable, unit)[0].unit == unit
    else:
        typed = one.takes.split()[-1]
    answers = read(typed, one.variable, one.units[0] if one.units else None)
    [answer] = answers
    assert answer.variable == one.variable
    assert value_told(answer)
    assert told(answer)
    patient = with_answers(Patient(), answers)
    [known_one] = answers_of(patient)
    assert known_one.variable == one.variable
    assert answers_of(without(patient, one.variable)) == ()
    assert read(value_told(answer), one.variable, answer.unit)[0].variable == one.variable
    assert key_of(one.variable)


def test_a_value_takes_the_place_of_the_one_before() -> None:
    patient = with_answers(Patient(), read("62 f, crcl 45, hiv no", "age"))
    patient = with_answers(patient, (Answer("crcl", 50.0, "mL/min"), Answer("hiv", "present")))
    assert patient.normal("crcl") == (50.0, "mL/min")
    assert patient.state("hiv") == "present"
    assert patient.age is not None
    assert asked_of("contraception_after") is None
    assert asked_of("nothing") is None
