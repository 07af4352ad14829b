"""An interrupted import of the same files goes on where it was, to the same catalogue."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.model.record import SourceRecord
from catalog.store import importing as catalog_importing
from catalog.store.prepare import steps
from importers import workers
from tests.importers.hostile import study, zipped
from tui.cli import importing
from tui.cli.importing import import_paths

ROOT = Path(__file__).parent.parent.parent
AT = "2026-01-01T00:00:00Z"
STUDIES, EVERY, BATCH, CUT = 60, 20, 10, 47


def rows(path: Path) -> list[tuple[str, ...]]:
    """What can be read of every trial and its records, whatever their keys."""
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT t.id, t.title, s.file, s.place, hex(s.sha256), s.imported_at, d.doc"
        " FROM trial t JOIN source_record s ON s.trial = t.key"
        " JOIN search_document d ON d.key = t.key ORDER BY t.id"
    ).fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("ended", [KeyboardInterrupt, SystemExit])
def test_what_was_done_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: type[BaseException]
) -> None:
    source = tmp_path / "register.zip"
    source.write_bytes(zipped(*((f"{n}.json", study(f"NCT{n:08}")) for n in range(1, STUDIES + 1))))
    whole, cut = tmp_path / "whole.db", tmp_path / "cut.db"
    monkeypatch.setattr(catalog_importing, "_CHECKPOINT", EVERY)
    monkeypatch.setattr(workers, "_BATCH_JOBS", BATCH)
    import_paths(whole, [str(source)], None, at=AT, quiet=True)

    understood = 0

    def interrupted(record: SourceRecord) -> SourceRecord:
        nonlocal understood
        understood += 1
        if understood == CUT:
            raise ended
        return record

    def steps_interrupted(at: str, **how: Any) -> tuple[Callable[[Any], Any], ...]:
        return (interrupted, *steps(at, **how))

    monkeypatch.setattr(importing, "steps", steps_interrupted)
    with pytest.raises(ended):
        import_paths(cut, [str(source)], None, at=AT, quiet=True)
    assert not cut.exists(), "nothing is published before it is whole"

    again = import_paths(cut, [str(source)], None, at=AT, quiet=True).imported
    stored = (CUT - 1) // EVERY * EVERY
    assert again.unchanged == stored
    assert understood - CUT == STUDIES - stored
    assert rows(cut) == rows(whole)


_KILLED = """
import os, signal, sys
from catalog.store import importing as catalog_importing
from catalog.store.prepare import steps
from importers import workers
from tui.cli import importing

def killed(record):
    global understood
    understood += 1
    if understood == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return record

understood = 0
catalog_importing._CHECKPOINT = int(sys.argv[4])
workers._BATCH_JOBS = int(sys.argv[6])
importing.steps = lambda at, **how: (killed, *steps(at, **how))
importing.import_paths(__import__("pathlib").Path(sys.argv[1]), [sys.argv[2]], None, at=sys.argv[5])
"""


@pytest.mark.parametrize("cut", [EVERY + 2, CUT])
def test_a_killed_import_goes_on_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    source = tmp_path / "register.zip"
    source.write_bytes(zipped(*((f"{n}.json", study(f"NCT{n:08}")) for n in range(1, STUDIES + 1))))
    path = tmp_path / "c.db"
    arguments = [str(path), str(source), str(cut), str(EVERY), AT, str(BATCH)]
    ended = subprocess.run([sys.executable, "-c", _KILLED, *arguments], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not path.exists()
    again = import_paths(path, [str(source)], None, at=AT, quiet=True).imported
    assert (again.unchanged, again.added) == (
        (cut - 1) // EVERY * EVERY,
        STUDIES - (cut - 1) // EVERY * EVERY,
    )
