"""How fast the app is in a terminal and how much it sends, beside a bare Textual program.

    make bench-terminal                     the starter catalogue
    python benchmarks/terminal.py FILE...   further catalogues (100,000 and 600,000 made studies)

Needs `ptybench.py` of the shared tools beside the checkout. Prints a line a figure: what, the
median of the runs, and the goal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "tools" / "ptybench.py"
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello")
Hello().run()
"""
READY = r"(?m)^>"
"""The cursor of the list: drawn by the app, not by the first rows."""


def measure(command: list[str], *flags: str) -> dict[str, float]:
    """Medians of ptybench's figures, and of its single keys as `key N bytes` and `key N ms`."""
    with tempfile.TemporaryDirectory() as state:
        done = subprocess.run(
            [
                sys.executable,
                str(BENCH),
                "-n",
                "3",
                "--warmup",
                "1",
                "--json",
                *flags,
                "--",
                *command,
            ],
            cwd=ROOT,
            env={**os.environ, "TRIALS_STATE": state, "TRIALS_EXPORTS": state},
            capture_output=True,
            text=True,
            check=True,
        )
    report = json.loads(done.stdout)
    found = {name: row["median"] for name, row in report["summary"].items()}
    for number, key in enumerate(report["keys"]):
        found[f"key {number} bytes"] = key["bytes"]["median"]
        found[f"key {number} ms"] = key["last"]["median"]
    return found


def row(what: str, value: float | None, unit: str, goal: str) -> None:
    print(f"{what:48}{'-' if value is None else f'{value:.0f}':>8} {unit:4}{goal}")


def hello() -> dict[str, float]:
    found = measure([sys.executable, "-c", HELLO], "--ready", "hello", "--quit", "<c-q>")
    print("bare Textual hello-world")
    row("first frame", found["first frame"], "ms", "")
    row("sent at start", found["start bytes"], "B", "")
    row("memory (RSS)", found["start rss"], "MiB", "")
    return found


def catalogue(path: Path, bare: dict[str, float]) -> None:
    """All figures of the app on one catalogue."""
    app = [sys.executable, "-m", "tui.command_line", "--catalog", str(path)]
    print(f"\n{path.name}")
    first = measure(app, "--ready", "found")
    row("first trials on the screen", first["first frame"], "ms",
        f"goal {0.25 * bare['first frame']:.0f}")  # fmt: skip
    ready = measure(app, "--ready", READY, "--idle", "10", "--quit", "<c-q>")
    row("usable", ready["first frame"], "ms", f"goal {1.1 * bare['first frame']:.0f}")
    row("sent at start", ready["start bytes"], "B", "goal 6000")
    row("memory (RSS)", ready["end rss"], "MiB", f"goal {1.25 * bare['start rss']:.0f}")
    row("sent while idle, a second", ready["idle bytes"], "B", "goal 0")
    row("CPU while idle, a second", ready["idle cpu"], "ms", "goal 2")
    row("exit", ready["exit"], "ms", "goal 150")
    keys = measure(app, "--ready", READY, "--setup", "h,n,s,c", "--keys", "c,<esc>,<down>,<enter>")
    row("a letter", keys["key 0 bytes"], "B", "goal 2200")
    row("a letter, last byte", keys["key 0 ms"], "ms", "goal 60")
    row("an arrow", keys["key 2 bytes"], "B", "goal 300")
    row("opening a trial", keys["key 3 bytes"], "B", "goal 4000")
    slow = measure(app, "--link", "64,200", "--ready", "found", "--setup", "<esc>,/", "--keys",
                   "m,e,l,a,n", "--pace", "150", "--answer", "found")  # fmt: skip
    row("64 kbit/s, 200 ms: first trials", slow["first frame"], "ms", "goal 600")
    row("64 kbit/s, 200 ms: after the last letter", slow["key last"], "ms", "goal 700")


def main() -> int:
    """Measure the starter catalogue and those named."""
    if not BENCH.is_file():
        print("shared/tools/ptybench.py does not lie beside the checkout")
        return 2
    bare = hello()
    for path in [ROOT / "catalog.db", *map(Path, sys.argv[1:])]:
        catalogue(path, bare)
    return 0


if __name__ == "__main__":
    sys.exit(main())
