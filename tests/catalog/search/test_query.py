"""The query language: what is typed, taken apart and printed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.parser import parse
from catalog.search.query import Either, Filter, Ignored, Query, Text

_PIECES = st.sampled_from(
    [
        "hnscc", "pd-1", "status:rec", "phase", "2", "phase:1/2", "-", "!", "|", '"', "'", ":",
        "a:b", "country:usa|uk", 'city:"new york"', "updated:>2025-01", "enrollment:>=100",
        "age:45", "age:60..75", "recruiting", "not", "yet", "early", "1", "has:results", "foo:bar",
        "status:nonsense", "\x00", "\t", "５", "é", "(", "NEAR/3", "AND", "*", "^", "-status:open",
    ]
)  # fmt: skip
_TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=12).map(" ".join),
    st.lists(_PIECES, max_size=12).map("".join),
)


@given(_TYPED)
def test_a_query_prints_as_what_parses_to_it(typed: str) -> None:
    query = parse(typed)
    assert parse(str(query)) == query


@given(_TYPED)
def test_printing_is_settled_after_one_round(typed: str) -> None:
    once = str(parse(typed))
    assert str(parse(once)) == once


def test_what_is_typed_is_printed() -> None:
    typed = 'hnscc pd-1 "head and neck" -placebo \'exact phase 2 status:rec age:45 a | b'
    assert str(parse(typed)) == typed


def test_words_that_are_filters() -> None:
    query = parse("hnscc phase 2 recruiting")
    assert query.filters == (
        Filter("phase", ("PHASE2",)),
        Filter("status", ("RECRUITING",)),
    )
    assert [each.typed for each in query.filters] == ["phase 2", "recruiting"]
    assert query.texts == (Text("hnscc"),)


@pytest.mark.parametrize(
    ("typed", "phases"),
    [
        ("phase 2", ("PHASE2",)),
        ("Phase II", ("PHASE2",)),
        ("phase 1/2", ("PHASE1/PHASE2",)),
        ("phase i/ii", ("PHASE1/PHASE2",)),
        ("phase 2b", ("PHASE2",)),
        ("phase2", ("PHASE2",)),
        ("phase-3", ("PHASE3",)),
        ("early phase 1", ("EARLY_PHASE1",)),
    ],
)
def test_phases_as_people_write_them(typed: str, phases: tuple[str, ...]) -> None:
    assert parse(typed).filters == (Filter("phase", phases),)


@pytest.mark.parametrize("typed", ["2", "ii", "phase", "phase 7", '"phase 2"', "-recruiting"])
def test_what_is_no_filter(typed: str) -> None:
    assert parse(typed).filters == ()


def test_unknown_field_is_said_and_the_rest_works() -> None:
    query = parse("hnscc foo:bar age:nonsense1")
    assert query.texts == (Text("hnscc"),)
    assert [problem.partition(":")[0] for problem in query.problems] == ["foo", "age"]
    assert all("\n" not in problem for problem in query.problems)
    assert str(query) == "hnscc foo:bar age:nonsense1"


@pytest.mark.parametrize(
    ("typed", "op", "values"),
    [
        ("updated:>2025-01", ">", ("2025-01",)),
        ("enrollment:>=100", ">=", ("100",)),
        ("enrollment:100-500", "..", ("100", "500")),
        ("age:60..75", "..", ("60", "75")),
        ("start:2024..2025-06", "..", ("2024", "2025-06")),
        ("posted:2024", "", ("2024",)),
    ],
)
def test_ranges(typed: str, op: str, values: tuple[str, ...]) -> None:
    (found,) = parse(typed).filters
    assert (found.op, found.values) == (op, values)


@pytest.mark.parametrize(
    "typed", ["updated:soon", "enrollment:many", "age:45x", "start:2024..", "updated:2024-13"]
)
def test_a_bad_range_is_said(typed: str) -> None:
    (part,) = parse(typed).parts
    assert isinstance(part, Ignored) and part.problem


def test_either() -> None:
    (part,) = parse("a1 | b2|status:open").parts
    assert isinstance(part, Either)
    assert str(part) == "a1 | b2 | status:open"


def test_a_query_is_narrowed_and_widened() -> None:
    query = parse("aspirin") & Filter("status", ("RECRUITING",))
    assert str(query) == "status:RECRUITING aspirin"
    assert parse(str(query)) == query
    assert query & Filter("status", ("RECRUITING",)) == query
    assert query - Filter("status", ("RECRUITING",)) == parse("aspirin")


def test_a_blank_finishes_the_last_word() -> None:
    assert not parse("aspir").finished
    assert parse("aspir ").finished


def test_a_blank_in_an_open_quotation_finishes_nothing() -> None:
    for typed in ('site:"new ', 'colour:"red ', '"head '):
        query = parse(typed)
        assert not query.finished and parse(str(query)) == query


@pytest.mark.parametrize("typed", ["age:300", "age:45..200"])
def test_an_age_that_nobody_has_is_said(typed: str) -> None:
    assert any("no age" in problem for problem in parse(typed).problems)


def test_a_field_without_a_value_says_what_it_takes() -> None:
    assert any("recruiting" in problem for problem in parse("status: ").problems)


def test_nothing_typed() -> None:
    assert parse("  ") == Query()
    assert parse("").is_empty


def test_a_flood_is_cut_short() -> None:
    assert len(parse("word " * 10_000).parts) <= 64
    assert len(str(parse("w" * 100_000))) <= 4_000
