"""One list of columns: the page, the views and what is written never differ."""

import re
import sqlite3
from pathlib import Path

import pytest

from catalog.store import schema
from handover.columns import LIST, ROWS, Shown, UnknownColumn, chosen, columns, of_view

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "columns.md"
_WRITTEN = {Shown.USUAL: "yes", Shown.CONTACT: "with `--contacts`", Shown.ASKED: "when named"}


def test_the_page_has_a_row_for_every_column_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if re.match(r"\| `", line)]
    asked = {"query": "with `--with-query`"}
    assert told == [
        f"| `{each.name}` | {each.kind} |"
        f" {asked.get(each.name) or _WRITTEN[each.shown]} | {each.holds} |"
        for each in columns()
    ]


@pytest.mark.parametrize("view", ROWS.values())
def test_a_view_of_the_catalogue_has_these_columns_in_this_order(view: str) -> None:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    cursor = connection.execute(f"SELECT * FROM {view}")
    assert [each[0] for each in cursor.description] == [each.name for each in of_view(view)]


def test_people_are_left_out_unless_they_are_asked_for() -> None:
    for view in ROWS.values():
        assert not [each for each in chosen(view) if each.shown is Shown.CONTACT]
    assert "contact_phones" in [each.name for each in chosen("trial_sites", contacts=True)]
    with pytest.raises(UnknownColumn, match="--contacts"):
        chosen(LIST, ["id", "contact_names"])


def test_columns_are_chosen_in_the_order_in_which_they_are_named() -> None:
    assert [each.name for each in chosen(LIST, ["title", " ID", "title"])] == ["title", "id"]
    with pytest.raises(UnknownColumn, match="there is no column colour; there are id, numbers"):
        chosen(LIST, ["colour"])
