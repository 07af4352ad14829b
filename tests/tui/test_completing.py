"""Values offered while `field:value` is typed: what is begun, what is taken, and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.facets import Facet
from catalog.search.fields import FACETS
from catalog.search.parser import parse
from tests.tui.driving import STARTER, Terminal
from tui.show.notes import Begun, begun, completed, line, offered
from tui.terminal.styled import plain_text, width

starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("status:rec", Begun("status", "rec", 7)),
        ("hnscc status:", Begun("status", "", 13)),
        ("-country:un", Begun("country", "un", 9)),
        ('country:"united st', Begun("country", "united st", 8)),
        ("status:recruiting|act", Begun("status", "act", 18)),
        ('country:"united states"|fr', Begun("country", "fr", 24)),
        ("facility:char", Begun("site", "char", 9)),
    ],
)
def test_a_value_that_is_begun(text: str, told: Begun) -> None:
    assert begun(text) == told


@pytest.mark.parametrize(
    "text",
    ["", "hnscc", "status:rec ", "nothing:rec", "updated:20", "enrollment:>=1", 'country:"x" ',
     "pd-1", "http://x", "a:b"],
)  # fmt: skip
def test_nothing_is_begun(text: str) -> None:
    assert begun(text) is None


@given(st.text(), st.sampled_from(FACETS), st.text(min_size=1))
def test_what_is_taken_is_a_filter_of_that_value(before: str, field: str, value: str) -> None:
    asked = begun(f"{field}:")
    assert asked is not None
    text = completed(f"{field}:", asked, "United States")
    assert text == f'{field}:"United States" '
    begun(before + value)


def test_a_taken_value_is_one_that_search_knows() -> None:
    asked = begun("hnscc status:ac")
    assert asked is not None
    text = completed("hnscc status:ac", asked, "ACTIVE_NOT_RECRUITING")
    assert text == "hnscc status:active_not_recruiting "
    assert [each.values for each in parse(text).filters] == [("ACTIVE_NOT_RECRUITING",)]


def test_what_stands_there_already_is_not_offered() -> None:
    asked = Begun("status", "recruiting", 7)
    assert offered(asked, [Facet("RECRUITING", 3)]) == ()
    both = [Facet("RECRUITING", 3), Facet("RECRUITING_SOON", 1)]
    assert offered(asked, both) == tuple(both)


@given(st.lists(st.builds(Facet, st.text("abcé頭", max_size=30), st.integers(0, 10**6))))
def test_the_line_fits(values: list[Facet]) -> None:
    assert width(plain_text(line(values, "Tab", 60))) <= 60


def test_a_value_that_is_a_number_is_told_from_its_count() -> None:
    shown = plain_text(line([Facet("1", 3), Facet("1/2", 1), Facet("early", 2)], "Tab", 60))
    assert shown == " Tab takes 1 (3) · 1/2 (1) · early 2"


@starter
def test_values_are_offered_and_taken(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("status:")
        assert "RECRUITING 1" in terminal.wait_for("Tab takes").splitlines()[-1]
        assert "needs" not in terminal.text, "nothing is wrong with a value not typed yet"
        terminal.press("re")
        terminal.wait_for("Tab takes RECRUITING 1")
        terminal.settle()
        before = len(terminal.sent)
        terminal.press("c")
        assert len(terminal.sent) - before <= 150, "a letter that changes no row"
        terminal.press("<tab>")
        terminal.wait_for("/ status:recruiting")
        terminal.wait_for("type to search")
        terminal.wait_for("1 found")
        terminal.write(b"\x15country:\t")
        terminal.wait_for("/ country:not-stated")
        terminal.press("<esc>", "/", "\x15", "country:un")
        terminal.wait_for("United States 1")
        terminal.press("<esc>")
        terminal.wait_for("f filter")  # the offer stands only while one types
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
