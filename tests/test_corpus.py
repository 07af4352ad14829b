"""Real files through the whole program: nothing lost, and the same whatever the order."""

import sqlite3
from pathlib import Path

import pytest

from catalog.merging.merged import MergedTrial
from catalog.store.catalogue import Catalogue
from tests.soaking import SOAK
from tui.cli.importing import Summary, import_paths

AT = "2026-01-01T00:00:00Z"
BROKEN = {"NCT02734771-truncated.xml", "NCT03307746-empty.xml"}
# What lies among the samples and holds no trial.
NO_TRIALS = {
    "ICTRP_export_datafields.txt",
    "registry_prefixes_date_formats.csv",
    "who_ictrp.dtd",
    "DRKS_Schema-2.0.19.json",
}
FOLDERS = (
    *("ctgov-json", "ctgov-csv", "ctgov-xml", "seeds", "pages", "ictrp", "registry-xml"),
    *("euctr", "ctis", "isrctn", "drks", "nci-ctrp", "aact"),
)


def bring_in(path: Path, *sources: Path) -> Summary:
    return import_paths(path, [str(each) for each in sources], None, at=AT, quiet=True)


def trials(path: Path) -> dict[str, MergedTrial]:
    connection = sqlite3.connect(path)
    ids = [row[0] for row in connection.execute("SELECT id FROM trial")]
    connection.close()
    with Catalogue.open(path) as catalogue:
        return {each: found for each in ids if (found := catalogue.get(each)) is not None}


def indexed(corpus: Path) -> set[str]:
    """Numbers of all trials that the corpus is said to hold, but the one whose file is cut off."""
    rows = (line.split("\t") for line in (corpus / "index.tsv").read_text().splitlines()[1:])
    return {number for number, _, file in rows if Path(file).name not in BROKEN}


@pytest.mark.slow
def test_all_files_give_the_trials_of_the_index_in_either_order(
    corpus: Path, tmp_path: Path
) -> None:
    """One import a folder, and the other order, at full length only.

    `test_orders.py` shuffles what several have.
    """
    folders = [corpus / name for name in FOLDERS]
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for some in [[each] for each in folders] if SOAK else [folders]:
        summary = bring_in(one, *some)
        assert {each.file for each in summary.refused} <= BROKEN | NO_TRIALS
    with Catalogue.open(one) as catalogue:
        assert [number for number in indexed(corpus) if catalogue.get(number) is None] == []
        assert catalogue.check() == ()
    before = one.read_bytes()
    again = bring_in(one, corpus / "ctgov-json", corpus / "ctgov-xml").imported
    assert (again.added, again.updated) == (0, 0), "the same files again change nothing"
    assert one.read_bytes() == before
    if not SOAK:
        return
    for folder in reversed(folders):
        bring_in(other, folder)
    first, second = trials(one), trials(other)
    assert set(first) == set(second)
    for trial_id, merged in first.items():
        assert merged.trial == second[trial_id].trial, trial_id
        assert merged.provenance == second[trial_id].provenance, trial_id


@pytest.mark.slow
def test_further_formats_in_either_order_give_the_same_trials(corpus: Path, tmp_path: Path) -> None:
    folders = [path for path in sorted((corpus / "more").iterdir()) if path.is_dir()]
    folders += [corpus / "ctgov-json" / "single", corpus / "ctis", corpus / "isrctn"]
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for folder in folders:
        assert bring_in(one, folder).refused == []
    for folder in reversed(folders):
        bring_in(other, folder)
    first, second = trials(one), trials(other)
    assert set(first) == set(second)
    for trial_id, merged in first.items():
        assert merged.trial == second[trial_id].trial, trial_id
    rows = (line.split("\t") for line in (corpus / "more/index.tsv").read_text().splitlines()[1:])
    numbers = {number for number, format, _ in rows if format != "references"}
    with Catalogue.open(one) as catalogue:
        assert [number for number in numbers if catalogue.get(number) is None] == []


def test_the_seeds_are_four_trials_of_which_two_may_be_one(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    bring_in(path, corpus / "seeds")
    with Catalogue.open(path) as catalogue:
        [pair] = [each for each in catalogue.duplicates() if "NCT05721443" in (each.a, each.b)]
        assert len(pair.reasons_for) >= 3
        assert catalogue.get("NCT04058145") is None, "seed 000 carries no number"
        assert catalogue.get("NCT04144517") is not None
        assert catalogue.get("NCT06100497") is not None
    assert len([each for each in trials(path) if each.startswith("local:")]) == 2


def test_seed_000_joins_the_record_that_has_its_title_and_a_number(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    seed = root.parent / "shared" / "corpus" / "seeds" / "000_eca0e07550c8c091.txt"
    if not seed.exists():
        pytest.skip("shared data is absent: the seeds do not lie beside the checkout")
    path = tmp_path / "c.db"
    bring_in(path, seed)
    [local] = trials(path)
    bring_in(path, root / "starter" / "NCT04058145-csv-row.txt")
    assert list(trials(path)) == ["NCT04058145"]
    with Catalogue.open(path) as catalogue:
        joined = catalogue.get(local)
        assert joined is not None
        assert joined.id == "NCT04058145"
