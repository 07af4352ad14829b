"""Words into values: right for what registries write, and never failing on anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Sex, Status
from importers.values.ages import age
from importers.values.cleaning import (
    Words,
    blank,
    coordinates,
    count,
    identifier,
    joined,
    registry_number,
    stated,
    yes_no,
)

ANY = st.text(max_size=60)


@given(ANY)
def test_no_text_makes_cleaning_fail(text: str) -> None:
    blank(text), joined(text), yes_no(text), age(text), stated(text), count(text)
    identifier(text or "x"), coordinates(text, text)
    words = Words()
    words.code(Sex, text, "sex"), words.date(text, text, "date"), words.day(text, "day")


@given(ANY)
def test_blank_is_stripped_and_stays(text: str) -> None:
    said = blank(text)
    assert said is None or (said == said.strip() and said and "\0" not in said and "\r" not in said)
    assert blank(said) == said


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), max_size=5))
def test_what_was_joined_comes_apart(parts: list[str]) -> None:
    assert joined("|".join(parts)) == tuple(parts)
    assert joined(" | ".join(parts)) == tuple(parts)


@pytest.mark.parametrize(
    ("said", "shown", "years"),
    [
        ("18 Years", "18 Years", 18),
        ("1 Year", "1 Year", 1),
        ("6 Months", "6 Months", 0.5),
        ("30 Minutes", "30 Minutes", None),
        ("18", "18 Years", 18),
        ("18Y", "18 Years", 18),
        ("19 Year(s)", "19 Years", 19),
        ("20years-old", "20 Years", 20),
        (">= 20age old", "20 Years", 20),
        ("adults", "adults", None),
    ],
)
def test_ages(said: str, shown: str, years: float | None) -> None:
    found = age(said)
    assert found is not None
    assert (str(found), found.said) == (shown, said)
    if years is not None:
        assert found.years == years


@pytest.mark.parametrize(
    "said", ["N/A", "No limit", "no maximum age", "", " ", "-", "999 Years", "NO_MAX_AGE", None]
)
def test_no_limit_is_no_age(said: str | None) -> None:
    assert age(said) is None


@pytest.mark.parametrize(
    ("said", "date", "kept"),
    [
        ("2020-02-05", "2020-02-05", None),
        ("2020-02", "2020-02", None),
        ("2020", "2020", None),
        ("February 2020", "2020-02", "February 2020"),
        ("February 5, 2020", "2020-02-05", "February 5, 2020"),
        ("spring", None, "spring"),
        ("2020-02-31", None, "2020-02-31"),
        ("None", None, "None"),
    ],
)
def test_dates_keep_their_precision_and_wording(
    said: str, date: str | None, kept: str | None
) -> None:
    for found in (stated(said, "Anticipated"), Words().date(said, "Anticipated", "start")):
        assert found is not None
        assert (str(found.date) if found.date else None, found.said) == (date, kept)
        assert found.type is not None
        assert (found.type.said, found.type.means) == ("Anticipated", "ESTIMATED")


@pytest.mark.parametrize(
    ("said", "number"), [("31", 31), ("2,000,000", 2_000_000), ("0", 0), ("about 30", None)]
)
def test_counts(said: str, number: int | None) -> None:
    found = count(said)
    assert found is not None
    assert (found.count, found.said) == (number, None if number is not None else said)


def test_coordinates_are_places_on_earth() -> None:
    assert coordinates(0.0, "-82.5") == (0.0, -82.5)
    assert coordinates(91, 0) == coordinates("x", "1") == coordinates(None, 3.0) == (None, None)
    assert coordinates("nan", "nan") == (None, None)


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("NCT01234567", "nct", "NCT01234567"),
        ("nct01234567", "nct", "NCT01234567"),
        ("2005-004274-24", "eudract", "2005-004274-24"),
        ("EudraCT 2005-004274-24", "eudract", "2005-004274-24"),
        ("EUCTR2020-000890-25-FR", "eudract", "2020-000890-25"),
        ("2022-500244-37-00", "ctis", "2022-500244-37-00"),
        ("ISRCTN 12345678", "isrctn", "ISRCTN12345678"),
        ("DRKS00000001", "drks", "DRKS00000001"),
        ("ChiCTR2000034346", "chictr", "ChiCTR2000034346"),
        ("CHICTR-TRC-10001234", "chictr", "ChiCTR-TRC-10001234"),
        ("ACTRN12620000445976p", "actrn", "ACTRN12620000445976"),
        ("CTRI/2020/04/024479", "ctri", "CTRI/2020/04/024479"),
        ("JPRN-UMIN000039839", "umin", "UMIN000039839"),
        ("JPRN-jRCTs031190264", "jrct", "jRCTs031190264"),
        ("IRCT20200128046294N2", "irct", "IRCT20200128046294N2"),
        ("KCT0004914", "kct", "KCT0004914"),
        ("RBR-949z6v", "rebec", "RBR-949z6v"),
        ("NL8491", "ntr", "NL8491"),
        ("U1111-1119-5101", "utn", "U1111-1119-5101"),
        ("NCI-2015-00045", "nci", "NCI-2015-00045"),
        ("TCTR20200404004", "tctr", "TCTR20200404004"),
        ("PER-010-20", "per", "PER-010-20"),
    ],
)
def test_numbers_are_known_by_their_shape(said: str, kind: str, value: str) -> None:
    found = identifier(said, "Other Identifier")
    assert (found.kind, found.value, found.said_type) == (kind, value, "Other Identifier")
    assert registry_number(value) == (kind, value)


@pytest.mark.parametrize("said", ["19-189", "2020-1234", "NCT123", "NCT012345678", "R01CA123456"])
def test_other_numbers_are_what_the_source_calls_them(said: str) -> None:
    assert identifier(said).kind == "secondary_id"
    assert identifier(said, own=True).kind == "org_study_id"
    assert identifier(said, "U.S. NIH Grant/Contract").kind == "nih"
    assert identifier(said, "OTHER_GRANT", "Fund").kind == "grant"


def test_what_is_not_understood_is_noted_once() -> None:
    words = Words()
    for _ in range(2):
        words.code(Status, "Paused", "status")
        words.date("spring", "Perhaps", "start date")
        words.day("soon", "verified")
    assert [(note.kind, note.what) for note in words.notes] == [
        ("unknown value", "status: Paused"),
        ("unread date", "start date: spring"),
        ("unknown value", "start date: Perhaps"),
        ("unread date", "verified: soon"),
    ]
