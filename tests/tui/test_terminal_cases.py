"""What people report of programs in terminals, tried on this one: bytes in, state out."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal
from tests.tui.test_keyboard import REPLIES
from tests.waiting import AT_MOST
from tui.terminal.keyboard import BURST

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
BEGIN, END = b"\x1b[200~", b"\x1b[201~"
Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    terminals: list[Terminal] = []

    def open_(*, ready: bool = True, **options: object) -> Terminal:
        terminal = Terminal(["--catalog", str(STARTER)], tmp_path, **options)  # type: ignore[arg-type]
        terminals.append(terminal)
        if ready:
            terminal.ready("NCT04144517")
        return terminal

    yield open_
    for each in terminals:
        each.close()


def field(terminal: Terminal) -> str:
    return terminal.text.splitlines()[1][:60].strip()


def test_pastes_and_answers_are_no_keys(opened: Open, tmp_path: Path) -> None:
    terminal = opened()
    terminal.write(BEGIN + b"mela\x1b")
    terminal.settle()
    terminal.write(b"[201~")
    terminal.wait_for("/ mela")
    terminal.write(b"noma")
    terminal.wait_for("/ melanoma")
    terminal.write(b"\x15")
    terminal.settle()
    terminal.write(b"hnscc\rprior pd-1 yes\re s \r")
    terminal.wait_for("pasted: the first of 3 lines")
    assert field(terminal) == "/ hnscc"
    time.sleep(BURST * 2)  # what follows at once belongs to the paste
    terminal.write(b"\x1bj")
    terminal.wait_for("space mark")
    terminal.settle()
    assert field(terminal) == "/ hnscc", "Esc, then the letter as a key of the list"
    terminal.press("<up>", "<up>")
    before = terminal.text
    terminal.write(BEGIN + b"abc\x1bV" + b"q" * 40 + END)
    terminal.wait_for("a paste goes into a field")
    terminal.press("<up>")
    for reply in REPLIES:
        terminal.write(reply)
        terminal.settle()
    terminal.write(b"\x1b[99999999u\x1b[54:H\x1b[97;;99999999999u\x1b[<0;1;1M")
    terminal.settle()
    assert terminal.text.splitlines()[:-1] == before.splitlines()[:-1]
    assert not (tmp_path / "exports").exists()
    terminal.write(BEGIN + b"no end")
    terminal.wait_for("a paste has begun and does not end")
    terminal.write(b"\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", [(0, 0), (80, 0), (0, 24)])
def test_a_line_without_a_size(opened: Open, size: tuple[int, int]) -> None:
    terminal = opened(ready=False)
    terminal._size(*size)
    terminal.ready("NCT04144517")
    terminal.write(b"alks")
    terminal.wait_for("1 found")
    terminal._size(*size)
    terminal.process.send_signal(signal.SIGWINCH)
    terminal.press("<c-q>")
    assert terminal.end() == 0


def test_the_kernel_says_the_size_and_not_the_shell(opened: Open) -> None:
    terminal = opened(environment={"COLUMNS": "120", "LINES": "40"})
    _until(lambda: _ends_at(terminal, 80), terminal)
    terminal.resize(100, 30)
    _until(lambda: _ends_at(terminal, 100), terminal)


def _ends_at(terminal: Terminal, columns: int) -> bool:
    """Whether the header ends one column before the last, and there is a footer."""
    lines = terminal.text.splitlines()
    return len(lines[0]) == columns - 1 and "Enter" in lines[-1]


def test_a_size_that_no_screen_has(opened: Open) -> None:
    terminal = opened()
    terminal._size(65535, 65535)
    terminal.process.send_signal(signal.SIGWINCH)
    terminal.settle()
    peak = Path(f"/proc/{terminal.process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
    assert int(peak) < 400_000, "KiB"
    terminal.press("<c-q>")
    assert terminal.end() == 0


def test_a_terminal_of_which_nothing_is_known(opened: Open) -> None:
    terminal = opened(ready=False, environment={"TERM": "unknown"})
    assert terminal.end() == 2
    assert b"trials search" in terminal.sent
    assert b"\x1b" not in terminal.sent


@pytest.mark.parametrize(
    "name", ["SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGALRM", "SIGVTALRM", "SIGPROF"]
)
def test_signals_that_nobody_sends_give_the_terminal_back_too(opened: Open, name: str) -> None:
    terminal = opened()
    number = getattr(signal, name)
    terminal.process.send_signal(number)
    assert terminal.end() == 128 + number
    _is_given_back(terminal)


MODES = (1000, 1002, 1003, 1006, 1015, 1016, 1004, 2004, 2048)


def _is_given_back(terminal: Terminal) -> None:
    for mode in MODES:
        assert terminal.sent.rfind(b"\x1b[?%dl" % mode) > terminal.sent.rfind(b"\x1b[?%dh" % mode)
    rest = terminal.sent[terminal.sent.rfind(b"\x1b[2J") :]
    assert rest == b"\x1b[2J\x1b[?1049l\x1b[?25h", "cleared, then left"
    assert not terminal.text.strip(), "this terminal has no second screen"
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 0)


def test_where_there_is_no_second_screen_nothing_stays(opened: Open) -> None:
    terminal = opened()
    terminal.press("hnscc", "<c-q>")
    assert terminal.end() == 0
    _is_given_back(terminal)


def test_suspended_and_resumed(opened: Open) -> None:
    terminal = opened()
    terminal.press("hnscc")
    terminal.wait_for("also searched")
    terminal.settle()
    shown = terminal.text
    terminal.process.send_signal(signal.SIGTSTP)
    _until(lambda: terminal.sent.endswith(b"\x1b[?25h"), terminal)
    _is_given_back(terminal)
    _until(lambda: _state(terminal) == "T", terminal)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait_for(shown.splitlines()[-1])
    terminal.settle()
    assert terminal.text == shown
    assert b"\x1b[?1049h" in terminal.sent[terminal.sent.rfind(b"\x1b[?1049l") :]
    terminal.press("<c-q>")
    assert terminal.end() == 0


def _state(terminal: Terminal) -> str:
    return Path(f"/proc/{terminal.process.pid}/stat").read_text().rpartition(")")[2].split()[0]


def _until(holds: Callable[[], bool], terminal: Terminal) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        terminal.read(0.1)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, b"\x11"])
def test_a_terminal_that_takes_nothing_more_leaves_no_process(
    opened: Open, by: signal.Signals | bytes
) -> None:
    """A full pipe: nobody reads what is sent, and the app has more to send."""
    terminal = opened()
    for number in range(200):  # pictures that nobody looks at
        terminal._size(80 + number % 40, 24 + number % 7)
        terminal.process.send_signal(signal.SIGWINCH)
        time.sleep(0.005)
    if isinstance(by, bytes):
        terminal.write(by)
    else:
        terminal.process.send_signal(by)
    code = terminal.process.wait(timeout=AT_MOST)
    assert code == (0 if isinstance(by, bytes) else 128 + by)


def test_a_signal_ends_it_though_its_loop_is_busy(tmp_path: Path) -> None:
    """The way out does not pass through the app's messages: here they never end."""
    program = (
        "import tui.app.trials_app as t\n"
        "def busy(self):\n"
        "    while True: pass\n"
        "t.TrialsApp.action_redraw = busy\n"
        "from tui.start import main\n"
        "main()\n"
    )
    terminal = Terminal(
        ["--catalog", str(STARTER)], tmp_path, program=(sys.executable, "-c", program)
    )
    try:
        terminal.ready("NCT04144517")
        terminal.write(b"\x0c")
        terminal.settle()
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        _is_given_back(terminal)
    finally:
        terminal.close()


