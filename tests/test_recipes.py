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
_WHERE = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')


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
        where = {found[1]: found[2] or found[3] for found in _WHERE.finditer(block["where"])}
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
