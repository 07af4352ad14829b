"""The catalogue: what goes in comes out, twice is once, and order does not matter."""

import itertools
import math
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.identity import decisions
from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial
from catalog.model.errors import CatalogueError, UnknownTrial
from catalog.model.record import Refused, SourceRecord
from catalog.model.trial import Arm, Eligibility, Guess, Outcome, Site, Trial
from catalog.store import ingest
from catalog.store.catalogue import _DUPLICATES, Catalogue
from catalog.store.importing import renew
from catalog.store.rows import KEYS
from tests.catalog.keeping import AT, keep, record, rows, versioned
from tests.catalog.making import drugs, identifier, phase, sponsor, status, trial
from tests.catalog.strategies import trials
from tests.soaking import often


def everything(path: Path) -> list[object]:
    """All trials with their provenance, without what depends on the order of import."""
    with Catalogue.open(path) as catalogue:
        found = [
            catalogue.get(str(row[0])) for row in rows(path, "SELECT id FROM trial ORDER BY id")
        ]
    return [(each.id, each.trial, each.provenance) for each in found if each]


@given(trials())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_trial_survives_the_catalogue(tmp_path: Path, made: Trial) -> None:
    path = tmp_path / "survives.db"
    path.unlink(missing_ok=True)
    numbered = msgspec.structs.replace(
        made, number="NCT99990001", identifiers=(identifier("NCT99990001"), *made.identifiers)
    )
    keep(path, [record(numbered)])
    with Catalogue.open(path) as catalogue:
        found = catalogue.get("nct99990001")
        assert found is not None
        assert found.trial == numbered
        assert catalogue.check() == ()


def test_the_same_import_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    records = [record(trial(f"NCT9999000{n}", title=f"Trial {n}")) for n in range(5)]
    assert keep(path, records).added == 5
    before = path.read_bytes()
    again = keep(path, records, "2027-01-01T00:00:00Z")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 5)
    assert path.read_bytes() == before


OLD = trial("NCT99990001", title="A Study of EX 4230", status=status("RECRUITING"))
NEW = versioned(OLD, title="A Study of EX 4230 (Examplekin)", status=status("COMPLETED"))
LOCAL = trial(title="A Study of EX 4230 (Examplekin)", interventions=drugs("EX 4230"))
FULL = versioned(NEW, interventions=drugs("EX 4230"), conditions=("Example Disease",))
OTHER = trial("ISRCTN99990001", acronym="EXAMPLE", identifiers=(identifier("NCT99990001", "nct"),))
TWIN = versioned(
    FULL, number="NCT99990002", identifiers=(identifier("NCT99990002"),), title="A Twin of EX 4230"
)


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    records = [
        record(OLD, date="2020-08-25"),
        record(FULL, date="2024-02-01"),
        record(LOCAL, "ctgov-csv-row", None),
        record(OTHER, "isrctn-xml", "2022-02-02"),
        record(TWIN, date="2024-02-01"),
    ]
    results = []

    def go_on(path: Path, left: list[SourceRecord]) -> None:
        """Every order of what is left, behind what the catalogue has."""
        for n, each in enumerate(left):
            further = tmp_path / f"{len(left)}.db"
            if path.exists():
                shutil.copyfile(path, further)
            keep(further, [each])
            go_on(further, left[:n] + left[n + 1 :])
            if len(left) == 1:
                results.append(everything(further))
            further.unlink()

    go_on(tmp_path / "none.db", records)
    assert len(results) == math.factorial(len(records))
    assert all(result == results[0] for result in results)
    assert [row[0] for row in results[0]] == ["NCT99990001", "NCT99990002"]  # type: ignore[index]


def test_a_local_record_joins_when_its_number_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(LOCAL, "ctgov-csv-row", None)])
    [(local,)] = rows(path, "SELECT id FROM trial")
    assert str(local).startswith("local:")
    keep(path, [record(FULL)])
    with Catalogue.open(path) as catalogue:
        joined = catalogue.get(str(local))
        assert joined is not None
        assert joined.id == "NCT99990001"
        assert len(joined.sources) == 2


