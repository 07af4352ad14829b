"""Lists as files: every trial that was found, counted, stamped, and nothing that calculates."""

import csv
import datetime as dt
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import OutcomeKind, Status, coded
from catalog.model.trial import (
    Contact,
    Eligibility,
    Intervention,
    Outcome,
    Site,
    Trial,
)
from catalog.search.parser import parse
from catalog.search.results import Superseded
from catalog.store import schema
from catalog.store.publish import changing
from handover.columns import LIST, ROWS, Column, Kind, Shown, chosen, of_view
from handover.listing import TEXT, Wanted, counted, write
from handover.source import Source, Stamp
from handover.spreadsheet import safe
from handover.writing import write_csv, write_excel, write_ndjson
from tests.catalog.keeping import keep, record
from tests.catalog.test_migrations import laid_out

DAY = dt.date(2026, 11, 29)
SIGNS = "=+-@\uff0b\uff0d\uff1d\uff20"


def one(number: int, **given: Any) -> Trial:
    """A trial about melanoma with two sites and contacts."""
    made: dict[str, Any] = {
        "title": f"Examplomab {number} in melanoma",
        "status": coded(Status, "RECRUITING"),
        "conditions": ("Melanoma", "Skin | Cancer"),
        "interventions": (Intervention(name="examplomab"),),
        "outcomes": (Outcome(measure="Survival", kind=OutcomeKind.PRIMARY),),
        "contacts": (Contact(name="A. Nurse", phone="+00 1", email="n@example.org"),),
        "eligibility": Eligibility(text="Inclusion Criteria:\n\n* ECOG 0-1\n* Age >= 18"),
        "sites": (
            Site(facility="A", city="Kiel", country="Germany", latitude=54.3, longitude=-10.1,
                 status=coded(Status, "RECRUITING"), contacts=(Contact(name="B. Doctor"),)),
            Site(facility="B", city="Graz", country="Austria", status=coded(Status, "COMPLETED")),
        ),
    }  # fmt: skip
    return Trial(number=f"NCT{number:08}", **(made | given))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "clinic.db"
    dated: dict[str, Any] = {
        "title": "One whose status follows from its dates",
        "interventions": (),
        "conditions": (),
        "status": coded(Status, "recruitment from 2020-01-01 to 2021-01-01"),
    }
    keep(path, [record(one(n)) for n in range(1, 31)] + [record(one(99, **dated))])
    return path


@pytest.fixture
def source(path: Path) -> Iterator[Source]:
    opened = Source(path)
    yield opened
    opened.close()


def told(source: Source, typed: str, wanted: Wanted) -> str:
    out = io.StringIO(newline="")
    found = source.find(parse(typed))
    written = write(out, source, found.ids, wanted, source.stamp(DAY, typed))
    if wanted.rows == "trials":
        assert written.rows == len(found.ids)
    return out.getvalue()


def test_a_file_has_every_trial_that_was_found_in_its_order(source: Source) -> None:
    rows = list(csv.DictReader(io.StringIO(told(source, "melanoma examplomab", Wanted()))))
    assert len(rows) == 30
    assert [row["id"] for row in rows] == list(source.find(parse("melanoma examplomab")).ids)
    first = rows[0]
    assert first["conditions"] == "Melanoma|Skin | Cancer"
    assert (first["site_count"], first["sites_recruiting"]) == ("2", "1")
    assert (first["exported"], first["catalogue"]) == ("2026-11-29", "clinic.db")
    assert "query" not in first
    assert "contact_names" not in first


def test_a_phrase_is_looked_for_in_every_trial_and_not_for_a_while(source: Source) -> None:
    assert len(source.find(parse('"in melanoma"')).ids) == 30
    assert source.find(parse('"melanoma in"')).ids == ()


def test_the_query_and_contacts_are_written_where_they_are_asked_for(source: Source) -> None:
    asked = Wanted("ndjson", columns=("id", "contact_phones"), contacts=True, with_query=True)
    row = json.loads(told(source, "melanoma", asked).splitlines()[0])
    assert row["query"] == "melanoma"
    assert row["contact_phones"] == ["+00 1"]


@pytest.mark.parametrize("rows", ROWS)
def test_a_file_and_the_view_say_the_same(source: Source, path: Path, rows: str) -> None:
    """Each column of each view, through NDJSON and through SQL; but a status of that day."""
    columns = tuple(each.name for each in of_view(ROWS[rows]))
    made = told(source, "examplomab", Wanted("ndjson", rows, columns, contacts=True))
    connection = sqlite3.connect(path)
    found = connection.execute(f"SELECT * FROM {ROWS[rows]} WHERE id != 'NCT00000099'")
    names = [each[0] for each in found.description]
    kinds = {each.name: each.kind for each in of_view(ROWS[rows])}
    stamp = {"exported", "catalogue", "newest_source"}
    by_sql = [
        {name: plain(kinds[name], cell) for name, cell in zip(names, row, strict=True)}
        for row in found
    ]
    by_file = [json.loads(line) for line in made.splitlines()]
    assert {name for row in by_file for name in row} == {*columns, *stamp}
    assert sorted(
        ({name: row[name] for name in columns} for row in by_file), key=json.dumps
    ) == sorted(by_sql, key=json.dumps)


def plain(kind: Kind, cell: object) -> object:
    if kind in (Kind.LIST, Kind.JSON) and cell is not None:
        return json.loads(str(cell))
    return bool(cell) if kind is Kind.BOOLEAN and cell is not None else cell


