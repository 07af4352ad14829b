"""The progress line: how long an import will go on, said no more exactly than it is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model.record import SourceRecord
from catalog.store.importing import Imported, Stage
from importers.importer import Unreadable
from tests.importers.hostile import study
from tui.cli import importing
from tui.cli.importing import import_paths
from tui.cli.progress import ImportBar, Remaining, spoken


def test_a_steady_pace_is_carried_on() -> None:
    remaining = Remaining()
    said = [remaining.seconds(now, now / 1000) for now in range(10, 900, 10)]
    assert said[:1] == [None], "nothing is said before it is known"
    assert [round(left) for left in said[1:] if left is not None] == list(range(980, 100, -10))


def test_what_went_by_fast_is_forgotten() -> None:
    remaining = Remaining()
    for now in range(11):  # half of it was stored already
        remaining.seconds(now, now * 0.05)
    for now in range(20, 1000, 10):
        said = remaining.seconds(now, 0.5 + now / 10_000)
    assert said == pytest.approx((0.5 - 0.099) * 10_000, rel=0.01)


def test_nothing_is_said_where_nothing_is_known() -> None:
    remaining = Remaining()
    assert remaining.seconds(100.0, 0) is None
    assert remaining.seconds(200.0, 0.5) is None
    assert remaining.seconds(300.0, 0.5) is None, "nothing was read meanwhile"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (61, "about 1 min"),
        (59 * 60, "about 59 min"),
        (3600 + 14 * 60, "about 1 h 10 min"),
    ],
)
def test_it_is_spoken_as_people_speak(seconds: float, said: str) -> None:
    assert spoken(seconds) == said


def test_the_line_says_what_is_done_and_what_it_is_at() -> None:
    bar = ImportBar(lambda: 0.25)
    summary = Imported(records=1000)
    assert "1,000 records" in bar._said(summary, 10.0**9)
    assert "25% read" in bar._said(summary, 10.0**9)
    summary.stage = Stage.INDEXING
    assert bar._said(summary, 10.0**9) == "1,000 records; finishing the search index ..."


def test_a_record_that_is_stored_is_not_understood_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, catalogue = tmp_path / "one.json", tmp_path / "c.db"
    source.write_bytes(study())
    assert import_paths(catalogue, [str(source)], None, quiet=True).imported.added == 1

    def understood_again(record: SourceRecord) -> None:
        raise Unreadable(record.place)

    monkeypatch.setattr(importing, "steps", lambda at, **how: (understood_again,))
    again = import_paths(catalogue, [str(source)], None, quiet=True).imported
    assert (again.records, again.unchanged, again.refused) == (1, 1, [])
