"""How often a name is read in a sense it has not: `python -m benchmarks.misreadings`.

Reads the eligibility texts of the search corpus beside the checkout and counts, for each row of
`misreadings.csv`, the constraints and trials where the words around a constraint say that it is
something else (the age of a donor, erectile function as ejection fraction). The expressions are
broad: a row is an order of magnitude, and `--show N` prints the lines for a reader to judge.
Then the places where old records are cut inside a name.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "bench" / "search-corpus.ndjson.gz"
TABLE = Path(__file__).with_name("misreadings.csv")
_BEFORE, _BEHIND = 90, 70
_MARK = "\x00"


class Read(Protocol):
    """A constraint, of this or of an older reader."""

    @property
    def variable(self) -> str:
        """What is limited."""

    @property
    def norm_value(self) -> object:
        """To what."""

    @property
    def when(self) -> str | None:
        """For whom, where not for everybody."""

    @property
    def span(self) -> tuple[int, int] | None:
        """Where in the line it was read."""


class Line(Protocol):
    """A criterion, of this or of an older reader."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def constraints(self) -> Sequence[Read]:
        """What was read of it."""


class Misreading(NamedTuple):
    """A row of the table. In `around`, `@` is what was read, `@{words}` those words of it."""

    name: str
    variables: tuple[str, ...]
    value: str
    around: re.Pattern[str]

    def holds(self, line: Line, one: Read) -> bool:
        """Whether a constraint was read in this wrong sense, as far as an expression tells."""
        if one.variable not in self.variables or one.span is None or one.when:
            return False
        if self.value and one.norm_value != self.value:
            return False
        start, end = one.span
        text = line.text.lower()
        marked = (
            f"{text[max(0, start - _BEFORE) : start]}{_MARK}{text[start:end]}{_MARK}"
            f"{text[end : end + _BEHIND]}"
        )
        return self.around.search(marked) is not None


def misreadings() -> tuple[Misreading, ...]:
    """The rows of the table, in order."""
    from catalog.model.csv_table import table

    columns = ("misreading", "variables", "value", "around", "should_be")
    return tuple(
        Misreading(name, tuple(variables.split()), value, _pattern(around))
        for name, variables, value, around, _ in table(TABLE, columns, key=("misreading",))
    )


_READ = re.compile(r"@(?:\{([^}]*)\})?")


def _pattern(around: str) -> re.Pattern[str]:
    def read(found: re.Match[str]) -> str:
        inside = f"[^{_MARK}]*\\b(?:{found[1]})" if found[1] else ""
        return f"{_MARK}{inside}[^{_MARK}]*{_MARK}"

    return re.compile(_READ.sub(read, around))


def texts() -> Iterator[tuple[str, str]]:
    """Numbers and eligibility texts of the search corpus."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            study = json.loads(line)["protocolSection"]
            text = study.get("eligibilityModule", {}).get("eligibilityCriteria")
            if text:
                yield study["identificationModule"]["nctId"], text


# An item of an old record that ends within a name, and how the next goes on.
CUTS: tuple[tuple[str, str, str], ...] = (
    ("New / York / Heart", r"\bnew$", r"^york\b"),
    ("York / Heart", r"\byork$", r"^heart\b"),
    ("mm / Hg", r"\bmm$", r"^hg\b"),
    ("Child / Pugh", r"\bchild(?:'?s)?$", r"^-?pugh\b"),
    ("non / Hodgkin", r"\bnon-?$", r"^-?hodgkin"),
    ("Performance / status", r"\bkarnofsky$", r"^performance\b"),
)


def count(
    read: Callable[[str], Sequence[Line]], every: Iterable[tuple[str, str]], show: int = 0
) -> dict[str, tuple[int, int]]:
    """Readings and trials for each misreading, and for each cut; prints `show` lines of each."""
    found: dict[str, list[str]] = {}
    shown: dict[str, list[str]] = {}
    rows = misreadings()
    for number, text in every:
        lines = read(text)
        for line in lines:
            for row in rows:
                for one in line.constraints:
                    if row.holds(line, one):
                        found.setdefault(row.name, []).append(number)
                        start = one.span[0] if one.span else 0
                        part = line.text[max(0, start - _BEFORE) : start + _BEHIND]
                        shown.setdefault(row.name, []).append(f"{number} {part!r}")
        for name, ends, begins in CUTS:
            for one_line, other in pairwise(lines):
                if re.search(ends, one_line.text.lower().rstrip()) and re.search(
                    begins, other.text.lower()
                ):
                    found.setdefault(f"cut: {name}", []).append(number)
    for name, examples in shown.items():
        for example in examples[:show]:
            print(f"{name} | {example}")
    names = [*(row.name for row in rows), *(f"cut: {name}" for name, _, _ in CUTS)]
    return {name: (len(found.get(name, [])), len(set(found.get(name, [])))) for name in names}


def main() -> int:
    """The counts of this checkout's reader."""
    from catalog.eligibility.extraction import extract

    if not CORPUS.is_file():
        print("the search corpus does not lie beside the checkout: nothing to count")
        return 0
    asked = sys.argv[1:]
    show = int(asked[asked.index("--show") + 1]) if "--show" in asked else 0
    told = count(extract, texts(), show)
    print(f"{'misreading':56}{'readings':>9}{'trials':>8}")
    for name, (readings, trials) in told.items():
        print(f"{name:56}{readings:>9}{trials:>8}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
