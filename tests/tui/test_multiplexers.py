"""One story through each program that may stand between the app and a terminal."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.catalog.keeping import keep, record
from tests.catalog.making import trial
from tests.soaking import often
from tests.tui.multiplexers import PROMPT, Between, missing
from tests.tui.test_terminal_cases import BEGIN, END
from tui.terminal.keyboard import BURST

KINDS = ("screen", "tmux", "mosh", "screen-in-tmux", "tmux-in-screen")
TITLES = (
    "zqx A👩\u200d⚕\ufe0fB family 👨\u200d👩\u200d👧\u200d👦 study 🇩🇪🇫🇷 end",
    "zqx Skin tone 👍🏽 thumbs 👩🏿\u200d🔬 ok",
    "zqx हिन्दी क्षत्रिय देवनागरी परीक्षण",
    "zqx Keycap 1\ufe0f\u20e3 and heart ❤\ufe0f",
    "zqx plain",
)
PLAIN = ("zqx one", "zqx two", "zqx three", "zqx four", "zqx plain")
"""Where two programs stand between, and count a letter differently, that is between those two."""


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("between")
    paths = folder / "doubtful.db", folder / "plain.db"
    for path, titles in zip(paths, (TITLES, PLAIN), strict=True):
        keep(path, [record(trial(f"NCT0000100{n}", title=each)) for n, each in enumerate(titles)])
    return paths


@pytest.fixture
def between(
    catalogues: tuple[Path, Path], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Between]:
    kind: str = request.param
    if why := missing(kind):
        pytest.skip(why)
    opened = Between(kind, catalogues[kind not in ("screen", "tmux")], tmp_path)
    try:
        opened.terminal.ready("NCT00001004")
        yield opened
    finally:
        opened.close()


def until(between: Between, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, between.picture()
        between.terminal.read(0.1)


def _mark(between: Between) -> int:
    lines = between.terminal.text.splitlines()
    return next((y for y, line in enumerate(lines) if line.startswith(">")), -1)


@pytest.mark.parametrize("between", KINDS[: often(3, 5)], indirect=True)
def test_a_story(between: Between, tmp_path: Path) -> None:
    terminal = between.terminal
    if "screen" in between.kind:
        assert b"\x1b[?1000h" not in terminal.sent, "it would hold Esc back"
    terminal.write(b"zqx")
    terminal.wait_for("5 found")
    terminal.settle()
    _pasted_into_the_field(between, tmp_path)
    _keys(between)
    _no_piece_stays(between)
    _copied(between)
    _another_size(between)
    terminal = between.terminal
    terminal.write(b"\x11")
    terminal.wait_for(PROMPT)
    terminal.settle()
    assert "NCT0" not in terminal.text
    assert "zqx" not in terminal.text, "what was typed and shown is gone"
    assert [each for each in terminal.text.splitlines() if each.strip()] == [PROMPT]


def _pasted_into_the_field(between: Between, tmp_path: Path) -> None:
    terminal = between.terminal
    terminal.write(b"\x15")
    terminal.settle()
    if between.kind == "mosh":
        terminal.write(BEGIN + b"zqx\rprior pd-1 yes\re s \r" + END)
    else:
        between.paste("zqx\nprior pd-1 yes\ne s \n")
    terminal.wait_for("pasted: the first of 3 lines")
    terminal.wait_for("5 found")
    terminal.settle()
    time.sleep(BURST * 2)  # what follows at once belongs to the paste
    assert "/ zqx" in terminal.text
    assert not (tmp_path / "exports").exists()


def _keys(between: Between) -> None:
    """One Esc is enough, and the next key is the list's."""
    terminal = between.terminal
    terminal.write(b"\x1b")
    terminal.wait_for("q quit")
    first = _mark(between)
    terminal.write(b"j")
    until(between, lambda: _mark(between) > first)
    assert "zqxj" not in terminal.text
    if between.kind.startswith("tmux"):
        between.paste("abc\x1bV" + "q" * 40, "-p")
        terminal.wait_for("a paste goes into a field")
    elif between.kind == "mosh":
        terminal.write(BEGIN + b"abc\x1bV" + b"q" * 40 + END)
        terminal.wait_for("a paste goes into a field")
    terminal.write(b"g")
    until(between, lambda: _mark(between) == first)


def _no_piece_stays(between: Between) -> None:
    """After any moves the screen is what ctrl+l draws."""
    terminal = between.terminal
    for key in b"jjjjgjG":
        terminal.write(bytes([key]))
        terminal.settle()
    moved = between.picture()
    terminal.write(b"\x0c")
    terminal.settle()
    assert between.picture() == moved
    assert "zqx plain" in moved


def _copied(between: Between) -> None:
    terminal = between.terminal
    before = terminal.text.splitlines()[1:-1]
    sent = len(terminal.sent)
    terminal.write(b"Y")
    terminal.wait_for("copied")
    terminal.settle()
    assert terminal.text.splitlines()[1:-1] == before, "nothing is written over the list"
    if between.kind in ("screen", "tmux", "screen-in-tmux"):
        found = re.search(rb"\x1b\]52;c?;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", terminal.sent[sent:])
        assert found, "it comes to the terminal around"
        assert b"NCT0000100" in base64.b64decode(found[1])


def _another_size(between: Between) -> None:
    between.terminal.write(b"g")  # the footer stands there again
    between.terminal.resize(100, 30)
    until(between, lambda: _fills(between, 100, 30))
    if between.kind in ("screen", "tmux"):
        between.again(70, 20)
        until(between, lambda: _fills(between, 70, 20))
    assert "zqx" in between.terminal.text


def _fills(between: Between, columns: int, rows: int) -> bool:
    lines = between.terminal.text.splitlines()
    if len(lines) < rows:
        return False
    return len(lines[0]) == columns - 1 and "? help" in lines[rows - 1]
