"""The recipes of docs/architecture.md, each done in a copy of the program, word for word.

A block of code below a heading says in its first line where it goes: `file=` is a new file,
`in=` with `before=` or `after=` is put beside the line that begins so. What a newcomer would do by
hand is done here; then the recipe's promise is tried. So no recipe can become untrue unnoticed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("catalog", "importers", "tui", "personal", "handover")
_BLOCK = re.compile(
    r"^```\w+ (?P<where>[^\n]*\b(?:file|in)=[^\n]*)\n(?P<code>.*?)^```$", re.M | re.S
)
_WHERE = re.compile(r"""(\w+)=(?:"([^"]*)"|'([^']*)'|(\S+))""")


def recipe(heading: str) -> str:
    """The part of the page below a heading."""
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(f"\n### {heading}\n")
    end = re.search(r"^##", page[start + 5 :], re.M)
    return page[start : start + 5 + end.start()] if end else page[start:]


def followed(heading: str, folder: Path) -> Path:
    """A copy of the program with a recipe followed."""
    copy = folder / "program"
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    blocks = list(_BLOCK.finditer(recipe(heading)))
    assert blocks, f"the recipe {heading!r} has no block of code"
    for block in blocks:
        where = {
            found[1]: found[2] or found[3] or found[4] for found in _WHERE.finditer(block["where"])
        }
        _put(copy, where, block["code"])
    return copy


def _put(copy: Path, where: dict[str, str], code: str) -> None:
    if "file" in where:
        place = copy / where["file"]
        assert not place.exists(), f"{where['file']} is there already"
        place.write_text(code, encoding="utf-8")
        return
    place = copy / where["in"]
    mark = where.get("before") or where["after"]
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [at for at, line in enumerate(lines) if line.strip().startswith(mark)]
    assert len(found) == 1, f"{where['in']}: {len(found)} lines begin with {mark!r}"
    lines.insert(found[0] + ("after" in where), code)
    place.write_text("".join(lines), encoding="utf-8")


def trials(copy: Path, *arguments: str, stdin: str = "") -> str:
    """What a command of the copy says."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--catalog", str(copy / "c.db"), *arguments],
        cwd=copy,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_recipe_of_the_page_is_tried_here() -> None:
    page = PAGE.read_text(encoding="utf-8")
    recipes = page[page.index("\n## Recipes\n") :]
    named = set(re.findall(r"^### (.+)$", recipes, re.M))
    tried = set(re.findall(r'followed\("([^"]+)"', Path(__file__).read_text(encoding="utf-8")))
    assert named == tried


def test_a_registry_format(tmp_path: Path) -> None:
    copy = followed("A registry's format", tmp_path)
    (copy / "northland.csv").write_text(
        "Register number,Public title,State,Begins\nNRTH-2026-07,Warm socks,Recruiting,2026-03\n",
        encoding="utf-8",
    )
    said = json.loads(trials(copy, "import", "northland.csv", "--json"))
    assert (said["added"], said["refused"]) == (1, [])
    shown = json.loads(trials(copy, "show", "NRTH-2026-07", "--json"))
    assert (shown["title"], shown["status"]) == ("Warm socks", "RECRUITING")
    assert shown["start_date"]["date"] == "2026-03"


def test_a_laboratory_value(tmp_path: Path) -> None:
    copy = followed("A laboratory value", tmp_path)
    text = "Inclusion Criteria:\n- Serum strontium >= 0.2 mmol/L\n"
    read = json.loads(trials(copy, "eligibility", "--text", "-", "--json", stdin=text))
    (criterion,) = read["criteria"]
    (limit,) = criterion["constraints"]
    assert (limit["variable"], limit["op"], limit["norm_value"]) == ("strontium", ">=", 0.2)
    assert criterion["topics"] == ["metabolic_endocrine"]
    assert "strontium ≥ 0.2 mmol/L" in trials(copy, "eligibility", "--text", "-", stdin=text)


def test_a_filter(tmp_path: Path) -> None:
    copy = followed("A filter", tmp_path)
    versions = copy / "catalog" / "search" / "index" / "tables.py"
    text = versions.read_text(encoding="utf-8")
    versions.write_text(re.sub(r"INDEX_VERSION = \d+", "INDEX_VERSION = 5", text), encoding="utf-8")
    trials(copy, "import", *map(str, sorted((ROOT / "starter").glob("NCT*"))))
    found = [
        {hit["id"] for hit in json.loads(trials(copy, "search", "--json", "--", query))}
        for query in ("", "masking:none", "-masking:none", "masking:not-stated")
    ]
    assert found[1] and found[3] and found[1] | found[2] == found[0]
    assert not found[1] & found[2]


def test_a_tab(tmp_path: Path) -> None:
    copy = followed("A tab", tmp_path)
    code = (
        "from tui.show.tabs import TABS; from tui.commands import TRIAL, of_view;"
        "assert [tab.name for tab in TABS][7] == 'numbers';"
        "assert {'numbers', 'sources'} <= {each.id.split(\"'\")[1] for each in of_view(TRIAL)"
        " if each.id.startswith('tab(')}"
    )
    subprocess.run([sys.executable, "-c", code], cwd=copy, check=True)


_KEEP = """
from pathlib import Path
from catalog.model.record import SourceRecord
from catalog.model.trial import FIELDS, Identifier, Trial
from catalog.store.importing import import_records
from catalog.store.prepare import prepare
number = Identifier(kind="nct", value="NCT01234567")
trial = Trial(identifiers=(number,), title="Socks", ethics_committee="Zqxian board")
carries = frozenset(FIELDS)
record = SourceRecord(trial=trial, importer="made", file="f", place="", raw=b"1", carries=carries)
AT = "2026-11-29T10:00:00Z"
import_records(Path("c.db"), [prepare(record, AT)], AT)
"""


def test_a_field_of_a_trial(tmp_path: Path) -> None:
    copy = followed("A field of a trial", tmp_path)
    subprocess.run([sys.executable, "-c", _KEEP], cwd=copy, check=True)
    assert (
        json.loads(trials(copy, "show", "NCT01234567", "--json"))["ethics_committee"]
        == "Zqxian board"
    )
    assert re.search(r"Approved by:? +Zqxian board", trials(copy, "show", "NCT01234567"))


@pytest.mark.parametrize("where", ["help", "man"])
def test_a_key(tmp_path: Path, where: str) -> None:
    copy = followed("A key", tmp_path)
    if where == "man":
        assert "Show the number of trials." in trials(copy, "man")
        return
    code = (
        "from tui.commands import SEARCH, of_view;"
        "from tui.screens.search import SearchScreen;"
        "assert any(each.id == 'how_many' for each in of_view(SEARCH));"
        "assert callable(SearchScreen.action_how_many)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=copy, check=True)
