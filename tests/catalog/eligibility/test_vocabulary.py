"""The tables of what criteria speak of: legal, used, and a new value is one row."""

from __future__ import annotations

import ast
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.comparison.thresholds import thresholds, told
from catalog.eligibility.criterion import Constraint, Criterion, Window
from catalog.eligibility.extraction import CODE, RULES_VERSION, understand
from catalog.eligibility.vocabulary import entries, wording
from catalog.eligibility.vocabulary.entries import (
    PHRASES,
    Variable,
    anchors,
    conditions,
    families,
    measurements,
    phrases,
    subgroups,
    tables,
    topics,
    treatments,
    units,
    variables,
)
from catalog.eligibility.vocabulary.table_rows import BadTable, rows
from catalog.eligibility.vocabulary.units import SPELLINGS

ROOT = Path(__file__).resolve().parents[3]
ROOM = Path(entries.__file__).parent
VARIABLES = tuple(variables().values())
BY_NAME: Callable[[Variable], str] = lambda variable: variable.id  # noqa: E731


# What stands in the tables.


def test_every_row_is_used() -> None:
    """Units, families and subgroups have variables, and things have names."""
    used_units = {unit for one in VARIABLES for unit in (*one.factors, *(u for _, u in one.bare))}
    spelt = {unit for unit, _ in SPELLINGS}
    assert set(units()) - used_units - spelt <= {"{score}"}
    assert {family for one in VARIABLES for family in one.families} == set(families())
    named = {kind: {one for each in phrases(kind) for one in each.means} for kind in PHRASES}
    assert named["condition"] == set(conditions())
    assert named["prior"] | named["interval"] == set(treatments())
    assert named["anchor"] == set(anchors())
    # Said by code, not by a phrase: what is allowed, a cohort, and its own denial.
    assert set(subgroups()) - named["subgroup"] == {"allowed", "cohort", "no_anticoagulation"}
    assert {one.topic for one in VARIABLES} | {one.gives for one in VARIABLES} <= {"", *topics()}


@pytest.mark.parametrize("variable", VARIABLES, ids=BY_NAME)
def test_a_variable_is_named_and_has_a_place_of_its_own(variable: Variable) -> None:
    assert variable.label and "_" not in variable.label
    assert variable.names or variable.id in (
        "sex", "contraception_after", *conditions(), *treatments())  # fmt: skip
    beside = [one for one in VARIABLES if one.topic == variable.topic and one is not variable]
    assert variable.row not in {one.row for one in beside}, "two rows at one place"
    assert variable.label not in {one.label for one in VARIABLES if one is not variable}


def test_phrases_stand_once_in_each_kind() -> None:
    for kind in PHRASES:
        said = [each.words for each in phrases(kind)]
        assert len(said) == len(set(said)), [each for each in said if said.count(each) > 1]


