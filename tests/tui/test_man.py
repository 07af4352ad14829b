"""The manual page names all there is, and is roff that groff and man read without a complaint."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.driving import ROOT
from tui.cli import failures
from tui.cli.manual import ENVIRONMENT, EXIT_CODES, escaped, page
from tui.cli.program import main, program
from tui.commands import COMMANDS

groff = pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")


@pytest.fixture(scope="module")
def roff() -> str:
    return page(program, "1.2")


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Each command with its words, groups and what is in them."""
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from leaves(each, f"{path} {name}")


def formatted(roff: str, *options: str) -> str:
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-rLL=300n", "-P-c", *options],
        input=roff,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return re.sub(r".\x08", "", done.stdout)


def test_every_command_option_key_code_and_variable_is_there(roff: str) -> None:
    for path, command in leaves(program, "trials"):
        assert escaped(path) in roff
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(escaped(name) in roff for name in option.opts)
    assert all(escaped(each.help) in roff for each in COMMANDS)
    codes = {name for name, _ in EXIT_CODES}
    assert codes >= {str(getattr(failures, name)) for name in ("DONE", "REFUSED", "WRONG_USE",
                                                             "LOCKED", "DEFECT")}  # fmt: skip


def test_every_variable_of_the_program_is_told() -> None:
    used = {
        name
        for path in (ROOT / "tui").rglob("*.py")
        for name in re.findall(r'"(TRIALS_[A-Z]+)"', path.read_text(encoding="utf-8"))
    }
    assert used <= {name for name, _ in ENVIRONMENT}


def test_each_line_is_a_known_request_or_text(roff: str) -> None:
    assert roff.isascii()
    for line in roff.splitlines():
        assert line
        if line[0] in ".'":
            assert re.fullmatch(r"\.(TH|SH|SS|PP|TP|br)( .*)?", line)


@groff
def test_groff_has_nothing_to_complain_of(roff: str) -> None:
    shown = formatted(roff)
    assert "--only-differences" in shown
    assert "trials compare NCT05721443 NCT06100497 --format markdown > board.md" in shown


@groff
@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed here")
def test_man_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["man"]) == 0
    done = subprocess.run(
        ["man", "-l", "-"], input=capsys.readouterr().out, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "EXIT STATUS" in done.stdout


_TEXT = st.text(
    st.one_of(
        st.sampled_from(".'\\-~^`\" …é漢"), st.characters(min_codepoint=33, max_codepoint=126)
    ),
    min_size=1,
    max_size=30,
)


@groff
@settings(max_examples=25)
@given(st.lists(_TEXT.filter(str.strip), min_size=30, max_size=30))
def test_any_text_is_set_as_it_stands(texts: list[str]) -> None:
    lines = "".join(f".br\n{escaped(text)}\n" for text in texts)
    shown = formatted(f".TH T 1\n.SH X\n.nh\n.ad l\n{lines}", "-P-u").split("X\n", 1)[1]
    told = [line.strip() for line in shown.splitlines()]
    assert [" ".join(text.split()) for text in texts] == [line for line in told if line][
        : len(texts)
    ]