def test_same_titles_of_two_registries_are_seen_in_one_import(tmp_path: Path) -> None:
    german = versioned(
        FULL,
        number="DRKS00099999",
        identifiers=(identifier("DRKS00099999", "drks"),),
    )
    found = []
    for order in itertools.permutations([record(FULL), record(german, "drks-json")]):
        for at_once in (True, False):
            path = tmp_path / "c.db"
            path.unlink(missing_ok=True)
            for some in [list(order)] if at_once else [[each] for each in order]:
                keep(path, some)
            with Catalogue.open(path) as catalogue:
                found.append(catalogue.duplicates())
    [proposed] = found[0]
    assert (proposed.a, proposed.b) == ("DRKS00099999", "NCT99990001")
    assert "the titles are the same" in proposed.reasons_for
    assert all(each == found[0] for each in found)


def test_what_was_inferred_is_counted(tmp_path: Path) -> None:
    guess = Guess(field="outcomes", why="the page gives no kinds")
    summary = keep(tmp_path / "c.db", [record(versioned(FULL, guesses=(guess,))), record(TWIN)])
    assert summary.guessed == {"outcomes": 1}
    assert summary.with_guesses == 1


def test_two_trials_with_one_title_leave_a_local_record_alone(tmp_path: Path) -> None:
    same_title = versioned(TWIN, title=FULL.title)
    for order in itertools.permutations(
        [record(LOCAL, "ctgov-csv-row", None), record(FULL), record(same_title)]
    ):
        path = tmp_path / "c.db"
        path.unlink(missing_ok=True)
        for each in order:
            keep(path, [each])
        assert len(rows(path, "SELECT id FROM trial")) == 3
        with Catalogue.open(path) as catalogue:
            assert len(catalogue.duplicates()) == 2


PAGE = trial(
    title="Examplomab Plus Testociclib in HPV Negative, PD-1 Resistant Disease",
    arms=(Arm(label="testociclib+examplomab"),),
    sites=(Site(facility="the Ninth People's Hospital Affiliated to Example Jiao University"),),
    eligibility=Eligibility(text="HPV negative. PD-1 resistant."),
)
LISTED = trial(
    "NCT99990003",
    sponsor=sponsor("Example Ninth People's Hospital Affiliated to Example Jiao University"),
    brief_summary="PD-1 resistant, HPV negative patients get examplomab and testociclib.",
    phases=phase("PHASE2"),
)


@pytest.fixture
def desk_path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    keep(path, [record(PAGE, "page-trials-co", None), record(LISTED, "page-inclinicaltrials")])
    return path


def pair(path: Path) -> tuple[str, str]:
    with Catalogue.open(path) as catalogue:
        [found] = catalogue.duplicates()
        assert found.reasons_for
        return found.a, found.b


def test_link_makes_one_trial_of_both_and_unlink_parts_it(desk_path: Path) -> None:
    a, b = pair(desk_path)
    decided = decisions.link(desk_path, a, b)
    assert decided.trials == ("NCT99990003",)
    with Catalogue.open(desk_path) as catalogue:
        joined = catalogue.get(b)
        assert joined is not None
        assert joined.trial.arms == PAGE.arms
        assert joined.trial.sponsor == LISTED.sponsor
        assert catalogue.duplicates() == ()
        assert catalogue.check() == ()
    assert len(decisions.unlink(desk_path, "NCT99990003").trials) == 2
    keep(desk_path, [record(versioned(LISTED, acronym="X"), "page-inclinicaltrials")])
    assert len(rows(desk_path, "SELECT id FROM trial")) == 2


def test_a_rejected_pair_stays_rejected(desk_path: Path) -> None:
    a, b = pair(desk_path)
    decisions.reject(desk_path, a, b)
    keep(desk_path, [record(versioned(LISTED, acronym="X"), "page-inclinicaltrials")])
    with Catalogue.open(desk_path) as catalogue:
        assert catalogue.duplicates() == ()
    decisions.link(desk_path, a, b)  # and can be taken back
    assert len(rows(desk_path, "SELECT id FROM trial")) == 1


def test_two_numbers_of_one_registry_cannot_be_linked(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(FULL), record(TWIN)])
    with pytest.raises(CatalogueError, match="two numbers of one registry"):
        decisions.link(path, "NCT99990001", "NCT99990002")


def test_unknown_numbers_bring_near_ones(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(FULL)])
    with pytest.raises(UnknownTrial) as raised:
        decisions.link(path, "NCT99990010", "NCT99990001")
    assert raised.value.near == ("NCT99990001",)
    with Catalogue.open(path) as catalogue:
        assert catalogue.get("nct 99990001") is not None
        assert catalogue.get("") is None


