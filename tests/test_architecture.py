"""Rooms and their contracts (docs/architecture.md): who knows whom; quick commands stay light."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("catalog", "importers", "tui", "personal", "handover", "tools")
SCREEN = {"textual", "rich", "click"}

# A room, the rooms that it may know, and why no more. Importing inside a function, or for a type
# checker alone, counts too.
CONTRACTS = {
    "catalog.durable": ("", "files of any room may be written whole"),
    "catalog.model": (
        "",
        "values that every room shares: whoever knows a Trial loads nothing else",
    ),
    "catalog.merging": ("catalog.model", "what sources say, without where it is kept"),
    "catalog.eligibility": (
        "catalog.model catalog.drugs",
        "a text in, criteria out: the same everywhere; which words are medicines is a table's",
    ),
    "catalog.outcomes": ("catalog.model", "words of measures alone"),
    "catalog.drugs": ("catalog.model", "words of interventions alone"),
    "catalog.places": ("catalog.model", "where places lie, without who asks"),
    "catalog.comparison": (
        "catalog.model catalog.merging catalog.eligibility catalog.outcomes catalog.drugs"
        " catalog.places",
        "pure: trials in, a comparison out; no SQL and no search",
    ),
    "catalog.search": (
        "catalog.model catalog.drugs catalog.places",
        "reads its own index; how trials are kept is not its business",
    ),
    "catalog.identity": (
        "catalog.model catalog.merging catalog.store",
        "a decision is published as an import is",
    ),
    "catalog.store": (
        "catalog.durable catalog.model catalog.merging catalog.identity catalog.eligibility"
        " catalog.search catalog.places",
        "keeps what the others understand; compares nothing",
    ),
    "importers": (
        "catalog.model catalog.durable",
        "bytes in, Trials out; how they are kept is not asked",
    ),
    "handover": ("catalog", "importable without a screen"),
    "personal": ("catalog", "a user's own file, whoever shows it"),
    "tui": ("catalog importers personal handover", "the screen is above everything"),
    "tui.terminal": ("", "draws lines and reads keys; knows no trial"),
    "tui.settings": (
        "catalog tui.commands tui.exports tui.terminal",
        "what a user chose is known before anything is drawn",
    ),
    "tui.show": (
        "catalog personal tui.commands tui.settings tui.terminal",
        "values into lines, whoever draws them: pure",
    ),
    "tui.exports": ("catalog handover tui.commands tui.show tui.terminal", "values into files"),
    "tui.widgets": (
        "catalog tui.show tui.terminal",
        "state comes down, messages go up: no widget knows a screen",
    ),
    "tui.kiosk": (
        "tui.app.opening tui.cli.failures tui.settings tui.terminal",
        "a terminal is handed over to the app as it is; of trials nothing is known",
    ),
    "tui.screens": (
        "catalog handover personal tui.commands tui.exports tui.settings tui.show tui.terminal"
        " tui.widgets"
        " tui.app.asking tui.app.session",
        "a screen knows the app by the Host protocol, and no command line",
    ),
    "tools": ("catalog importers tui personal handover", "builds what ships, and is not shipped"),
}

DOORS = """
    catalog.model catalog.durable
    catalog.store.ahead catalog.store.catalogue catalog.store.checking catalog.store.first_rows
    catalog.store.importing
    catalog.store.opening
    catalog.store.prepare catalog.store.receiving catalog.store.snapshots
    catalog.store.stored_limits
    catalog.search.searcher catalog.search.parser catalog.search.query catalog.search.results
    catalog.search.fields catalog.search.facets catalog.search.values catalog.search.decisive
    catalog.search.index.terms
    catalog.comparison.compare catalog.comparison.result catalog.comparison.briefly
    catalog.places
    catalog.merging.merged catalog.merging.changes catalog.merging.agreement
    catalog.merging.source_names
    catalog.drugs.roles
    catalog.eligibility.criterion catalog.eligibility.extraction catalog.eligibility.screening
    catalog.eligibility.as_written
    catalog.eligibility.vocabulary.entries catalog.eligibility.vocabulary.wording
    catalog.outcomes.posted
    catalog.identity.decisions
""".split()
"""Where screens and commands enter the catalogue: what stands behind them may be built anew."""

SQL = {
    "catalog.store",
    "catalog.search",
    "catalog.identity",
    "catalog.places",
    "personal",
    "handover",
    "tools",
}
"""Rooms that may speak to SQLite."""

NETWORK = {"urllib3", "http.client", "urllib.request", "socket", "_socket", "ssl"}
FETCHING = "importers.download.fetching"
LOCAL = "tui.kiosk"
"""Speaks to a socket of the file system, and to no network."""


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its name; a package by the name of its folder."""
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
    }