class Slow(Terminal):
    """A terminal at the end of a slow line: its answers come late."""

    late = 0.5

    def read(self, wait: float) -> bool:
        before = self.sent.count(b"\x1b[6n")
        got = self._read_silently(wait)
        for _ in range(self.sent.count(b"\x1b[6n") - before):
            threading.Timer(self.late, self._answer).start()
        return got

    def _answer(self) -> None:
        try:
            os.write(self._master, b"\x1b[9;9R")
        except OSError:
            return

    def _read_silently(self, wait: float) -> bool:
        answer, os_write = os.write, os.write
        try:
            os.write = lambda fd, data: len(data) if data == b"\x1b[1;1R" else os_write(fd, data)
            return super().read(wait)
        finally:
            os.write = answer


def test_no_answer_is_left_on_the_prompt(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m tui --catalog {STARTER}; read -r -t 2 line; echo [got:$line]"
    terminal = Slow([], tmp_path, program=("/bin/bash", "-c", shell))
    try:
        terminal.ready("NCT04144517")
        terminal.press("lung", "<down>")
        terminal.write(b"\x1b[B")
        terminal.read(0.1)
        terminal.write(b"\x11")
        shown = terminal.wait_for("[got:")
        assert "[got:]" in shown
    finally:
        terminal.close()


@pytest.mark.parametrize("kiosk", [[], ["--kiosk"]])
def test_a_defect_is_one_line(tmp_path: Path, kiosk: list[str]) -> None:
    """Whatever breaks, in the thread that reads too: no traceback, and in a kiosk no path."""
    program = (
        "import tui.terminal.line_reader as d\n"
        "def broken(self, token):\n"
        "    raise ValueError('of the patient')\n"
        "d.Reader.read = broken\n"
        "from tui.start import main\n"
        "main()\n"
    )
    terminal = Terminal(
        ["--catalog", str(STARTER), *kiosk], tmp_path, program=(sys.executable, "-c", program)
    )
    try:
        terminal.ready("NCT04144517")
        terminal.write(b"j")
        assert terminal.end() == 70
        told = terminal.sent[terminal.sent.rfind(b"\x1b[?25h") :].decode()
        assert "something went wrong" in told
        assert "Traceback" not in told
        assert "patient" not in told
        if kiosk:
            assert "/" not in told
            assert not list((tmp_path / "state").glob("defect*"))
    finally:
        terminal.close()


def test_nothing_of_ours_asks_a_terminal_but_for_its_cursor(opened: Open) -> None:
    terminal = opened()
    terminal.press("hnscc", "<enter>", "<esc>")
    for asking in (b"$p", b"\x1b[c", b"\x1b[>c", b"\x1b[?u", b"\x1b]11;?"):
        assert asking not in terminal.sent
