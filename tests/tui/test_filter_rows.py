"""Filters: groups, the registry's own word below, what is left, the unknown; typing narrows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Status
from catalog.search.facets import Facet
from catalog.search.parser import parse
from catalog.search.query import Query
from tests.tui.driving import STARTER
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.filters import FilterScreen, changed
from tui.settings import loading
from tui.show.filter_rows import MOST, rows
from tui.terminal.styled import plain_text

WORDS = [*(each.value for each in Status), "Not recruiting", "Ongoing", "=Active", "not-stated"]
_facets = st.lists(st.sampled_from(WORDS), unique=True).map(
    lambda words: [Facet(word, 1 + place) for place, word in enumerate(words)]
)


@given(_facets)
def test_every_status_stands_once_in_a_group_that_counts_it(facets: list[Facet]) -> None:
    shown = rows("status", facets, {})
    values = [row for row in shown if not row.is_heading]
    assert sorted((row.value, row.trials) for row in values) == sorted(
        (each.value, each.count) for each in facets
    )
    assert len({row.label for row in values}) == len(values), "two rows of one name"
    total = 0
    for place, row in enumerate(shown):
        if row.is_heading:
            following = shown[place + 1 :]
            end = next((n for n, each in enumerate(following) if each.is_heading), len(following))
            assert row.trials == sum(each.trials for each in following[:end])
            total += row.trials
    assert total == sum(each.count for each in facets)


def test_what_may_recruit_is_not_among_the_closed() -> None:
    shown = rows("status", [Facet(word, 1) for word in WORDS], {})
    group, of = "", {}
    for row in shown:
        group = row.label if row.is_heading else group
        of[row.value] = group
    assert of["RECRUITING"] == "Recruiting" and of["NOT_YET_RECRUITING"] == "Not yet"
    assert of["ENROLLING_BY_INVITATION"] == of["SUSPENDED"] == "Closed to new patients"
    assert of["COMPLETED"] == of["TERMINATED"] == "Ended or stopped"
    assert {of[word] for word in ("Not recruiting", "Ongoing", "=Active", "not-stated")} == {
        "Not known, or in the registry's own word"
    }


@given(st.integers(0, 90), st.booleans(), st.sets(st.integers(0, 89), max_size=3))
def test_the_rest_and_the_unknown_can_be_reached(count: int, unknown: bool, some: set[int]) -> None:
    facets = [Facet(f"Land {n}", 90 - n) for n in range(count)]
    facets += [Facet("not-stated", 7)] if unknown else []
    chosen = {f"Land {n}": "chosen" for n in some}
    shown = rows("country", facets, chosen)
    values = {row.value for row in shown}
    assert ("not-stated" in values) == unknown
    assert chosen.keys() <= values
    more = [row for row in shown if row.is_more]
    hidden = {each.value for each in facets} - values
    assert bool(more) == bool(hidden)
    assert not more or more[0].label == f"… {len(hidden)} more"
    opened = rows("country", facets, chosen, is_open=True)
    assert {each.value for each in facets} <= {row.value for row in opened}
    assert not any(row.is_more for row in opened)


def test_typing_narrows_and_finds_what_was_left() -> None:
    facets = [Facet(f"Land {n}", 90 - n) for n in range(60)] + [Facet("not-stated", 7)]
    assert len(rows("country", facets, {})) == MOST + 2
    narrowed = rows("country", facets, {}, narrowed="LAND 59")
    assert [(row.value, row.trials) for row in narrowed] == [("Land 59", 31)]
    assert [row.value for row in rows("country", facets, {}, narrowed="not st")] == ["not-stated"]
    assert rows("country", facets, {}, narrowed="nowhere") == []


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
async def test_in_the_app_words_of_drugs_are_offered_with_exact_counts(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)

        async def press(*keys: str) -> FilterScreen:
            for key in keys:
                await pilot.press(key)
                await settle(app, pilot.pause)
            assert isinstance(app.screen, FilterScreen)
            return app.screen

        screen = await press("escape", "f", "slash", *"pemb")
        assert _foot(screen) == "type to narrow  ↓ down  Enter done  Esc done"
        offered = [value for field, value in screen.values if field == "drug"]
        assert "pembrolizumab" in offered
        body = screen.part("body")
        lines = [plain_text(body.line_at(n)) for n in range(body.range_of(body.item_count - 1)[1])]
        line = next(each for each in lines if each.strip().startswith("pembrolizumab"))
        screen = await press("enter")
        assert _foot(screen).startswith("space")
        body.cursor = screen.values.index(("drug", "pembrolizumab"))
        screen = await press("space")
        assert str(screen.narrowed) == str(parse("drug:pembrolizumab"))
        found = await_count(app, "drug:pembrolizumab")
        assert line.split()[-1] == str(found)
        screen = await press("escape")
        assert screen.narrowed_by == "" and screen.narrowed.filters


def _foot(screen: FilterScreen) -> str:
    return plain_text(screen.part("footer").line_at(0)).strip()


def await_count(app: TrialsApp, query: str) -> int:
    from catalog.store.catalogue import Catalogue

    with Catalogue.open(STARTER) as catalogue:
        return catalogue.searcher().search(parse(query), limit=0).total


def test_phases_of_one_trial_are_words_and_typed_as_people_type_them() -> None:
    found = rows("phase", [Facet("PHASE1/PHASE2", 3), Facet("PHASE1", 2), Facet("NA", 1)], {})
    assert [row.label for row in found] == ["phase 1/2", "phase 1", "no phase"]
    chosen = changed(Query(), "phase", "PHASE1/PHASE2", "include")
    chosen = changed(chosen, "phase", "EARLY_PHASE1", "include")
    assert str(chosen) == "phase:1/2|early"
    assert parse(str(chosen)).filters == chosen.filters
