"""README and docs/commands.md say what the program has."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from tests.tui.driving import ROOT
from tests.tui.test_man import leaves
from tools.readme import README, with_keys
from tui.cli.manual import ENVIRONMENT, EXIT_CODES
from tui.cli.program import program
from tui.settings.loading import load
from tui.settings.values import NAMES

NAMED = ("escape", "enter", "space", "pageup", "shift+tab", "insert")

DOCUMENT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
TEXT = README.read_text(encoding="utf-8")


def test_the_table_of_keys_is_that_of_the_program() -> None:
    assert with_keys(TEXT) == TEXT, "make readme writes it anew"


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks"):
        with_keys("# trials\n")


@pytest.mark.parametrize("path", [path for path, _ in leaves(program, "trials")])
def test_each_command_and_option_is_in_the_contract(path: str) -> None:
    command = dict(leaves(program, "trials"))[path]
    assert re.search(rf"{re.escape(path)}\b", DOCUMENT)
    for option in command.params:
        if isinstance(option, click.Option):
            assert any(re.search(rf"(?<![\w-]){name}(?![\w-])", DOCUMENT) for name in option.opts)


def test_each_exit_code_variable_and_setting_is_told() -> None:
    for code, _ in EXIT_CODES:
        assert f"| {code} |" in DOCUMENT
    for name, _ in ENVIRONMENT:
        assert name in TEXT + DOCUMENT
    for name in NAMES:
        assert re.search(rf"`(\[)?{name}(\])?`", DOCUMENT)


def test_the_example_of_the_settings_is_sound(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.S)
    path = tmp_path / "settings.toml"
    path.write_text(example, encoding="utf-8")
    chosen = load(path)
    assert not chosen.problems
    assert set(chosen.keys) == {"sort", "export", "tab('overview')"}
    assert all(f"`{name}`" in DOCUMENT for name in NAMED)


def test_what_the_readme_links_to_is_there() -> None:
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT) + re.findall(r"`(docs/[\w.]+)`", TEXT):
        assert (ROOT / name).exists(), name


def test_every_make_target_of_the_readme_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|\n)make ([a-z-]+)", TEXT):
        assert re.search(rf"^(?:[a-z -]* )?{target}(?:[ :]|$)", makefile, re.M), target


@pytest.mark.skipif(not (ROOT / "catalog.db").is_file(), reason="no starter catalogue")
def test_the_five_minutes_find_what_they_say() -> None:
    """Its last query leaves two trials to compare, and one of them at the distance that is told."""
    five = TEXT.partition("## Five minutes")[2].partition("**Read.**")[0]
    [words] = re.findall(r"`(\S+ near:\S+)`", five)
    [(km, town)] = re.findall(r"\*(\d+) km (\w+)\*", five)
    with Catalogue.open(ROOT / "catalog.db") as catalogue:
        found = catalogue.searcher().search(parse(f"{words} status:recruiting"), limit=10)
    assert found.total >= 2
    nearest = [hit.nearest.first for hit in found.hits if hit.nearest]
    assert (int(km), town) in [(round(one.km), one.city) for one in nearest if one]
