"""Every word table is sound, and one that is not says which line of which file to mend."""

from __future__ import annotations

import csv
import enum
from pathlib import Path

import pytest

from catalog.model import code_words, codes
from catalog.model.codes import Coded, coded, fold, spellings
from catalog.model.csv_table import cell_list, table

KINDS: dict[str, type[enum.StrEnum]] = {
    name: kind
    for name, kind in vars(codes).items()
    if isinstance(kind, type) and issubclass(kind, enum.StrEnum)
}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: the columns are a, b"),
        ("a,c\n1,2\n", "line 1: the columns are a, b"),
        ("a,b,c\n1,2,3\n", "line 1: the columns are a, b"),
        ("a,b\n1,2\n3\n", "line 3: 1 cells"),
        ("a,b\n1,2,3\n", "line 2: 3 cells"),
        ("a,b\n1,2\n\n", "line 3: 0 cells"),
        ("a,b\n1,2\n2,2\n1,3\n", "line 4: the same as line 2"),
    ],
)
def test_a_table_that_is_not_sound_says_where(text: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"^words.csv, {fault}"):
        list(table(path, ("a", "b"), key=("a",)))


def test_rows_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text('a,b\n2,"x, y"\n1,\n', encoding="utf-8")
    assert list(table(path, ("a", "b"), key=("a",))) == [("2", "x, y"), ("1", "")]


ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = sorted((ROOT / "catalog").rglob("*.csv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.name))
def test_tables_are_plain(path: Path) -> None:
    """No row twice, no blanks around a cell, nothing that a spreadsheet takes for a formula."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(set(map(tuple, rows))) == len(rows)
    if "eligibility" not in path.parts:  # there are patterns that end in a blank
        assert [[cell.strip() for cell in row] for row in rows] == rows
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_a_cell_may_hold_several() -> None:
    assert cell_list("Deutschland; Allemagne ;") == ("Deutschland", "Allemagne")
    assert cell_list("") == ()


def test_every_spelling_of_a_code_is_read_as_its_row_says() -> None:
    for name, rows in spellings().items():
        for spelling, word in rows.items():
            read = coded(KINDS[name], spelling)
            assert read is not None
            assert read.means == (KINDS[name](word) if word else None), (name, spelling)


def test_no_spelling_takes_the_name_of_another_word() -> None:
    for name, rows in spellings().items():
        names = {fold(member.value): member.value for member in KINDS[name]}
        for spelling, word in rows.items():
            assert names.get(spelling, word) == word, (name, spelling)


def test_every_code_is_told_in_words_and_no_two_of_a_kind_alike() -> None:
    for kind in KINDS.values():
        told = [code_words.told(Coded(each.value, each)) for each in kind]
        assert len(set(told)) == len(told)
        assert not [words for words in told if "_" in words or (words.isupper() and words != "NIH")]
    assert code_words.told(Coded("Anything ELSE", None)) == "Anything ELSE"