@pytest.mark.parametrize("layout", range(schema.OLDEST_READ, schema.USER_VERSION))
def test_a_file_of_an_older_layout_is_written_like_any_other(tmp_path: Path, layout: int) -> None:
    old = Source(laid_out(tmp_path / "old.db", layout))
    new_path = laid_out(tmp_path / "new.db", layout)
    with changing(new_path):
        pass
    new = Source(new_path)
    ids = list(new.everyone())
    assert ids
    for rows in ROWS:
        wanted = Wanted("ndjson", rows)
        both = []
        for source in (old, new):
            out = io.StringIO()
            assert write(out, source, ids, wanted, Stamp(DAY, "c")).rows
            both.append(out.getvalue())
        assert both[0] == both[1]
    old.close()
    new.close()


def test_a_status_that_follows_from_dates_is_that_of_the_day(source: Source) -> None:
    asked = Wanted("ndjson", columns=("status", "sites_closed", "sites_recruiting"))
    row = json.loads(told(source, "id:NCT00000099", asked))
    assert (row["status"], row["sites_closed"]) == ("ACTIVE_NOT_RECRUITING", 2)
    sites = told(source, "id:NCT00000099", Wanted("ndjson", "sites", ("recruits", "trial_status")))
    assert {json.loads(line)["recruits"] for line in sites.splitlines()} == {"closed"}
    out = io.StringIO()
    early = Stamp(dt.date(2020, 6, 1), "c")
    write(out, source, ["NCT00000099"], Wanted("ndjson", "sites", ("recruits",)), early)
    assert [json.loads(line)["recruits"] for line in out.getvalue().splitlines()] == [
        "recruiting",
        "closed",
    ]


def test_text_is_for_reading(source: Source) -> None:
    made = told(source, "id:NCT00000007", Wanted(TEXT, with_query=True))
    assert made.splitlines()[-1] == (
        "NCT00000007  RECRUITING  not stated  Examplomab 7 in melanoma"
    )
    assert "Query: id:NCT00000007" in made
    assert "registry record decides" in made


def test_a_german_excel_gets_semicolons_a_mark_and_decimal_commas(source: Source) -> None:
    made = told(source, "id:NCT00000007", Wanted("excel", "sites"))
    assert made.startswith("\ufeffid;site;")
    assert ";54,3;-10,1;" in made
    assert made.count("\r\n") == made.count("\n") == 3


def test_what_excel_cannot_hold_is_cut_and_said() -> None:
    column = Column("", "text", Kind.TEXT, Shown.USUAL, "")
    out = io.StringIO(newline="")
    assert write_excel(out, [column], [["a" * 40_000], ["b"]]).cut == 1
    rows = list(csv.reader(io.StringIO(out.getvalue()), delimiter=";"))
    assert len(rows[1][0]) == 32_767
    assert rows[1][0].endswith("CSV and NDJSON]")


def test_what_nobody_wants_any_more_stops(source: Source) -> None:
    with pytest.raises(Superseded):
        ids = source.find(parse("")).ids
        write(io.StringIO(), source, ids, Wanted(), source.stamp(DAY), lambda: True)


def test_all_trials_are_named_without_a_search(source: Source) -> None:
    ids = list(source.everyone())
    assert ids == sorted(source.find(parse("")).ids)
    assert len(ids) == source.count() == 31
    assert counted(1) == "1 trial"
    assert counted(1882) == "1,882 trials"


def columns(count: int) -> list[Column]:
    return [Column("", f"c{n}", Kind.TEXT, Shown.USUAL, "") for n in range(count)]


PIECES = st.sampled_from(
    [
        "=",
        "+",
        "-",
        "@",
        "\uff1d",
        "\t",
        "\r",
        "\n",
        " ",
        ";",
        ",",
        '"',
        "'",
        "a",
        "1",
        "\u00a0",
        "|",
    ]
)
TEXTS = st.text("=+-@;,\"'\n\t\r a1|\uff1d\u00a0") | st.lists(PIECES).map("".join)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_cell_is_a_formula_in_whatever_spreadsheet(rows: list[list[str]]) -> None:
    """Read with its own separator, with the other one, and by one that knows no quotes."""
    for maker in (write_csv, write_excel):
        out = io.StringIO(newline="")
        maker(out, columns(2), rows)
        own, other = (",", ";") if maker is write_csv else (";", ",")
        written = io.StringIO(out.getvalue(), newline="").readlines()
        read = [
            *csv.reader(written, delimiter=own),
            *csv.reader(written, delimiter=other),
            *csv.reader(written, delimiter=other, quoting=csv.QUOTE_NONE),
        ]
        for row in read:
            for cell in row:
                assert cell.strip()[:1] not in set(SIGNS), (cell, row)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1))
def test_rows_come_back_as_they_are(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    assert write_csv(out, columns(2), rows).rows == len(rows)
    told = list(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True))
    assert told[1:] == [[safe(cell, ";") for cell in row] for row in rows]
    out = io.StringIO(newline="")
    write_ndjson(out, columns(2), rows)
    lines = out.getvalue().split("\n")[:-1]
    assert [list(json.loads(line).values()) for line in lines] == rows


def test_the_usual_columns_are_few_enough_to_be_read() -> None:
    assert 12 <= len(chosen(LIST)) <= 24
