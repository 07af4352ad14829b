"""Private parts of Textual: each is where it was, and none is used but through one module."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen

from tests.tui.driving import ROOT
from tui.terminal.private import OVERRIDDEN, PRIVATE

HOME = ROOT / "tui" / "terminal" / "private.py"
NAMES = {name for _, name in PRIVATE if name.startswith("_")}


@pytest.mark.parametrize(("place", "name"), PRIVATE, ids=lambda each: each)
async def test_the_part_is_there(place: str, name: str) -> None:
    if place == "textual.app.App":
        app: App[None] = App()
        async with app.run_test():
            assert hasattr(app, name)
        return
    if place == "textual.screen.Screen":
        assert hasattr(Screen[None](), name)
        return
    module, _, kind = place.rpartition(".")
    if kind[0].isupper():
        assert hasattr(getattr(importlib.import_module(module), kind), name)
    else:
        assert hasattr(importlib.import_module(place), name)


def files() -> list[Path]:
    return [path for path in sorted((ROOT / "tui").rglob("*.py")) if path != HOME]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_reaches_for_one(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            assert "._" not in (node.module or "")
            assert not [each.name for each in node.names if each.name.startswith("_")]
        if isinstance(node, ast.Attribute) and node.attr in NAMES - OVERRIDDEN:
            raise AssertionError(f"{node.attr} at line {node.lineno}")


def test_what_is_overridden_is_named() -> None:
    assert NAMES >= OVERRIDDEN
