"""Rows of the list: whole numbers, room for titles, and places that can be read."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from catalog.search.results import Hit, Match
from tui.show.hits import Shape, columns, head, row, shape_of, short_countries
from tui.terminal.styled import plain_text, width

TODAY = dt.date(2026, 5, 15)


def hit(number: str = "NCT00000001", matched: tuple[Match, ...] = (), sites: int = 0) -> Hit:
    return Hit(
        1, number, "A title 試験", None, "RECRUITING", ("EARLY_PHASE1",), (), (), 0, matched,
        site_count=sites, countries=tuple(f"Country {n}" for n in range(12)),
    )  # fmt: skip


def drawn(one: Hit, cells: int, *, marked: bool = False) -> str:
    shape = shape_of([one], bool(one.matched))
    return plain_text(row(one, "", shape, marked=marked, today=TODAY, cells=cells))


def test_a_number_of_another_registry_is_not_cut() -> None:
    for number in ("NCT00000001", "2006-002792-41", "ISRCTN12949496", "jRCT2080221636"):
        assert f" {number} " in drawn(hit(number), 60)


def test_only_a_list_with_longer_numbers_gives_them_room() -> None:
    short, long = shape_of([hit()], False), shape_of([hit(), hit("2006-002792-41")], False)
    assert columns(80, short)[0] == columns(80, long)[0] + 2


def test_without_matches_the_titles_have_their_room() -> None:
    assert "match" not in plain_text(head(80, Shape()))
    assert "match" in plain_text(head(80, Shape(matched=True)))
    assert columns(80, Shape())[0] == columns(80, Shape(matched=True))[0] + 12


def test_a_trial_of_many_sites_shows_how_many_countries() -> None:
    assert "249 in 12" in drawn(hit(sites=249), 80)


def test_a_mark_stands_apart_from_the_status_and_a_phase_is_whole() -> None:
    shown = drawn(hit(), 80, marked=True)
    assert shown.startswith(" * RECRUITING")
    assert " early1 " in shown


def test_a_country_is_its_code() -> None:
    assert short_countries(("Turkey (Türkiye)",)) == "TR"
    assert short_countries(("Costa Rica",)) == "CR"


@given(
    st.text(max_size=30), st.integers(60, 200), st.booleans(), st.integers(0, 9999), st.booleans()
)
def test_every_row_is_as_wide_as_the_screen(
    number: str, cells: int, matched: bool, sites: int, marked: bool
) -> None:
    one = hit(number, (Match("title", "t", "typed"),) if matched else (), sites)
    assert width(drawn(one, cells, marked=marked)) == cells
    assert width(plain_text(head(cells, shape_of([one], matched)))) == cells