@cache
def imports(name: str) -> frozenset[str]:
    """Names of modules that a module imports, wherever in it."""
    return frozenset(_imports(ast.parse(modules()[name].read_text(encoding="utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def test_every_module_stands_in_a_room_with_a_contract() -> None:
    assert len(modules()) > 200
    bare = {"catalog", "tui.start"}
    assert not [
        name
        for name in modules()
        if name not in bare and not any(within(name, room) for room in CONTRACTS)
    ]


@pytest.mark.parametrize("room", CONTRACTS)
def test_a_room_knows_only_the_rooms_of_its_contract(room: str) -> None:
    allowed, reason = CONTRACTS[room]
    may = (room, *allowed.split())
    broken = [
        f"{name} knows {used}"
        for name in modules()
        if within(name, room)
        for used in imports(name) & modules().keys()
        if used not in PACKAGES and not any(within(used, each) for each in may)
    ]
    assert not broken, reason


def test_screens_and_commands_enter_the_catalogue_by_its_doors() -> None:
    entered = {
        used
        for name in modules()
        if within(name, "tui")
        for used in imports(name) & modules().keys()
        if within(used, "catalog") and modules()[used].name != "__init__.py"
    }
    assert not {used for used in entered if not any(within(used, door) for door in DOORS)}
    assert not {door for door in DOORS if not any(within(used, door) for used in entered)}


def test_the_page_names_every_room_with_its_sentence() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name, path in modules().items():
        if path.name == "__init__.py":
            told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            row = f"| `{name.replace('.', '/')}/` | {told.splitlines()[0]} |"
            assert row in page, f"docs/architecture.md lacks: {row}"


def test_catalogue_and_importers_know_no_screen() -> None:
    assert not [
        name
        for name in modules()
        if name.startswith(("catalog", "importers", "handover", "personal"))
        and {each.partition(".")[0] for each in imports(name)} & SCREEN
    ]


def test_sqlite_is_spoken_in_its_rooms_alone() -> None:
    assert not [
        name
        for name in modules()
        if {"sqlite3", "sqlite_utils"} & {each.partition(".")[0] for each in imports(name)}
        and not any(within(name, room) for room in SQL)
    ]


def test_one_module_alone_speaks_to_a_network() -> None:
    speaking = {
        name
        for name in modules()
        if {known for each in imports(name) for known in (each, each.partition(".")[0])} & NETWORK
    }
    assert {name for name in speaking if not within(name, LOCAL)} == {FETCHING}
    for name in speaking - {FETCHING}:
        told = modules()[name].read_text(encoding="utf-8")
        assert "AF_UNIX" in told or "socket.socket(" not in told
        assert "AF_INET" not in told and "create_" not in told


def test_one_module_alone_loads_what_imports_itself_in_a_circle() -> None:
    """Two threads that load rapidfuzz from two ends at once get modules that are half there."""
    loading = {
        name for name in modules() if any(within(each, "rapidfuzz") for each in imports(name))
    }
    assert loading == {"catalog.model.fuzzy"}


def test_no_module_is_imported_in_a_circle() -> None:
    known = modules()
    waiting = {
        name: {used for used in imports(name) if used in known and used != name} for name in known
    }
    while done := [name for name, used in waiting.items() if not used & waiting.keys()]:
        for name in done:
            del waiting[name]
    assert not waiting, "these import each other, or something that does"


def test_a_module_has_a_name_of_its_own_within_its_package() -> None:
    owners = defaultdict(list)
    for name in modules():
        package, _, last = name.partition(".")[0], "", name.rpartition(".")[2]
        owners[package, last].append(name)
    assert not [names for names in owners.values() if len(names) > 1]


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


def test_a_search_without_a_slip_loads_no_corrections() -> None:
    """Their libraries, and those of hashes, are a fifth of what a reader's process takes."""
    code = """
import sys
from pathlib import Path
from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
searcher = Catalogue.open(Path("catalog.db")).searcher()
assert searcher.search(parse("status:recruiting"), 5).hits
assert not {"rapidfuzz", "hashlib"} & set(sys.modules)
searcher.search(parse("pembrolizumba "), 5)
assert "rapidfuzz" in sys.modules  # else this sees nothing
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
