"""Trials that reach the catalogue in several formats are one trial each, in any order of import."""

import functools
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.merging.merged import MergedTrial
from catalog.model.record import SourceRecord
from catalog.store.catalogue import Catalogue
from catalog.store.importing import import_records
from catalog.store.prepare import Prepared, prepare
from importers.pipeline import read
from tests.soaking import often

AT = "2026-01-01T00:00:00Z"
HOW_MANY = 347
CUT_OFF = {"NCT02734771"}
"""One of the two files of each is cut off, and refused."""

Records = dict[str, list[Prepared]]


@pytest.fixture(scope="module")
def records(corpus: Path) -> Records:
    """For each number that the corpus holds in two formats or more, its records."""
    formats: defaultdict[str, set[str]] = defaultdict(set)
    files: defaultdict[str, set[str]] = defaultdict(set)
    for line in (corpus / "index.tsv").read_text().splitlines()[1:]:
        number, format_name, file = line.split("\t")
        formats[number].add(format_name)
        files[number].add(file)
    several = {number for number, found in formats.items() if len(found) > 1}
    assert len(several) == HOW_MANY
    paths = _inputs(corpus, {file for number in several for file in files[number]})
    found: Records = {number: [] for number in sorted(several)}
    for item in read(paths, finish=functools.partial(_prepared, several)):
        if isinstance(item, Prepared):
            for number in several & {own.value for own in item.identity.numbers.own}:
                found[number].append(item)
    assert {number for number, some in found.items() if len(some) < 2} == CUT_OFF
    return found


def _prepared(several: set[str], record: SourceRecord) -> Prepared | SourceRecord:
    """A record as it is stored, where a number is one of these; a file holds many others."""
    told = {each.value for each in record.trial.identifiers} | {record.trial.number}
    return record if several.isdisjoint(told) else prepare(record, imported_at=AT)


def _inputs(corpus: Path, files: set[str]) -> list[Path]:
    """What to import for these files of the index: a folder of tables is one input."""
    found: set[Path] = set()
    for name in files:
        path, mark, _ = name.partition("!")
        is_table = not mark and path.startswith("aact/")
        found.add((corpus / path).parent if is_table else corpus / path)
    return sorted(found)


def imported(path: Path, *batches: Sequence[Prepared]) -> dict[str, MergedTrial]:
    """The trials of a new catalogue by number, after an import of each batch in turn."""
    path.unlink(missing_ok=True)
    for batch in batches:
        import_records(path, batch, AT)
    numbers = {
        own.value for batch in batches for item in batch for own in item.identity.numbers.own
    }
    with Catalogue.open(path) as catalogue:
        found = {number: catalogue.get(number) for number in numbers}
        assert None not in found.values()
        trials = {trial.id for trial in found.values() if trial}
        assert catalogue.stats().trials == len(trials)
        return {number: trial for number, trial in found.items() if trial}


def said(trials: dict[str, MergedTrial]) -> dict[str, object]:
    """What must not depend on the order: all but the keys that sources were given."""
    return {
        number: (
            trial.id,
            trial.trial,
            trial.provenance,
            [msgspec.structs.replace(source, key=0) for source in trial.sources],
        )
        for number, trial in trials.items()
    }


def once(items: Sequence[Prepared]) -> list[Prepared]:
    """Each record once, in an order of its own."""
    distinct = {item.info.sha256: item for item in items}
    return [distinct[sha256] for sha256 in sorted(distinct)]


@pytest.fixture(scope="module")
def reference(records: Records, tmp_path_factory: pytest.TempPathFactory) -> dict[str, MergedTrial]:
    everything = once([item for some in records.values() for item in some])
    return imported(tmp_path_factory.mktemp("orders") / "reference.db", everything)


@pytest.mark.slow
def test_each_is_one_trial(records: Records, reference: dict[str, MergedTrial]) -> None:
    for number, some in records.items():
        assert number in {known.value for known in reference[number].trial.identifiers}
        assert len(reference[number].sources) >= len(once(some))
    assert len({reference[number].id for number in records}) == HOW_MANY


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(often(1, 12)))
def test_all_of_them_shuffled_are_the_same_trials(
    records: Records, reference: dict[str, MergedTrial], tmp_path: Path, seed: int
) -> None:
    everything = once([item for some in records.values() for item in some])
    shuffler = random.Random(seed)
    shuffler.shuffle(everything)
    cut = shuffler.randrange(len(everything))
    again = imported(tmp_path / "shuffled.db", everything[:cut], everything[cut:])
    assert said(again) == said(reference)


@pytest.mark.slow
@settings(
    max_examples=often(8, 100),
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_few_of_them_in_any_order_are_the_same_trials(
    records: Records,
    reference: dict[str, MergedTrial],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    numbers = data.draw(st.sets(st.sampled_from(sorted(records)), min_size=1, max_size=8))
    some = once([item for number in numbers for item in records[number]])
    order = data.draw(st.permutations(some))
    cut = data.draw(st.integers(0, len(order)))
    path = tmp_path_factory.mktemp("few") / "c.db"
    again = said(imported(path, order[:cut], order[cut:]))
    expected = said(reference)
    assert again == {number: expected[number] for number in again}
