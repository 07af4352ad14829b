"""Completion in real shells; one that is not installed here is skipped."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.shell_completion import ZshComplete

from catalog.store.first_rows import ids_beginning
from catalog.store.publish import changing
from tests.tui.driving import ROOT, STARTER
from tui.cli.completion import _ZSH_ADDS, _ZSH_GOES_ON, SHELLS, VARIABLE
from tui.cli.program import main, program

starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program `trials` and its scripts."""
    folder = tmp_path_factory.mktemp("home")
    program_file = folder / "trials"
    program_file.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n')
    program_file.chmod(0o755)
    for shell in SHELLS:
        script = subprocess.run(
            [program_file, "completion", shell], capture_output=True, text=True, env=setting(folder)
        )
        assert (script.returncode, script.stderr) == (0, "")
        (folder / f"trials.{shell}").write_text(script.stdout)
    return folder


def setting(folder: Path) -> dict[str, str]:
    return {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "TRIALS_CATALOG": str(STARTER),
        "TERM": "dumb",
        "LANG": "C.UTF-8",
    }


def in_bash(home: Path, line: str, **environment: str) -> list[str]:
    """What bash offers at the end of a line, its words parted as bash parts them."""
    code = f"""
        source {home}/trials.bash
        COMP_LINE=$1; COMP_POINT=${{#1}}
        COMP_WORDS=($1); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _trials_completion trials
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", code, "bash", line],
        capture_output=True,
        text=True,
        env=setting(home) | environment,
        cwd=home,
    )
    assert done.stderr == ""
    return done.stdout.split()


@needs("bash")
@starter
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("trials elig", ["eligibility"]),
        ("trials config ", ["path", "show", "validate"]),
        ("trials completion ", ["bash", "zsh", "fish"]),
        ("trials compare --only", ["--only-differences"]),
        ("trials compare --format mark", ["markdown"]),
        ("trials compare --format=mark", ["markdown"]),
        ("trials show NCT057", ["NCT05721443"]),
        ("trials show nct057", ["NCT05721443"]),
        ("trials compare NCT05721443 NCT0", ["NCT04058145", "NCT04144517", "NCT06100497"]),
        ("trials link NCT06", ["NCT06100497"]),
        ("trials search stat", ["status:"]),
        ("trials search status:recr", ["recruiting"]),
        ("trials search melanoma status:completed,recr", ["completed,recruiting"]),
        ("trials search id:NCT057", ["NCT05721443"]),
        ("trials search melanoma", []),
        ("trials nonsense x", []),
    ],
)
def test_bash_offers(home: Path, line: str, offered: list[str]) -> None:
    assert in_bash(home, line) == offered


@needs("bash")
@pytest.mark.parametrize("catalogue", ["nowhere", "broken"])
def test_where_there_is_no_catalogue_nothing_is_offered_or_said(home: Path, catalogue: str) -> None:
    (home / "broken").write_bytes(b"SQLite format 3\x00 and then nonsense" * 9)
    assert in_bash(home, "trials show NCT", TRIALS_CATALOG=str(home / catalogue)) == []


@needs("bash")
@starter
def test_tab_in_a_real_bash_completes_the_line(home: Path) -> None:
    child, master = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], setting(home))
    try:
        os.write(master, b"source trials.bash; echo rea''dy\n")
        _until(master, "ready")
        os.write(master, b"trials search status:recr\t\n")
        assert "found for: status:recruiting" in _until(master, "found for: status:recruiting")
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(master)


def _until(master: int, text: str) -> str:
    shown, end = "", time.monotonic() + 30
    while text not in shown and time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            shown += os.read(master, 65536).decode(errors="replace")
    return shown


@needs("zsh")
def test_the_script_of_zsh_is_sound(home: Path) -> None:
    done = subprocess.run(["zsh", "-n", home / "trials.zsh"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@needs("fish")
@starter
def test_fish_offers(home: Path) -> None:
    code = f"source {home}/trials.fish; complete -C 'trials show NCT057'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", code], capture_output=True, text=True, env=setting(home)
    )
    assert done.stdout.startswith("NCT05721443"), done.stderr


@starter
@pytest.mark.parametrize(
    ("shell", "words", "index", "answered"),
    [
        ("zsh", "trials show NCT057", "2", "plain\nNCT05721443\n"),
        ("zsh", "trials search status:recr", "2", "plain\nstatus\\:recruiting\nstatus\n"),
        ("zsh", "trials search stat", "2", "plain\nstatus:\n_\n"),
        ("zsh", "trials compare --format=mark", "2", "plain\n--format=markdown\nchoice\n"),
        ("fish", "trials show NCT057", "NCT057", "plain,NCT05721443\t"),
        ("fish", "trials search status:recr", "status:recr", "plain,status:recruiting\tstatus\n"),
    ],
)
def test_answers_to_zsh_and_fish(
    home: Path, shell: str, words: str, index: str, answered: str
) -> None:
    environment = {VARIABLE: f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": index}
    done = subprocess.run(
        [home / "trials"], capture_output=True, text=True, env=setting(home) | environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(answered)


@pytest.mark.parametrize("shell", ["bash_complete", "zsh_complete", "fish_complete", "tcsh"])
def test_a_senseless_question_gets_no_answer_and_no_word(home: Path, shell: str) -> None:
    done = subprocess.run(
        [home / "trials"], capture_output=True, text=True, env=setting(home) | {VARIABLE: shell}
    )
    assert done.returncode in (0, 1)
    assert done.stdout.strip() + done.stderr == ""


def test_every_command_and_option_is_offered(home: Path) -> None:
    def offered(words: list[str], typed: str) -> set[str]:
        shell = SHELLS["bash"](program, {}, "trials", VARIABLE)
        return {each.value for each in shell.get_completions(words, typed)}

    assert offered([], "") >= set(program.commands)
    for name, command in program.commands.items():
        if not isinstance(command, click.Group):
            options = {
                option
                for each in command.params
                if isinstance(each, click.Option)
                for option in each.opts
                if option.startswith("--")
            }
            assert offered([name], "--") >= options


def test_the_part_of_zsh_that_is_changed_is_there() -> None:
    assert _ZSH_ADDS in ZshComplete.source_template
    assert _ZSH_GOES_ON in SHELLS["zsh"](program, {}, "trials", VARIABLE).source()


def test_asking_loads_no_textual() -> None:
    code = (
        "import sys; from tui.cli.program import main; main([]);"
        "assert not {'textual', 'rich', 'importers'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, VARIABLE: "bash_complete", "COMP_TYPED": "trials show NCT"},
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_only_harmless_numbers_reach_a_shell(tmp_path: Path) -> None:
    starters = sorted(str(path) for path in (ROOT / "starter").glob("*.txt"))
    path = tmp_path / "c.db"
    assert main(["--catalog", str(path), "import", *starters]) == 0
    with changing(path) as working:
        working.connection.execute("UPDATE trial SET id = 'NCT$(touch x)' WHERE id LIKE 'NCT057%'")
    assert ids_beginning(path, "NCT06") == [
        (n, t) for n, t in ids_beginning(path, "NCT") if n[:5] == "NCT06"
    ]
    assert all("$" not in number for number, _ in ids_beginning(path, "NCT"))
    assert ids_beginning(path, "nct04058145")[0][0] == "NCT04058145"