def test_history_keeps_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(OLD, date="2020-08-25")])
    keep(path, [record(NEW, date="2024-02-01")], "2026-02-01T00:00:00Z")
    with Catalogue.open(path) as catalogue:
        changed = catalogue.history("NCT99990001")
        assert [(each.field, each.before, each.after) for each in changed] == [
            ("status", "RECRUITING", "COMPLETED"),
            ("title", OLD.title, NEW.title),
        ]
        assert catalogue.changes("2027-01-01") == ()


def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(OLD, date="2020-08-25")])
    before = path.read_bytes()
    would = keep(path, [record(NEW, date="2024-02-01")], dry_run=True)
    assert would.updated == 1
    assert {each.field for each in would.changes} == {"status", "title"}
    assert path.read_bytes() == before


def test_what_was_refused_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    refused = Refused("x.json", "record 2", "it is broken")
    done = keep(tmp_path / "c.db", [record(OLD), refused, record(TWIN)])
    assert (done.added, done.refused) == (2, [refused])


def test_renewing_gives_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    guessed = versioned(
        FULL, outcomes=(Outcome(measure="ORR"),), guesses=(Guess(field="outcomes", why="cut"),)
    )
    keep(path, [record(guessed), record(OTHER, "isrctn-xml"), record(TWIN)])
    tables = ("trial", "identifier", "outcome", "intervention", "criterion", "source_record")
    before = [rows(path, f"SELECT * FROM {table}") for table in tables]
    assert renew(path, AT) == 2
    assert [rows(path, f"SELECT * FROM {table}") for table in tables] == before
    assert everything(path)


@given(st.lists(trials(), min_size=2, max_size=4))
@settings(
    max_examples=often(12, 500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_rows_of_several_records_are_those_that_renewing_makes(
    tmp_path: Path, says: list[Trial]
) -> None:
    """Where the last record says all, its worker's rows are taken; nobody can tell."""
    path = tmp_path / "c.db"
    path.unlink(missing_ok=True)
    numbered = [versioned(FULL, identifiers=FULL.identifiers[::-1])]
    numbered += [versioned(each, number=FULL.number, identifiers=FULL.identifiers) for each in says]
    numbered += [versioned(FULL, brief_summary="Newer.", why_stopped="slow")]
    for n, each in enumerate(numbered):
        keep(path, [record(each, date=f"2024-01-{n + 1:02}")], f"2026-01-{n + 1:02}T00:00:00Z")
    before = {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in KEYS}
    found = everything(path)
    renew(path, AT)
    assert {t: sorted(rows(path, f"SELECT * FROM {t}"), key=repr) for t in KEYS} == before
    assert everything(path) == found


def test_what_a_record_was_compared_with_is_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither read nor merged: a list of one topic would cost its length squared."""
    path = tmp_path / "c.db"
    keep(path, [record(PAGE, "page-trials-co", None)])
    merged: list[str] = []

    def merging(name: str, sources: Sequence[Source]) -> MergedTrial:
        merged.append(name)
        return merge(name, sources)

    monkeypatch.setattr(ingest, "merge", merging)
    done = keep(path, [record(LISTED, "page-inclinicaltrials")], "2026-02-01T00:00:00Z")
    assert (done.added, len(done.possible_duplicates)) == (1, 1)
    assert merged == []


def test_possible_duplicates_never_read_all_records(desk_path: Path) -> None:
    """Of six hundred thousand trials the few pairs are found at once, for one trial as for all."""
    connection = sqlite3.connect(desk_path)
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {_DUPLICATES}")]
    connection.close()
    scanned = [step.split()[1] for step in steps if step.startswith("SCAN")]
    assert scanned == ["d"]


def test_a_check_takes_the_time_it_takes(desk_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large catalogue is read for minutes; that is no damage."""
    monkeypatch.setattr("catalog.store.catalogue._SECONDS", -1.0)
    monkeypatch.setattr("catalog.store.catalogue._STEPS", 1_000)
    with Catalogue.open(desk_path) as catalogue:
        with pytest.raises(CatalogueError):
            catalogue._rows("PRAGMA integrity_check")
        assert catalogue.check() == ()


def test_stats_count_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, [record(OLD), record(TWIN), record(trial("NCT99990009"))])
    with Catalogue.open(path) as catalogue:
        found = catalogue.stats()
    assert (found.trials, found.source_records) == (3, 3)
    assert found.by_status == {"COMPLETED": 1, "RECRUITING": 1, "not stated": 1}
    assert found.newest_source == "2024-01-01"
