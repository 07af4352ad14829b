"""One table of a trial's fields: whatever is kept stands in the app, in `show` and in JSON."""

from __future__ import annotations

import datetime as dt
import enum
import io
import json
import types
import typing
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import msgspec
import pytest

from catalog.comparison.compare import compare
from catalog.merging.merged import MergedTrial, Provenance, SourceInfo
from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.trial import Age, Eligibility, Enrollment, Trial, TrialDate
from importers.pipeline import read
from tests.catalog.keeping import keep
from tui import commands
from tui.exports.contract import trial_json
from tui.exports.paper import Paper
from tui.exports.trial_text import show
from tui.show import tabs
from tui.show.fields import FIELDS, is_stated, value_of
from tui.show.present import LABEL
from tui.show.tabs import TABS, TrialView
from tui.terminal.styled import text_of

TODAY = dt.date(2026, 11, 29)
_CELLS = 4000
NUMBER = "NCT00000001"


class Marked(typing.NamedTuple):
    """What was put into a part of a trial, and where."""

    path: str
    mark: str


class Marker:
    """Builds a value of any type of the model with a mark in each of its leaves."""

    def __init__(self) -> None:
        self.marks: list[Marked] = []
        self._next = partial(next, count(10_001))

    def made(self, kind: object, path: str) -> object:
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            return self.made(next(iter(typing.get_args(kind))), path)
        if origin is tuple:
            return (self.made(typing.get_args(kind)[0], path),)
        if origin is Coded or kind is Coded:
            return Coded(self._mark(path, f"mark{self._next()}"), None)
        if kind is bool:
            return True
        if kind is str:
            return self._mark(path, f"mark{self._next()}")
        if kind is int:
            return int(self._mark(path, str(self._next())))
        if kind is float:
            return float(self._mark(path, str(self._next() + 0.25)))
        return self._whole(kind, path)

    def _whole(self, kind: object, path: str) -> object:
        if kind is PartialDate:
            return PartialDate(int(self._mark(path, str(self._next() - 9_000))))
        if kind is TrialDate:
            return TrialDate(said=self._mark(path, f"mark{self._next()}"))
        if kind is Age:
            return Age(said=self._mark(path, f"mark{self._next()}"))
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        assert isinstance(kind, type)
        assert issubclass(kind, msgspec.Struct), kind
        hints = typing.get_type_hints(kind)
        parts = {name: self.made(hints[name], f"{path}.{name}") for name in kind.__struct_fields__}
        return kind(**parts)

    def _mark(self, path: str, mark: str) -> str:
        self.marks.append(Marked(path, mark))
        return mark


def marked() -> tuple[MergedTrial, list[Marked]]:
    """A trial of which every part is there, each with a word of its own."""
    marker = Marker()
    made = marker.made(Trial, "trial")
    assert isinstance(made, Trial)
    trial = msgspec.structs.replace(made, number=NUMBER)
    marks = [each for each in marker.marks if each.path != "trial.number"]
    source = SourceInfo(
        key=1, importer="ctgov-json", file="made.json", place="", sha256="", imported_at=""
    )
    names = [each.name for each in FIELDS if is_stated(value_of(trial, each.name))]
    origins = {name: Provenance(0) for name in names}
    return MergedTrial(id=NUMBER, trial=trial, sources=(source,), provenance=origins), marks


def app_text(merged: MergedTrial) -> str:
    """All tabs, one below the other."""
    view = TrialView(merged, (), (), (), TODAY, whole=True, original=True)
    return "".join(text_of(tab.lines(view, _CELLS)) for tab in TABS)


def plain_text(merged: MergedTrial) -> str:
    stream = io.StringIO()
    show(merged, Paper(stream), TODAY)
    return stream.getvalue()


def json_text(merged: MergedTrial) -> str:
    return json.dumps(trial_json(merged), ensure_ascii=False)


TOLD_OTHERWISE = {
    "trial.identifiers.kind": "the source's own word for it is shown, where there is one",
    "trial.results.measures.groups.id": "local to its table: the group's title stands for it",
    "trial.results.flow_groups.id": "local to its table",
    "trial.results.adverse_events.id": "local to its table",
    "trial.results.measures.measurements.group": "local to its table",
}
VIEWS = {"app": app_text, "show": plain_text, "json": json_text}
MERGED, MARKS = marked()


def parts_of(kind: object) -> Iterator[str]:
    """Names of the fields of Trial, those of eligibility each for itself."""
    for name in Trial.__struct_fields__:
        if name == "eligibility":
            yield from (f"eligibility.{part}" for part in Eligibility.__struct_fields__)
        elif name != "number":
            yield name


def test_each_field_of_a_trial_has_one_row_in_the_table() -> None:
    names = [each.name for each in FIELDS]
    assert sorted(names) == sorted(parts_of(Trial))


