"""Criteria of the catalogue for a record that says the same words: exactly those of reading it."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalog.eligibility import extraction
from catalog.model.codes import Coded, InterventionType, Status
from catalog.model.record import SourceRecord
from catalog.model.trial import Eligibility, Identifier, Intervention, Trial
from catalog.store import prepare as preparing
from catalog.store import read_before
from catalog.store.importing import import_records
from catalog.store.prepare import Prepared, prepare, steps
from importers.pipeline import read
from importers.understanding import Stepwise
from tests.catalog.keeping import AT, keep, record

LATER = "2026-02-01T00:00:00Z"
# An entity written twice over, and an escape: the text is not what is read of it.
TEXT = r"""Inclusion Criteria:

* Age 18 to 75 years, ECOG 0-1
* Haemoglobin ≥ 9 g/dL without transfusion within 7 days
    * or ≥ 8 g/dL in the case of thalassämia

Exclusion Criteria:

* Prior melanoma within 5 years
* Weight &amp;gt; 150 kg or BMI \> 35
* Known HIV infection, unless CD4 > 200/µl
"""
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "ctgov-json" / "ctg-studies-100.json.gz"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    read_before._reader.cache_clear()
    yield
    read_before._reader.cache_clear()


def study(**said: Any) -> Trial:
    given = {
        "number": "NCT00000001",
        "identifiers": (Identifier(kind="nct", value="NCT00000001"),),
        "title": "One",
        "conditions": ("Melanoma",),
        "interventions": (
            Intervention(name="Nivolumab", type=Coded("DRUG", InterventionType.DRUG)),
        ),
        "eligibility": Eligibility(text=TEXT),
        "status": Coded("RECRUITING", Status.RECRUITING),
        **said,
    }
    return Trial(**given)


def as_a_worker(monkeypatch: pytest.MonkeyPatch, records: list[SourceRecord], into: Path) -> Any:
    """What a worker makes of the records; and of how many it read the criteria."""
    done: list[object] = []
    was = extraction.criteria_of

    def criteria_of(trial: Trial) -> object:
        done.append(trial)
        return was(trial)

    monkeypatch.setattr(preparing, "criteria_of", criteria_of)
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: "somebody")
    finish: Stepwise[Prepared] = Stepwise(steps(LATER, into=into))
    return [finish(each) for each in records], len(done)


def same(one: Prepared, other: Prepared) -> bool:
    """Words of a field come in any order."""

    def ordered(each: Prepared) -> Prepared:
        words = tuple(" ".join(sorted(said.split(" "))) for said in each.document.words)
        said = msgspec.structs.replace(each.document, words=words)
        return msgspec.structs.replace(each, document=said)

    return ordered(one) == ordered(other)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_studies_that_changed_elsewhere_take_what_reading_would_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [each for each in read([CORPUS], workers=0) if isinstance(each, SourceRecord)][:25]
    path = tmp_path / "c.db"
    import_records(path, [prepare(each, AT) for each in found], AT)
    changed = []
    for each in found:
        other = msgspec.structs.replace(each.trial, status=Coded("TERMINATED", Status.TERMINATED))
        changed.append(msgspec.structs.replace(each, trial=other, raw=each.raw + b" "))
    expected = [prepare(each, LATER) for each in changed]
    made, read_anew = as_a_worker(monkeypatch, changed, path)
    assert read_anew == 0
    assert all(map(same, made, expected))
    assert sum(len(each.rows.children["constraint_"]) for each in made) > 60


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        ({"title": "Another", "status": None}, True),
        ({"eligibility": Eligibility(text=TEXT, sex=Coded("FEMALE", None))}, True),
        ({"eligibility": Eligibility(text=TEXT.replace("75", "76"))}, False),
        ({"eligibility": Eligibility(text=TEXT + " ")}, False),
        ({"conditions": ("Melanoma", "Naevus")}, False),
        ({"conditions": ()}, False),
        ({"interventions": ()}, False),
        ({"number": "NCT00000002"}, False),
        ({"number": None}, False),
    ],
)
def test_only_where_text_and_names_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], is_same: bool
) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(study())])
    again = record(study(**said))
    expected = prepare(again, LATER)
    [made], read_anew = as_a_worker(monkeypatch, [again], path)
    assert read_anew == (not is_same)
    assert same(made, expected)
    assert made.rows.children["constraint_"]


def _others(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE meta SET value = 'other' WHERE name = 'rules_version'")


def _unknown(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM meta WHERE name = 'rules_version'")


def _older(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version = 6")


def _damaged(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE source_record SET content = x'20', raw = x'20'")


def _gone(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE criterion_row")


@pytest.mark.parametrize("odd", [_others, _unknown, _older, _damaged, _gone])
def test_of_a_catalogue_of_other_rules_or_an_odd_one_nothing_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: Any
) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(study())])
    with sqlite3.connect(path) as connection:
        odd(connection)
    connection.close()
    again = record(study(title="Another"))
    [made], read_anew = as_a_worker(monkeypatch, [again], path)
    assert read_anew == 1
    assert same(made, prepare(again, LATER))


def test_nobody_waits_for_another_program_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(study())])
    again = record(study(title="Another"))
    other = sqlite3.connect(path, isolation_level=None)
    assert read_before.rows_before(path, again.trial) is not None
    other.execute("BEGIN EXCLUSIVE")
    try:
        [made], read_anew = as_a_worker(monkeypatch, [again], path)
    finally:
        other.close()
    assert read_anew == 1
    assert same(made, prepare(again, LATER))


def test_without_a_catalogue_and_by_who_changes_it_texts_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.db"
    again = record(study(title="Another"))
    assert as_a_worker(monkeypatch, [again], path)[1] == 1
    assert not path.exists()
    keep(path, [record(study())])
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: None)
    monkeypatch.setattr(read_before, "connect_read_only", lambda _: pytest.fail("it is opened"))
    Stepwise(steps(LATER, into=path))(again)
