"""A coordinator looks for a trial near a town, in the list, in a trial and from her own place.

The screens are kept in `golden/stories`; refresh them on purpose with `UPDATE_GOLDEN=1`, then read
the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from catalog.model.trial import Site
from tests.catalog.keeping import keep, record
from tests.catalog.making import phase, status, trial
from tests.tui.driving import Terminal

GOLDEN = Path(__file__).parent / "golden" / "stories"
TOWNS = {
    "Basel": ("Switzerland", 47.56, 7.59),
    "Boston": ("United States", 42.36, -71.06),
    "Hamburg": ("Germany", 53.55, 10.0),
    "Mainz": ("Germany", 50.0, 8.27),
    "Strasbourg": ("France", 48.58, 7.75),
}
TRIALS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Examplomab in lung cancer, by the river", {"Mainz": "RECRUITING", "Basel": "RECRUITING"}),
    ("Examplomab in lung cancer, abroad", {"Boston": "RECRUITING"}),
    ("Examplomab in lung cancer, soon", {"Strasbourg": "NOT_YET_RECRUITING"}),
    ("Examplomab in lung cancer, across the border", {"Strasbourg": "RECRUITING"}),
    ("Examplomab in lung cancer, up north", {"Hamburg": "RECRUITING", "Mainz": "COMPLETED"}),
    ("Examplomab in lung cancer, somewhere", {}),
)


def site(town: str, word: str) -> Site:
    country, north, east = TOWNS[town]
    return Site(facility=f"Hospital of {town}", city=town, country=country, status=status(word),
                latitude=north, longitude=east)  # fmt: skip


class Story(NamedTuple):
    catalogue: Path
    folder: Path
    size: tuple[int, int]

    def app(self) -> Terminal:
        day = {"TRIALS_TODAY": "2026-11-29"}
        opened = Terminal(
            ["--catalog", str(self.catalogue)], self.folder, *self.size, environment=day
        )
        opened.ready("NCT00000001")
        return opened

    def keep(self, name: str, terminal: Terminal) -> None:
        """The screen is the one that is kept."""
        path = GOLDEN / f"near-{name}-{self.size[0]}x{self.size[1]}.txt"
        shown = terminal.text + "\n"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8")


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    catalogue = tmp_path / "catalog.db"
    keep(
        catalogue,
        [
            record(
                trial(
                    f"NCT0000000{number}",
                    title=title,
                    status=status("RECRUITING"),
                    phases=phase("PHASE2"),
                    sites=tuple(site(*each) for each in sites.items()),
                ),
                date="2026-11-01",
            )
            for number, (title, sites) in enumerate(TRIALS, 1)
        ],
    )
    yield Story(catalogue, tmp_path, request.param)


def test_from_a_town_that_is_typed(story: Story) -> None:
    terminal = story.app()
    try:
        terminal.press("lung near:freib")
        terminal.wait_for("Tab takes Freiburg, DE")
        terminal.press("<tab>")
        terminal.wait_for('near:"Freiburg, DE"')
        terminal.press("<esc>", "s", "dist", "<enter>")
        terminal.wait_for("nearest recruiting site ↓")
        story.keep("list", terminal)
        shown = [line for line in terminal.text.splitlines() if "NCT0000000" in line]
        assert [line.split()[-1][-1] for line in shown[:3]] == ["4", "1", "5"], (
            "by the sites of its own country, where it has none by what is near across the border"
        )
        terminal.press("/", " within:100km")
        terminal.wait_for("2 found")
        terminal.wait_for("within:not-stated")
        story.keep("within", terminal)
        terminal.press("<down>", "<enter>", "5")
        terminal.wait_for("Basel")
        story.keep("sites", terminal)
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_from_her_own_place(story: Story) -> None:
    terminal = story.app()
    try:
        terminal.press("near:own")
        terminal.wait_for("near:own needs your town in the settings")
        terminal.press("<c-u>", "site:own")
        terminal.wait_for("site:own needs your sites in the settings")
        story.keep("unset", terminal)
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    (story.folder / "settings.toml").write_text(
        'place = "Freiburg, DE"\nsites = ["Mainz"]\n', encoding="utf-8"
    )
    terminal = story.app()
    try:
        terminal.wait_for("km")
        story.keep("own", terminal)
        terminal.press("site:own status:recruiting")
        terminal.wait_for("1 found")
        assert "NCT00000001" in terminal.text, "where its own site recruits"
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
