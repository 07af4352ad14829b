"""How fast the app is in a terminal and how much it sends, beside other terminal programs.

    benchmarks/terminal.sh                    100,000 and 600,000 made studies (made when missing)
    benchmarks/terminal.sh 0 --no-peers       only the starter catalogue, only beside Textual
    benchmarks/terminal.sh FILE...            catalogues by name

Needs ptybench of the shared tools beside the checkout. All figures are medians of several runs of
one sitting; those that depend on the machine have goals in proportion to the bare Textual program.
A goal that is missed is marked.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import terminal_many, terminal_peers
from benchmarks.terminal_measure import APP, BENCH, ROOT, Figures, measure, row

_CURSOR = r"(?m)^>"
"""The cursor of the list: drawn by the app, not by the first rows."""
_WORD = "m,e,l,a,n,o,m,a"
_SETTLED = "p,e,m,b,r,o,l,i,z"
"""The beginning of a single word: the next letter brings the same trials."""


def app(catalogue: Path, bare: Figures, peers: dict[str, Figures]) -> None:
    """All figures of the app on one catalogue."""
    command = [*APP, "--catalog", str(catalogue)]
    print(f"trials on {catalogue.name}")
    _start(command, bare, peers)
    _keys(command, bare)
    _slow_line(command)


def _start(command: list[str], bare: Figures, peers: dict[str, Figures]) -> None:
    hello = bare["first frame"]
    first = measure(command, "--ready", "found")
    row("first trials on the screen", first["first frame"], "ms", 0.25 * hello,
        f"{first['first frame'] / hello:.2f} of hello")  # fmt: skip
    ready = measure(command, "--ready", _CURSOR, "--quit", "<c-q>")
    usable = ready["first frame"]
    row("usable", usable, "ms", 1.1 * hello, f"{usable / hello:.2f} of hello")
    for name, figures in peers.items():
        if figures["first frame"] > 0:  # it may not have started
            row(f"   beside a third of {name}'s", usable, "ms", figures["first frame"] / 3)
    row("sent at start", ready["start bytes"], "B", 6000)
    idle = measure(command, "--ready", _CURSOR, "--idle", "60", runs=1, warmup=0)
    row("sent in 60 s of idling", 60 * idle["idle bytes"], "B", 0)
    row("CPU in 60 s of idling", 60 * idle["idle cpu"], "ms", 100)
    row("memory (RSS), list shown", idle["end rss"], "MiB", 1.25 * bare["end rss"])
    row("memory (PSS), list shown", idle["end pss"], "MiB")
    row("exit", ready["exit"], "ms", 150)


def _keys(command: list[str], bare: Figures) -> None:
    typed = measure(command, "--ready", _CURSOR, "--keys", _WORD)
    row("letter to updated results (median)", typed.letter, "ms", 60)
    row("a letter, the most of a word", max(key.bytes for key in typed.keys), "B", 2900)
    twice = measure(command, "--ready", _CURSOR, "--setup", _SETTLED, "--keys", "u", runs=3)
    row("a letter that changes no row", twice.keys[0].bytes, "B", 150)
    row("memory (RSS), a word searched", typed["end rss"], "MiB", 1.25 * bare["end rss"])
    moved = measure(command, "--ready", _CURSOR, "--setup", f"{_WORD},<esc>", "--keys",
                    "<down>,<down>,<up>,<enter>", runs=3)  # fmt: skip
    row("an arrow", max(key.bytes for key in moved.keys[:3]), "B", 310)
    row("opening a trial", moved.keys[3].bytes, "B", 4000)
    row("opening a trial, last byte", moved.keys[3].last, "ms")
    row("memory (RSS), a trial read", moved["end rss"], "MiB")


def _slow_line(command: list[str]) -> None:
    slow = measure(command, "--link", "64,200", "--ready", "found", "--setup", "<esc>,/",
                   "--keys", "m,e,l,a,n", "--pace", "150", "--answer", r"/ melan\b", "--quiet",
                   "600", runs=3)  # fmt: skip
    print("  over 64 kbit/s and 200 ms")
    row("first trials on the screen", slow["first frame"], "ms", 600)
    row("the answer stands after the last letter", slow["key last"], "ms", 700)


def catalogues(named: list[str]) -> list[Path]:
    """Files by name, or catalogues of so many made studies; 0 is the starter catalogue."""
    found = []
    for each in named or ["100000", "600000"]:
        if each == "0":
            found.append(ROOT / "catalog.db")
        elif each.isdigit():
            from benchmarks.search_catalogue import catalogue

            found.append(catalogue(int(each)))
        else:
            found.append(Path(each).resolve())
    return found


def main() -> int:
    """Measure the peers, then the app on each catalogue, then thirty users on the last."""
    if not BENCH.is_file():
        print("shared/tools/ptybench.py does not lie beside the checkout")
        return 2
    named = [each for each in sys.argv[1:] if not each.startswith("--")]
    with_peers = "--no-peers" not in sys.argv and terminal_peers.install()
    files = catalogues(named)
    bare = terminal_peers.hello()
    peers = terminal_peers.programs() if with_peers else {}
    for path in files:
        app(path, bare, peers)
        if with_peers:
            terminal_peers.fzf(terminal_peers.titles_of(path))
    terminal_many.thirty(files[-1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
