"""What counts as a change of a trial, and what is none."""

import random
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.merging.changes import brief, differences
from catalog.merging.merge import merge
from catalog.model.codes import OutcomeKind
from catalog.model.dates import PartialDate
from catalog.model.record import SourceRecord
from catalog.model.trial import (
    Eligibility,
    Intervention,
    Organization,
    Outcome,
    Oversight,
    Site,
    Trial,
    TrialDate,
)
from catalog.store.catalogue import Catalogue
from importers.pipeline import read
from tests.catalog.keeping import keep, record
from tests.catalog.making import source, status, trial
from tests.soaking import SOAK


def changed(before: Trial, after: Trial) -> list[tuple[str, str | None, str | None]]:
    number = "NCT01234567"
    one, other = (merge(number, [source(each)]) for each in (before, after))
    return [(each.field, each.before, each.after) for each in differences(one, other, "now", 1)]


def test_nothing_said_in_two_ways_is_no_change() -> None:
    with_text = trial("NCT01234567", eligibility=Eligibility(text="Adults"))
    without = trial("NCT01234567")
    assert changed(without, with_text) == [("eligibility.text", None, "Adults")]
    assert changed(with_text, without) == [("eligibility.text", "Adults", None)]


def test_a_status_comes_before_eligibility_and_outcomes() -> None:
    before = trial("NCT01234567", status=status("RECRUITING"))
    after = trial(
        "NCT01234567",
        status=status("SUSPENDED"),
        title="A title",
        outcomes=(Outcome(kind=OutcomeKind.PRIMARY, measure="Survival"),),
        eligibility=Eligibility(text="Adults"),
    )
    fields = [field for field, _, _ in changed(before, after)]
    assert fields == ["status", "eligibility.text", "outcomes", "title"]


def test_only_the_sites_that_changed_are_told_and_a_status_is_a_change() -> None:
    here = Site(facility="A", city="Lyon", country="France", status=status("RECRUITING"))
    closed = Site(facility="A", city="Lyon", country="France", status=status("COMPLETED"))
    silent = Site(facility="A", city="Lyon", country="France")
    there = Site(facility="B", city="Paris", country="France", status=status("RECRUITING"))
    new = Site(facility="C", city="Nice", country="France")
    before = trial("NCT01234567", sites=(here, there))
    assert changed(before, trial("NCT01234567", sites=(closed, there, new))) == [
        ("sites", "A, Lyon, France: RECRUITING", "A, Lyon, France: COMPLETED; C, Nice, France")
    ]
    assert changed(before, trial("NCT01234567", sites=(there, silent))) == []
    assert changed(before, trial("NCT01234567", sites=(there,))) == [
        ("sites", "A, Lyon, France: RECRUITING", None)
    ]


def test_of_sites_with_one_name_each_is_told() -> None:
    sites = {
        word: Site(facility="Research Site", city="Lyon", country="France", status=status(word))
        for word in ("RECRUITING", "COMPLETED")
    }
    both = trial("NCT01234567", sites=tuple(sites.values()))
    assert changed(both, trial("NCT01234567", sites=tuple(sites.values())[::-1])) == []
    assert changed(both, trial("NCT01234567", sites=(sites["COMPLETED"],) * 2)) == [
        (
            "sites",
            "Research Site, Lyon, France: RECRUITING",
            "Research Site, Lyon, France: COMPLETED",
        )
    ]


def test_a_word_in_other_letters_is_no_change() -> None:
    before = trial("NCT01234567", status=status("Not recruiting"))
    assert changed(before, trial("NCT01234567", status=status("Not Recruiting"))) == []


@pytest.mark.parametrize(
    ("before", "after", "is_change"),
    [
        ("Age < 18 years", "Age > 18 years", True),
        ("hemoglobin ≥ 9 g/dL", "hemoglobin ≤ 9 g/dL", True),
        ("hemoglobin ≥ 9 g/dL", "Hemoglobin >=9 g/dL.", False),
        ("hemoglobin \\>= 9 g/dL", "hemoglobin => 9 g/dL", False),
        ("<p>Adults</p>", "Adults", True),
        ("Adults<br />HIV", "Adults\nHIV", False),
    ],
)
def test_a_limit_that_turns_round_is_a_change(before: str, after: str, is_change: bool) -> None:
    one, other = (
        trial("NCT01234567", eligibility=Eligibility(text=text)) for text in (before, after)
    )
    assert bool(changed(one, other)) is is_change


