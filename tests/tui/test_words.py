"""Words that stand on no screen: each has one that a nurse knows (forbidden_words.csv)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from catalog.merging.source_names import day_words, source_words
from importers.formats import IMPORTERS
from tui import commands
from tui.show.words import EXAMPLES, STATUS, footer

HERE = Path(__file__).parent
SCREENS = sorted((HERE / "golden" / "screens").glob("*.txt"))


def forbidden() -> list[tuple[re.Pattern[str], str]]:
    with (HERE / "forbidden_words.csv").open(encoding="utf-8") as file:
        return [(re.compile(row["pattern"]), row["say"]) for row in csv.DictReader(file)]


def found_in(text: str) -> list[str]:
    return [
        f"{found[0]!r}: say {instead!r}"
        for pattern, instead in forbidden()
        for found in pattern.finditer(text)
    ]


def test_every_forbidden_word_would_be_found() -> None:
    """The list itself: each pattern finds what it forbids, and says what to say instead."""
    shown = (
        "facet importer provenance presence token null qc eligible ACTIVE n.r. 11 open says open"
        " ctgov-json  not reported EARLY_PHASE1 NOT_YET unknown (not stated) None"
    )
    assert all(pattern.search(shown) and instead for pattern, instead in forbidden())


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_no_screen_has_one(path: Path) -> None:
    assert not found_in(path.read_text(encoding="utf-8"))


def test_no_command_has_one() -> None:
    told = [f"{each.title}. {each.help}" for each in commands.COMMANDS]
    told += [*commands.VIEWS.values(), *(title for _, title in commands.TABS), EXAMPLES]
    told += STATUS.values()
    assert not [words for text in told for words in found_in(text)]


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_every_source_is_called_as_people_call_it(importer: object) -> None:
    name = importer.name  # type: ignore[attr-defined]
    words = source_words(name)
    assert words != name
    assert not found_in(words)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2026-11-27", "27 Nov 2026"),
        ("2026-11", "Nov 2026"),
        ("2026", "2026"),
        ("2026-13", "2026-13"),
        ("27.11.2026", "27.11.2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(date: str, said: str) -> None:
    assert day_words(date) == said


def test_a_footer_without_keys_is_its_right_part_alone() -> None:
    for cells in (10, 40, 80):
        told = footer((), "v 1.0", cells)
        assert "".join(span.text for span in told).strip() == "v 1.0"