def _ids_in_code() -> Iterator[tuple[str, str]]:
    """Ids that the code names, of constraints that it makes or asks for."""
    for room in ("eligibility", "comparison"):
        for path in sorted((ROOT / "catalog" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for found in _named(node):
                    yield path.name, found


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        kind, dot, what = node.value.partition(".")
        if dot and what.replace("_", "").isalnum() and kind in ("ts", "prior"):
            yield node.value
    elif isinstance(node, ast.Compare) and _is_variable(node.left):
        for side in node.comparators:
            yield from _texts(side)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Constraint" and node.args:
        yield from _texts(node.args[0])


def _is_variable(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "variable") or (
        isinstance(node, ast.Name) and node.id == "variable"
    )


def _texts(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def test_every_id_in_code_stands_in_a_table() -> None:
    named = {one for one in _ids_in_code() if one[1] not in ("ts.", "prior.")}
    assert len(named) > 30, "the search no longer finds what code names"
    assert {one for one in named if one[1] not in variables()} == set()


# Who does not read them right.

BROKEN: tuple[tuple[str, str, str, str, str], ...] = (
    ("measurements", "potassium", "topic", "metabolic", "topic: 'metabolic' is not known"),
    ("measurements", "potassium", "unit", "mmol", "unit: 'mmol' is not known"),
    ("measurements", "potassium", "low", "one", "low: 'one' is no number"),
    ("measurements", "potassium", "low", "99", "low is not below high"),
    ("measurements", "potassium", "convert", "mg/dL 0.2", "'mg/dL 0.2' has no colon"),
    ("measurements", "potassium", "convert", "mg/dL: 0", "'0' is not above 0"),
    ("measurements", "potassium", "bare", "else: mmol/L; below 9: mmol/L", "do not rise"),
    ("measurements", "potassium", "kind", "flag", "kind: 'flag' is not known"),
    ("measurements", "potassium", "id", "calcium", "'calcium' is there twice"),
    ("measurements", "potassium", "label", "", "label is empty"),
    ("measurements", "ecog", "scale", "", "a scale has steps"),
    ("conditions", "chf", "family", "hearts", "family: 'hearts' is not known"),
    ("treatments", "ts.surgery", "subgroups", "adults", "subgroups: 'adults' is not known"),
    ("treatments", "ts.surgery", "row", "", "row is empty"),
)


@pytest.mark.parametrize(("table", "row", "column", "cell", "why"), BROKEN)
def test_an_error_names_the_file_and_the_line(
    table: str,
    row: str,
    column: str,
    cell: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = _copy(tmp_path)
    line = _changed(copy / f"{table}.csv", row, column, cell)
    monkeypatch.setattr(entries, "ROOM", copy)
    read = {"measurements": measurements, "conditions": conditions, "treatments": treatments}
    with pytest.raises(BadTable) as said:
        read[table].__wrapped__()
    where = line + 1 if column == "id" else line  # the second of two alike
    assert str(said.value).startswith(f"{table}.csv, line {where}: ")
    assert why in str(said.value)


def test_cells_too_many_or_a_column_twice_are_told(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id,label\na,b\nc\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"t\.csv, line 3: 1 cells, not 2"):
        list(rows(table))
    table.write_text("id,id\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"t\.csv, line 1"):
        list(rows(table))


def test_a_spreadsheets_way_of_saving_changes_nothing(tmp_path: Path) -> None:
    """A mark at the beginning, and lines that end as Windows ends them."""
    table = tmp_path / "t.csv"
    table.write_bytes("\ufeffid,label\r\na,b\r\n\r\n".encode())
    assert [(row.line, row.text("id"), row.text("label")) for row in rows(table)] == [(2, "a", "b")]


def _copy(tmp_path: Path) -> Path:
    copy = tmp_path / "vocabulary"
    shutil.copytree(ROOM, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def _changed(table: Path, row: str, column: str, cell: str) -> int:
    """Change a cell; its line."""
    with table.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    at = next(n for n, cells in enumerate(found) if cells[0] == row)
    found[at][found[0].index(column)] = cell
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)
    return at + 1


# The version that nobody can forget.


def test_the_version_is_of_the_code_and_of_the_tables() -> None:
    assert f"{CODE}-{entries.version()}" == RULES_VERSION
    assert {path.name for path in tables()} >= {"measurements.csv", "topics.csv", "phrases.csv"}


@pytest.mark.parametrize("table", tables(), ids=lambda path: path.name)
def test_any_cell_of_any_table_changes_the_version(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = ROOM.parents[1]
    for room in ("eligibility", "drugs"):
        code = shutil.ignore_patterns("*.py", "__pycache__")
        shutil.copytree(catalog / room, tmp_path / room, ignore=code)
    monkeypatch.setattr(entries, "ROOM", tmp_path / "eligibility" / ROOM.name)
    before = entries.version.__wrapped__()
    assert before == entries.version()
    copy = tmp_path / table.relative_to(catalog)
    with copy.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    found[-1][-1] += "x"
    with copy.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)
    assert entries.version.__wrapped__() != before


# A new laboratory value.

STRONTIUM = {
    "id": "strontium",
    "label": "strontium",
    "kind": "number",
    "unit": "mmol/L",
    "topic": "metabolic_endocrine",
    "row": "35",
    "gives": "metabolic_endocrine",
    "low": "0.1",
    "high": "10",
    "convert": "mg/dL: 0.1141",
    "bare": "below 12: mmol/L",
    "family": "glucose",
    "names": "strontium|serum strontium",
}
ASKED = """
import json
from catalog.comparison.thresholds import thresholds, told
from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import screen
from catalog.eligibility.vocabulary import entries, wording
read = extract("Inclusion Criteria:\\n- Serum strontium at least 2 mg/dL\\n- Calcium < 12 mg/dL")
limits = [one for each in read for one in each.constraints]
patient = Patient.from_json({"labs": {"strontium": {"value": 0.1, "unit": "mmol/L"}}})
rows = [one for one in entries.variables().values() if one.topic == "metabolic_endocrine"]
rows.sort(key=lambda one: one.row)
print(json.dumps({
    "limit": [limits[0].variable, limits[0].op, limits[0].norm_value, limits[0].norm_unit],
    "topics": list(read[0].topics),
    "words": wording.constraint(limits[0]),
    "decided": list(screen(read, patient)[0].decided),
    "row": told(thresholds(read)["strontium"]),
    "rows": [one.id for one in rows],
    "version": entries.version(),
}))
"""


def test_a_new_laboratory_value_is_one_row(tmp_path: Path) -> None:
    """Read, put into words, screened, compared beside its neighbours: by one row of one table."""
    passed = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog", ignore=passed)
    table = tmp_path / "catalog" / "eligibility" / "vocabulary" / "measurements.csv"
    with table.open(encoding="utf-8", newline="") as file:
        head = next(csv.reader(file))
    assert STRONTIUM.keys() <= set(head)
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, head, lineterminator="\n").writerow(STRONTIUM)
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["limit"] == ["strontium", ">=", pytest.approx(0.2282), "mmol/L"]
    assert said["topics"] == ["metabolic_endocrine"]
    assert said["words"] == "strontium ≥ 0.228 mmol/L (written ≥ 2 mg/dL)"
    assert said["decided"] == ["strontium ≥ 0.228 mmol/L (written ≥ 2 mg/dL)"]
    assert said["row"] == "≥ 0.228 mmol/L (2 mg/dL)"
    at = said["rows"].index("strontium")
    assert said["rows"][at - 1 : at + 2] == ["potassium", "strontium", "calcium"]
    assert said["version"] != entries.version()


# Words for a limit.

WORDS: tuple[tuple[Constraint, str], ...] = (
    (Constraint("chf", "=", "present", None, "present", None), "heart failure: present"),
    (Constraint("hbv", "=", "absent", None, "absent", None), "hepatitis B: absent"),
    (Constraint("cns_mets", "=", "present", None, "present", None), "brain metastases: present"),
    (Constraint("alk", "=", "absent", None, "absent", None), "ALK: negative"),
    (
        Constraint("ts.mi", "<", 6, "mo", 182.625, "d"),
        "time since myocardial infarction < 6 months",
    ),
    (
        Constraint("ts.vte", "<", 3, "mo", 91.3125, "d", anchor="first_dose"),
        "time since venous thromboembolism < 3 months, before the first dose",
    ),
    (Constraint("ts.surgery", ">=", 28, "d", 28, "d"), "time since surgery ≥ 28 days"),
    (Constraint("ts.surgery", ">=", 1, "wk", 7, "d"), "time since surgery ≥ 1 week"),
    (
        Constraint("alt", "<=", 5, "{xULN}", 5, "{xULN}", when="liver_mets"),
        "ALT ≤ 5 × ULN, with liver metastases",
    ),
    (Constraint("dlco_pct", ">=", 50, "%", 50, "%"), "DLCO, % predicted ≥ 50 %"),
    (Constraint("ecog", "in", (0, 1), None, (0, 1), None), "ECOG 0–1"),
    (Constraint("nyha", "in", (1, 3), None, (1, 3), None), "NYHA class 1, 3"),
    (Constraint("child_pugh", "in", ("A", "B"), None, ("A", "B"), None), "Child-Pugh A, B"),
    (
        Constraint("plt", ">=", 100000, "/uL", 100, "10*9/L", window=Window(14, "d", 14)),
        "platelets ≥ 100 × 10⁹/L (written ≥ 100 000 /µL), tested within 14 days",
    ),
    (Constraint("sex", "=", "female", None, "female", None), "sex: female"),
    (Constraint("of_old", "=", "present", None, "present", None), "of old: present"),
)


@pytest.mark.parametrize(("made", "said"), WORDS, ids=[said for _, said in WORDS])
def test_a_limit_in_words(made: Constraint, said: str) -> None:
    assert wording.constraint(made) == said


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("inclusion", "Age 18-75 years", ["age 18–75 years"]),
        ("inclusion", "Age 6-12 months", ["age 6–12 months"]),
        (
            "inclusion",
            "Age 18 months to 5 years",
            ["age 1.5–5 years (written ≥ 18 months and ≤ 5 years)"],
        ),
        (
            "inclusion",
            "HbA1c of 53 to 86 mmol/mol",
            ["HbA1c 7–10 % (written 53–86 mmol/mol)"],
        ),
        (
            "inclusion",
            "Platelets 50,000 to 123,456/uL",
            ["platelets 50–123.456 × 10⁹/L (written 50 000–123 456 /µL)"],
        ),
        ("inclusion", "Age ≥ 18 and < 65 years", ["age ≥ 18 and < 65 years"]),
        ("exclusion", "Age under 18 or over 75", ["age < 18 years", "age > 75 years"]),
    ],
)
def test_a_range_in_words(kind: str, text: str, said: list[str]) -> None:
    """The ends of one range are told together, each with its own sign; two limits stay two."""
    assert list(wording.constraints(understand(kind, text)[1])) == said


def _made(variable: Variable) -> Constraint:
    if variable.kind in ("flag", "marker", "prior"):
        return Constraint(variable.id, "=", "present", None, "present", None)
    if variable.scale and variable.unit is None:
        return Constraint(variable.id, "in", variable.scale, None, variable.scale, None)
    unit = variable.unit or "d"
    return Constraint(variable.id, ">=", 2, unit, 2, unit)


@pytest.mark.parametrize("variable", VARIABLES, ids=BY_NAME)
def test_every_view_uses_the_same_words(variable: Variable) -> None:
    """App, commands, screening ask for the whole, the comparison for parts: none shows an id."""
    _same_words(variable, None)


@pytest.mark.parametrize("when", subgroups())
def test_every_view_names_a_group_alike(when: str) -> None:
    _same_words(variables()["alt"], when)


def _same_words(variable: Variable, when: str | None) -> None:
    made = Constraint(**{name: getattr(_made(variable), name) for name in (
        "variable", "op", "value", "unit", "norm_value", "norm_unit")}, when=when)  # fmt: skip
    said = wording.constraint(made)
    assert said.startswith(variable.label) and "_" not in said and "{" not in said
    found = thresholds([Criterion("inclusion", "x", (0, 1), constraints=(made,))])[variable.id]
    shown = told(found)
    assert "_" not in shown and "{" not in shown
    if when is not None:
        assert wording.subgroup(when) in said and wording.subgroup(when) in shown


@pytest.mark.parametrize("unit", units(), ids=str)
def test_units_are_shown_as_clinicians_write_them(unit: str) -> None:
    shown = wording.shown_unit(unit)
    assert not set(shown) & set("{}[]*_")
    assert wording.shown_unit(unit, "1") in (shown, units()[unit].one)


def test_two_words_for_one_thing_are_nowhere_left() -> None:
    """No module beside the tables holds labels or shown units of its own."""
    labels = {one.label for one in VARIABLES if " " in one.label}
    for path in [*(ROOT / "catalog").rglob("*.py"), *(ROOT / "tui").rglob("*.py")]:
        said = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert len(said & labels) < 4, f"{path.name} knows labels of its own: {said & labels}"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (10, "g/dL", "hemoglobin ≥ 10 g/dL"),
        (10, None, "hemoglobin ≥ 10 g/dL"),
        (100, "g/L", "hemoglobin ≥ 10 g/dL (written ≥ 100 g/L)"),
    ],
)
def test_what_was_written_is_told_where_it_is_in_another_unit(
    value: int, unit: str | None, said: str
) -> None:
    assert wording.constraint(Constraint("hgb", ">=", value, unit, 10, "g/dL")) == said