# -- one net difference of each import


def _version(word: str, date: str, **fields: object) -> SourceRecord:
    day = TrialDate(date=PartialDate.parse(date))
    return record(trial("NCT01234567", status=status(word), last_updated=day, **fields), date=date)


def _told(path: Path) -> list[tuple[str, str | None, str | None]]:
    with Catalogue.open(path) as catalogue:
        return [(each.field, each.before, each.after) for each in catalogue.changes()]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_several_records_in_one_import_are_one_difference(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [_version("NOT_YET_RECRUITING", "2024-01-01")], at="2024-01-02T00:00:00Z")
    later = [
        _version("RECRUITING", "2024-02-01"),
        _version("SUSPENDED", "2024-03-01"),
        _version("RECRUITING", "2024-04-01", title="A name"),
    ]
    done = keep(path, [later[at] for at in order], at="2024-05-01T00:00:00Z")
    wanted = [("status", "NOT_YET_RECRUITING", "RECRUITING"), ("title", None, "A name")]
    assert _told(path) == wanted
    assert [(each.field, each.before, each.after) for each in done.changes] == wanted


def test_there_and_back_in_one_import_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [_version("RECRUITING", "2024-01-01")], at="2024-01-02T00:00:00Z")
    back = [_version("SUSPENDED", "2024-03-01"), _version("RECRUITING", "2024-04-01")]
    keep(path, back, at="2024-05-01T00:00:00Z")
    assert _told(path) == []


def test_what_a_new_kind_of_source_adds_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [_version("RECRUITING", "2024-01-01")], at="2024-01-02T00:00:00Z")
    more = record(trial("NCT01234567", title="Of a list"), importer="ictrp-csv", date="2024-02-01")
    keep(path, [more], at="2024-05-01T00:00:00Z")
    assert _told(path) == []


def test_three_imports_of_one_trial_in_many_formats_change_nothing(
    tmp_path: Path, corpus: Path
) -> None:
    path = tmp_path / "catalog.db"
    imports = (
        [corpus / "ctgov-json" / "single"],
        [corpus / "pages" / "rendered", corpus / "nci-ctrp"],
        [corpus / "isrctn", corpus / "ctis", corpus / "ctgov-json" / "single"],
    )
    for month, paths in enumerate(imports, 1):
        found = (item for item in read(paths, workers=0) if isinstance(item, SourceRecord))
        keep(path, found, at=f"2026-0{month}-01T00:00:00Z")
    assert _told(path) == []


@pytest.mark.skipif(not SOAK, reason="the whole corpus: make soak")
@pytest.mark.parametrize("seed", range(3))
def test_three_imports_of_the_whole_corpus_have_no_phantoms(
    tmp_path: Path, corpus: Path, seed: int
) -> None:
    """Its files in three parts by chance, the last with all of them again.

    What is told as changed is said by records of different dates or of none, or it is a status
    (the registry gives UNKNOWN without a new date); the last import repeated changes nothing. Not
    with what was written anew by hand or program (`more`), which differs on one day.
    """
    path, parts = tmp_path / "catalog.db", random.Random(seed)
    files = [each for each in sorted(corpus.rglob("*")) if each.is_file()]
    files = [each for each in files if each.name not in ("README.md", "index.tsv")]
    files = [each for each in files if "more" not in each.relative_to(corpus).parts]
    # Written back by a spreadsheet, which lost labels and all but the first document of some.
    files = [each for each in files if "blank-headers" not in each.name]
    parts.shuffle(files)
    cuts = sorted(parts.sample(range(1, len(files)), 2))
    imports = (files[: cuts[0]], files[cuts[0] : cuts[1]], files, files)
    for month, part in enumerate(imports, 1):
        found = (item for item in read(part, workers=0) if isinstance(item, SourceRecord))
        keep(path, found, at=f"2026-0{month}-01T00:00:00Z")
    with Catalogue.open(path) as catalogue:
        for change in catalogue.changes():
            assert change.at < "2026-04", change
            merged = catalogue.get(change.trial)
            assert merged is not None
            dates = {str(source.data_date) for source in merged.sources}
            is_of_one_day = len(dates) == 1 and "None" not in dates
            assert not is_of_one_day or change.field == "status", change