def test_each_row_stands_in_a_tab_that_there_is() -> None:
    assert {each.tab for each in FIELDS} <= {name for name, _ in commands.TABS}
    assert all(each.label.strip() for each in FIELDS)
    assert len({each.label for each in FIELDS}) == len(FIELDS)
    assert all(each.is_alone or len(each.label) < LABEL for each in FIELDS), "cut in the app"


@pytest.mark.parametrize("view", VIEWS)
def test_every_part_of_a_trial_is_shown(view: str) -> None:
    text = VIEWS[view](MERGED)
    lost = {each.path for each in MARKS if each.mark not in text.casefold()}
    assert not lost - TOLD_OTHERWISE.keys()


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_yes_or_no_is_shown(view: str) -> None:
    """Marks need letters; of these the label is looked for, and that it is not there without."""
    text = VIEWS[view](MERGED)
    for name in ("patient_registry", "delayed_posting", "has_results"):
        row = next(each for each in FIELDS if each.name == name)
        assert (f'"{name}": true' if view == "json" else row.label) in text


def test_a_type_that_the_marker_passes_over_is_known() -> None:
    """Enums alone have no mark: the kind of an outcome, which every view tells by its heading."""
    assert any(each.path == "trial.outcomes.measure" for each in MARKS)
    assert any(each.path == "trial.results.measures.measurements.value" for each in MARKS)
    assert len(MARKS) > 150


def test_a_number_in_words_is_said_beside_the_number() -> None:
    trial = Trial(number=NUMBER, enrollment=Enrollment(count=40, said="40 in each arm"))
    merged = msgspec.structs.replace(MERGED, trial=trial, provenance={"enrollment": Provenance(0)})
    assert "40 (40 in each arm)" in app_text(merged)
    assert "40 (40 in each arm)" in plain_text(merged)


def kept_trials(folder: Path, file: Path) -> Iterator[MergedTrial]:
    from catalog.model.record import SourceRecord
    from catalog.store.catalogue import Catalogue

    path = folder / "catalog.db"
    records = [each for each in read([file]) if isinstance(each, SourceRecord)]
    keep(path, records)
    with Catalogue.open(path) as catalogue:
        for record in records:
            found = catalogue.get(record.trial.number or "")
            assert found is not None
            yield found


def test_kept_and_never_shown(shared: Path, tmp_path: Path) -> None:
    (merged,) = kept_trials(tmp_path, shared / "cases/data/kept-and-never-shown/study.json")
    wanted = [
        "RETRACTED", "Test J. 2025 Retraction", "Nurses of three test clinics", "probability",
        "NCT95900012", "available", "Person One", "Professor of Tests", "3 Years",
        "whole blood kept", "DATA-1", "https://example.org/data", "Leaflet for patients",
        "Prot_000.pdf", "After publication", "from 2027", "on request",
        "Blood pressure at week 12", "128.5", "mmHg", "Alpha group", "3 of 41",
    ]  # fmt: skip
    for text in (app_text(merged), plain_text(merged)):
        assert not [each for each in wanted if each not in text]


def test_gender_and_results_on_their_way(shared: Path, tmp_path: Path) -> None:
    case = shared / "cases/data/gender-and-results-on-their-way/studies.json"
    by_gender, on_their_way = kept_trials(tmp_path, case)
    compared = compare([by_gender, on_their_way], today=TODAY)
    rows = {row.label: row for section in compared.sections for row in section.rows}
    told = "by gender: self-identified transgender women"
    for text in (app_text(by_gender), plain_text(by_gender), rows["sex"].cells[0].text):
        assert told in text.lower()
    assert rows["sex"].differs
    for text in (app_text(on_their_way), plain_text(on_their_way)):
        assert "submitted to the registry 2026-01-02" in text
        assert "given back for correction 2026-03-02" in text
        assert "2025-02-01" in text


# tabs by name


def test_a_tab_in_the_middle_moves_no_place_no_setting_and_no_decision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {each.name: each.id for each in commands.COMMANDS if each.id.startswith("tab(")}
    new = tabs.Tab("between", "Between", lambda view: None, lambda view, cells: [])
    more = (*TABS[:3], new, *TABS[3:])
    monkeypatch.setattr(tabs, "TABS", more)
    assert [tabs.tab_of(name).name for name, _ in commands.TABS] == [
        name for name, _ in commands.TABS
    ]
    assert tabs.tab_beside("outcomes", 1) == "between"
    assert tabs.tab_beside("between", 1) == "eligibility"
    assert tabs.tab_of("gone").name == "overview"
    view = TrialView(MERGED, (), (), (), TODAY)
    bar = "".join(span.text for span in tabs.tab_bar(view, "sites", 400))
    assert "4 Between" in bar
    assert "[6 Sites 1]" in bar
    assert all(name == f"tab_{key[5:-2]}" for name, key in before.items())
    assert not any(character.isdigit() for name in before for character in name)
