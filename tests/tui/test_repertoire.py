"""Terminals that cannot show every letter: no garbage, no `?` for a line, nothing misread."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.text import clean
from catalog.model.trial import Eligibility, Site, Trial
from tests.catalog.keeping import keep, record
from tests.tui.driving import STARTER, Terminal
from tui.terminal import repertoire
from tui.terminal.repertoire import SIGNS, UTF8, Repertoire, of_terminal, shown
from tui.terminal.styled import fit, width

_MEANT = re.compile(r"\? help|RECRUITING\?|status\?|(?<= )\?(?= |$)")
"""Question marks that are said, and stand for no other letter."""

starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture(autouse=True)
def full() -> Iterator[None]:
    yield
    repertoire.use(Repertoire())


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, Repertoire("utf-8", signs=True)),
        ({"LANG": "C"}, Repertoire("ascii", signs=False)),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, Repertoire("ascii", signs=False)),
        # Python writes LC_CTYPE itself where the locale is C.
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, Repertoire("ascii", signs=False)),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, Repertoire("utf-8", signs=True)),
        ({"LANG": "de_DE.ISO-8859-1"}, Repertoire("iso8859-1", signs=True)),
        ({"LANG": "fr_FR.ISO8859-15@euro"}, Repertoire("iso8859-15", signs=True)),
        ({"LC_CTYPE": "ja_JP.eucJP"}, Repertoire("euc_jp", signs=True)),
        ({"LANG": "xx_XX.NO-SUCH"}, Repertoire("utf-8", signs=True)),
        ({"LANG": "de_DE.UTF-8", "TERM": "linux"}, Repertoire("utf-8", signs=False)),
        ({"LANG": "de_DE.UTF-8", "TERM": "vt100"}, Repertoire("utf-8", signs=False)),
        ({"LANG": "de_DE.UTF-8", "TERM": "xterm"}, Repertoire("utf-8", signs=True)),
    ],
)
def test_what_the_locale_says(environment: dict[str, str], told: Repertoire) -> None:
    assert of_terminal(environment) == told


def test_a_limit_is_never_turned_into_another() -> None:
    repertoire.use(Repertoire("ascii", signs=False))
    assert shown("Hb ≥ 10 g/dL, ≤ 3 × ULN, ≠ 2, 10–12, 5×10⁹/L, 2 µg") == (
        "Hb >= 10 g/dL, <= 3 x ULN, != 2, 10-12, 5x10^9/L, 2 ug"
    )
    assert shown("β-blocker α Müller Łódź ﬁne Ⅲ") == "beta-blocker alpha Muller Lodz fine III"


def test_latin_1_keeps_what_it_has() -> None:
    repertoire.use(Repertoire("iso8859-1"))
    assert shown("Müller · 2 µg ± 3 ≥ 4 │ 頭頸") == "Müller · 2 µg ± 3 >= 4 | ????"
    assert shown("Mu\u0308ller") == "Müller"


def test_a_poor_font_loses_signs_and_keeps_letters() -> None:
    repertoire.use(Repertoire("utf-8", signs=False))
    assert shown("Müller 頭頸 ≥ 4 │ β") == "Müller 頭頸 >= 4 | β"


REPERTOIRES = st.sampled_from(
    [Repertoire("ascii", signs=False), Repertoire("iso8859-1"), Repertoire("euc_jp")]
)


@given(st.text(), REPERTOIRES)
def test_what_is_shown_can_be_sent_and_is_shown_the_same_again(
    text: str, terminal: Repertoire
) -> None:
    repertoire.use(terminal)
    seen = shown(text)
    seen.encode(terminal.charset)
    assert shown(seen) == seen


@given(st.text(), st.integers(0, 30), REPERTOIRES)
def test_a_column_keeps_its_width(text: str, cells: int, terminal: Repertoire) -> None:
    repertoire.use(terminal)
    assert width(fit(clean(text), cells)) == cells


def test_every_sign_is_spelt_in_ascii() -> None:
    assert all(spelt.isascii() and spelt for spelt in SIGNS.values())


def walk(terminal: Terminal) -> str:
    """The screens with lines, signs and accents, one after the other."""
    seen = []
    try:
        terminal.ready("NCT04144517")
        seen.append(terminal.text)
        terminal.press("NCT05721443", "<enter>", "4", "w")
        terminal.wait_for("about: age")
        seen.append(terminal.text)
        terminal.press("<esc>", "<c-p>", "<esc>", "<esc>")
        terminal.press("/", "\x15", "<esc>", " ", "<down>", " ", "c")
        terminal.wait_for("Comparing 2")
        terminal.settle()
        seen.append(terminal.text)
        terminal.press("/", "hemoglobin", "<enter>")
        seen.append(terminal.text)
        terminal.press("<enter>")
        terminal.wait_for("Whole row")
        terminal.settle()
        seen.append(terminal.text)
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    return "\n".join(seen)


@starter
@pytest.mark.parametrize(
    ("environment", "charset"),
    [
        ({"LC_ALL": "C"}, "ascii"),
        ({"LANG": "C"}, "ascii"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "iso8859-1"),
        ({"LC_ALL": "en_US.ISO8859-15", "TERM": "xterm", "NO_COLOR": "1"}, "iso8859-15"),
    ],
    ids=["C", "LANG=C", "latin-1", "latin-9"],
)
def test_a_terminal_of_another_charset(
    tmp_path: Path, environment: dict[str, str], charset: str
) -> None:
    terminal = Terminal(
        ["--catalog", str(STARTER)], tmp_path, environment=environment, charset=charset
    )
    seen = walk(terminal)
    terminal.sent.decode(charset)
    assert "\ufffd" not in seen
    assert "Ã" not in seen, "no UTF-8 read as Latin-1"
    assert "â" not in seen
    assert not [line for line in seen.splitlines() if "?" in _MEANT.sub("", line)], seen
    assert ">=" in seen
    assert " | " in seen
    assert "!=" in seen


@starter
@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_a_terminal_with_a_poor_font(tmp_path: Path, term: str) -> None:
    seen = walk(Terminal(["--catalog", str(STARTER)], tmp_path, environment={"TERM": term}))
    assert not set(seen) & set(SIGNS)


def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "foreign.db"
    trial = Trial(
        number="NCT00000001",
        title="头颈部鳞状细胞癌 Mu\u0308ller é trial",
        sites=(Site("中国医学科学院肿瘤医院", city="北京", country="China"),),
        eligibility=Eligibility(text="Inclusion Criteria:\n\n* 年龄 ≥ 18 years"),
    )
    other = Trial(number="NCT00000002", title="Plain title")
    keep(path, [record(trial), record(other)])
    return path


def test_wide_letters_and_marks_keep_the_columns(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(foreign(tmp_path))], tmp_path)
    try:
        terminal.ready("NCT00000001")
        terminal.press("<esc>", " ", "<down>", " ", "c")
        terminal.wait_for("Comparing 2")
        rows = [
            [x for x in range(80) if terminal.screen.buffer[y][x].data == "│"] for y in range(1, 20)
        ]
        assert len({tuple(row) for row in rows if row}) == 1
        assert "头颈部" in terminal.text.replace(" ", "")
    finally:
        terminal.close()


def test_letters_a_terminal_lacks_are_marks_of_their_width(tmp_path: Path) -> None:
    terminal = Terminal(
        ["--catalog", str(foreign(tmp_path))],
        tmp_path,
        environment={"LC_ALL": "de_DE.ISO-8859-1"},
        charset="iso8859-1",
    )
    try:
        terminal.ready("NCT00000001")
        assert "???????????????? Müll" in terminal.text
        terminal.write("é".encode("iso8859-1"))
        terminal.wait_for("/ é")
    finally:
        terminal.close()


@pytest.mark.parametrize("name", ["unicode_escape", "raw-unicode-escape", "UTF-8", "rot13"])
def test_no_name_of_a_charset_makes_python_warn(name: str) -> None:
    """A client may name any: a warning of Python's would be drawn into the screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert of_terminal({"LANG": f"de_DE.{name}"}).charset == UTF8