def test_of_one_time_two_kinds_of_source_are_no_change(tmp_path: Path) -> None:
    """AACT's copy of a day has no links of documents and another name for who registered it."""
    path = tmp_path / "catalog.db"
    less = _version("RECRUITING", "2024-01-01", organization=Organization(name="NIAID"),
                    oversight=Oversight(has_dmc=True))  # fmt: skip
    more = _version("RECRUITING", "2024-01-01", organization=Organization(name="NIH Center"),
                    oversight=Oversight(has_dmc=True, is_us_export=False))  # fmt: skip
    later = _version("RECRUITING", "2024-02-01", organization=Organization(name="NIH Center"),
                     oversight=Oversight(has_dmc=False, is_us_export=True))  # fmt: skip
    keep(path, [msgspec.structs.replace(less, importer="aact-tables")])
    keep(path, [more], at="2024-05-01T00:00:00Z")
    assert _told(path) == []
    keep(path, [later], at="2024-06-01T00:00:00Z")
    assert _told(path) == [
        ("oversight.has_dmc", "yes", "no"),
        ("oversight.is_us_export", "no", "yes"),
    ]


def test_of_another_kind_and_a_later_time_it_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    old = _version("RECRUITING", "2024-01-01", title="Old", oversight=Oversight(has_dmc=True))
    new = _version("RECRUITING", "2024-02-01", title="New", oversight=Oversight(is_us_export=True))
    keep(path, [msgspec.structs.replace(old, importer="aact-tables")])
    keep(path, [new], at="2024-05-01T00:00:00Z")
    assert _told(path) == [("title", "Old", "New")]


def test_a_treatment_named_once_for_each_arm_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    once, thrice = ((Intervention(name="Breath test"),) * times for times in (1, 3))
    keep(path, [_version("RECRUITING", "2024-01-01", interventions=thrice)])
    keep(
        path, [_version("RECRUITING", "2024-02-01", interventions=once)], at="2024-05-01T00:00:00Z"
    )
    assert _told(path) == []
    both = (*once, Intervention(name="Blood test"))
    keep(
        path, [_version("RECRUITING", "2024-03-01", interventions=both)], at="2024-06-01T00:00:00Z"
    )
    assert [field for field, _, _ in _told(path)] == ["interventions"]


def test_changes_of_one_import_or_of_some_trials(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    for month, word in enumerate(("RECRUITING", "SUSPENDED", "RECRUITING", "COMPLETED"), 1):
        keep(path, [_version(word, f"2024-0{month}-01")], at=f"2024-0{month}-02T00:00:00Z")
    with Catalogue.open(path) as catalogue:
        after = [
            [each.after for each in catalogue.changes("", catalogue.moment_of_import(back))]
            for back in (1, 2, 3)
        ]
        assert after == [["COMPLETED"], ["RECRUITING"], ["SUSPENDED"]]
        assert catalogue.moment_of_import(9) is None
        assert len(catalogue.changes("2024-03")) == 2
        assert len(catalogue.changes(trials=["NCT01234567", "NCT00000009"])) == 3
        assert catalogue.changes(trials=[]) == ()
        (change, *_) = catalogue.changes()
        assert catalogue.sources_named([change.source or 0]) == {
            change.source: ("ctgov-json", "made.json", "2024-04-01")
        }


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_change_is_told_in_a_line(before: str, after: str) -> None:
    for told in brief(before, after):
        assert len(told) <= 120 and "\n" not in told


def test_of_long_texts_the_words_that_differ_are_told() -> None:
    words = [f"w{n}" for n in range(200)]
    other = [*words[:90], "new", *words[91:]]
    assert brief(" ".join(words), " ".join(other)) == (
        "… w87 w88 w89 w90 w91 w92 w93 …",
        "… w87 w88 w89 new w91 w92 w93 …",
    )
    assert brief(None, "x") == ("nothing", "x")
