"""Imports point one way: tui to importers to catalog; and quick commands stay light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VALUES = {"catalog.model", "catalog.durable"}
SCREEN = {"textual", "rich", "click"}


def imports(path: Path) -> Iterator[str]:
    """Names of modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found, f"no files in {package}"
    return found


def package_of(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("path", files("catalog"), ids=str)
def test_catalog_knows_neither_formats_nor_screen(path: Path) -> None:
    assert not {package_of(name) for name in imports(path)} & {"importers", "tui", *SCREEN}


@pytest.mark.parametrize("path", files("importers"), ids=str)
def test_importers_know_only_the_values_of_the_catalogue(path: Path) -> None:
    used = set(imports(path))
    assert not {package_of(name) for name in used} & {"tui", "sqlite3", *SCREEN}
    modules = {".".join(name.split(".")[:2]) for name in used if package_of(name) == "catalog"}
    assert modules - {"catalog"} <= VALUES


@pytest.mark.parametrize("path", files("tui"), ids=str)
def test_the_screen_speaks_no_sql(path: Path) -> None:
    assert "sqlite3" not in {package_of(name) for name in imports(path)}


NETWORK = {"urllib3", "http.client", "urllib.request", "socket", "ssl"}


@pytest.mark.parametrize("path", [*files("catalog"), *files("importers"), *files("tui")], ids=str)
def test_one_module_alone_speaks_to_a_network(path: Path) -> None:
    used = {name for each in imports(path) for name in (each, package_of(each))} & NETWORK
    assert not used or path == ROOT / "importers" / "download" / "fetching.py"


@pytest.mark.parametrize("arguments", [["stats"], ["update", "--help"]])
def test_nothing_is_loaded_for_a_network_before_it_is_used(arguments: list[str]) -> None:
    code = (
        "import sys; from tui.cli.program import main; main(sys.argv[1:]);"
        "assert not {'urllib3', 'ssl', 'textual'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["stats"], ["show", "NCT00000000"]])
def test_commands_that_draw_nothing_never_load_textual(arguments: list[str]) -> None:
    code = (
        "import sys; from tui.cli.program import main; main(sys.argv[1:]);"
        "assert 'textual' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
