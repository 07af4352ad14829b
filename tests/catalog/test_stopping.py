"""A signal of which what its handler raised was lost ends the import all the same."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model import stopping
from catalog.store.importing import import_records
from catalog.store.prepare import Prepared, prepare
from tests.catalog.keeping import record
from tests.catalog.making import trial

AT = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGTERM, SystemExit), (signal.SIGINT, KeyboardInterrupt)]
)
@pytest.mark.parametrize("after", [0, 1, 3])
def test_it_is_obeyed_where_that_was_lost(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    raised: type[BaseException],
    after: int,
) -> None:
    path = tmp_path / "c.db"
    monkeypatch.setattr(stopping, "_asked", 0)

    def asked_for() -> Iterator[Prepared]:
        for each in range(3):
            if each == after:
                stopping.ask(number)
            yield prepare(record(trial(f"NCT9999000{each}")), AT)
        stopping.ask(number)

    with pytest.raises(raised):
        import_records(path, asked_for(), AT)
    assert not path.exists()


LOST = """
import os, signal, sys
from tui.cli.program import main
class Gone:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
def program(**_):
    Gone()
    return 0
import tui.cli.program
tui.cli.program.program.main = program
sys.exit(main([]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_said_of_what_was_lost(number: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST, str(int(number))], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
