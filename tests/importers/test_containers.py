"""Workbooks, tables as JSON and collections of several registers: the same trials as elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.trial import Trial
from importers.bytes.encoding import unmistaken
from importers.containers.known_tables import TABLES, row, table_of
from importers.cutting.xml_from_json import xml_bytes
from importers.euctr.ctrdata_documents import code_of
from importers.formats import IMPORTERS
from importers.importer import Head, Unreadable
from importers.registries import who_xml
from tests.importers.corpus_counts import gathered


def trials(*paths: Path) -> dict[str | None, Trial]:
    return {one.trial.number: one.trial for one in gathered(paths).records}


@pytest.mark.parametrize("orient", ["columns", "records"])
def test_a_csv_as_json_gives_what_the_csv_gives(corpus: Path, orient: str) -> None:
    csv = trials(*(corpus / "ctgov-csv" / "new").glob("*.csv*"))
    turned = trials(corpus / "more" / "ctgov-csv-as-json" / f"pandas-{orient}-5.json")
    assert len(turned) == 5
    for number, trial in turned.items():
        assert trial == csv[number]


def test_orientations_of_one_table_are_the_same_trials() -> None:
    folder = Path(__file__).parent / "samples" / "table-json"
    first, *others = (trials(path) for path in sorted(folder.glob("*.json")) if path.stem.isalpha())
    assert len(first) == 2
    assert all(other == first for other in others)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_sample_of_each_list_is_told_by_its_header(table: object) -> None:
    for importer in TABLES:
        for path in (Path(__file__).parent / "samples" / importer.name).glob("*.csv"):
            head = Head(path.name, path.read_bytes())
            if head.text.startswith("\ufeff"):
                continue
            names = head.text.splitlines()[0].split(";" if ";" in head.text[:60] else ",")
            if all('"' not in name for name in names):
                found = table_of(tuple(names))
                assert found is None or found.name == importer.name


def test_a_collection_has_each_trial_as_its_own_register_writes_it(corpus: Path) -> None:
    mixed = gathered([corpus / "more" / "ctrdata" / "mixed.ndjson"]).records
    assert {one.importer for one in mixed} == {
        "ctrdata-euctr", "isrctn-xml", "ctgov-xml", "ctgov-json", "ctis-json",
    }  # fmt: skip
    ctis = next(one.trial for one in mixed if one.importer == "ctis-json")
    (whole,) = trials(corpus / "ctis" / "new" / "2024-510663-34-00.json").values()
    for field in ("title", "status", "phases", "sponsor", "conditions", "outcomes"):
        assert getattr(ctis, field) == getattr(whole, field), field


def test_no_other_format_takes_a_collection_for_its_own(corpus: Path) -> None:
    for line in (corpus / "more" / "ctrdata" / "mixed.ndjson").read_bytes().splitlines():
        head = Head("one.ndjson", line)
        assert [one.name for one in IMPORTERS if one.recognises(head)] == ["ctrdata"]


@pytest.mark.parametrize(
    ("letters", "code"),
    [("a3", "A.3"), ("a31", "A.3.1"), ("e511", "E.5.1.1"), ("e610", "E.6.10"), ("e61", "E.6.1"),
     ("d31", "D.3.1"), ("d3103", "D.3.10.3"), ("d31132", "D.3.11.3.2"), ("f422", "F.4.2.2")],
)  # fmt: skip
def test_keys_are_the_registers_codes_again(letters: str, code: str) -> None:
    assert code_of(letters) == code


# -- the exchange form's neighbours


@pytest.mark.parametrize("element", ["scientific_title", "public_title", "primary_sponsor"])
def test_texts_in_elements_of_their_own_are_another_form_and_said_so(element: str) -> None:
    inner = f"<trial_id>KCT0000001</trial_id><{element}><en>x</en></{element}>"
    raw = f"<trial><main>{inner}</main></trial>"
    with pytest.raises(Unreadable, match="elements of another form"):
        who_xml.read(raw.encode())


def test_cris_has_title_sponsor_and_criteria(corpus: Path) -> None:
    found = trials(corpus / "more" / "cris" / "cris_research-re-serialised.xml")
    same = trials(corpus / "more" / "cris" / "cris-from-xml.ndjson")
    assert len(found) == 2
    assert found == same
    for trial in found.values():
        assert trial.official_title
        assert trial.sponsor
        assert trial.outcomes
        assert trial.eligibility
        assert trial.eligibility.text
        assert "Exclusion criteria:" in trial.eligibility.text


def test_a_final_number_of_nought_is_none_while_a_trial_goes_on(corpus: Path) -> None:
    (trial,) = trials(corpus / "more" / "isrctn" / "isrctn-api-2026-ISRCTN41823570.xml").values()
    assert trial.status
    assert trial.status.said == "recruitment from 2026-07-23 to 2028-03-31"
    assert trial.enrollment
    assert (trial.enrollment.count, trial.enrollment.type and trial.enrollment.type.word) == (
        440, "ESTIMATED",
    )  # fmt: skip


# -- laws


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_letters_taken_for_windows_1252_are_put_right(text: str) -> None:
    shown = "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "windows-1252")
        for byte in text.encode()
    )
    assert unmistaken(shown) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@given(json_values)
def test_any_json_becomes_sound_xml(value: object) -> None:
    from importers.cutting.whole import xml_root

    assert xml_root(xml_bytes("trial", value)).tag == "trial"


@given(st.lists(st.text(max_size=6), min_size=1, max_size=5))
def test_a_row_holds_as_many_cells_as_names(names: list[str]) -> None:
    from importers.cutting.whole import csv_record

    assert len(csv_record(row(names, names))) == len(names)


def test_table_in_a_wrapper_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    rows = [{"NCT Number": "NCT99990001", "Study Title": "A", "Study Status": "COMPLETED"}]
    path.write_text(json.dumps({"data": rows}))
    assert [one.trial.title for one in gathered([path]).records] == ["A"]
