"""Do the tests notice? Conditions drawn by seed are changed one at a time: `tools.mutate`.

An operand of `and` or `or` is dropped, a comparison is shifted (`<` to `<=`, `==` to `!=`), what is
neither is negated. Each change is tried in a copy of the checkout, with the tests of its area. What
no test notices is printed with its place: a survivor is a test that is missing.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The files of a room, and the tests that must notice a change there. The first that fits holds.
AREAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("catalog/eligibility/", ("tests/catalog/eligibility",)),
    ("catalog/search/", ("tests/catalog/search",)),
    ("catalog/comparison/", ("tests/catalog", "--ignore=tests/catalog/search")),
    ("catalog/", ("tests/catalog", "--ignore=tests/catalog/search")),
    ("importers/", ("tests/importers",)),
    ("tui/exports/", ("tests/tui/test_exports.py", "tests/tui/test_plain.py")),
)
_SHIFTED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Mutation:
    """One condition of one file, and what stands there instead."""

    path: str
    line: int
    start: int
    """Of the condition, in bytes of the file."""
    end: int
    instead: str

    def of(self, source: bytes) -> bytes:
        """The file with the change."""
        return source[: self.start] + self.instead.encode() + source[self.end :]


def conditions(tree: ast.AST) -> Iterator[ast.expr]:
    """Every condition of an `if`, a `while`, a conditional expression or a comprehension."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node.test
        elif isinstance(node, ast.comprehension):
            yield from node.ifs


def mutated(condition: ast.expr, chance: random.Random) -> str:
    """The condition with one thing changed, as source."""
    if isinstance(condition, ast.BoolOp):
        dropped = chance.randrange(len(condition.values))
        left = [value for at, value in enumerate(condition.values) if at != dropped]
        changed: ast.expr = ast.BoolOp(condition.op, left) if len(left) > 1 else left[0]
    elif isinstance(condition, ast.Compare) and type(condition.ops[0]) in _SHIFTED:
        ops = [_SHIFTED[type(condition.ops[0])](), *condition.ops[1:]]
        changed = ast.Compare(condition.left, ops, condition.comparators)
    else:
        changed = ast.UnaryOp(ast.Not(), condition)
    return f"({ast.unparse(changed)})"


def mutations(path: Path, chance: random.Random) -> list[Mutation]:
    """One change for each condition of a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for condition in conditions(ast.parse(source)):
        assert condition.end_lineno is not None and condition.end_col_offset is not None
        found.append(
            Mutation(
                str(path.relative_to(ROOT)),
                condition.lineno,
                starts[condition.lineno - 1] + condition.col_offset,
                starts[condition.end_lineno - 1] + condition.end_col_offset,
                mutated(condition, chance),
            )
        )
    return found


def drawn(count: int, seed: int, within: Sequence[str]) -> list[Mutation]:
    """So many changes of the areas, the same for the same seed and code."""
    chance = random.Random(seed)
    every = [
        mutation
        for path in sorted(ROOT.rglob("*.py"))
        if (name := str(path.relative_to(ROOT))).startswith(tuple(within) or _areas())
        and name.startswith(_areas())
        for mutation in mutations(path, chance)
    ]
    return chance.sample(every, min(count, len(every)))


def _areas() -> tuple[str, ...]:
    return tuple(area for area, _ in AREAS)


def tests_of(path: str) -> tuple[str, ...]:
    """The tests that must notice a change of a file."""
    return next(tests for area, tests in AREAS if path.startswith(area))


def is_noticed(mutation: Mutation, copy: Path) -> bool:
    """Whether the tests of its area fail with the change; the copy is as before afterwards."""
    place = copy / mutation.path
    before = place.read_bytes()
    place.write_bytes(mutation.of(before))
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *tests_of(mutation.path)],
            cwd=copy,
            env={**os.environ, "TRIALS_EXAMPLES": "15"},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        place.write_bytes(before)
    return done.returncode != 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, try, and print what nobody noticed; 1 where there is such a thing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("within", nargs="*", help="folders or files: catalog/search/")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "trials"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__"))
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (Path(folder) / "shared").symlink_to(shared.resolve())
        chosen = drawn(asked.count, asked.seed, asked.within)
        for mutation in chosen:
            noticed = is_noticed(mutation, copy)
            survivors += not noticed
            said = "noticed " if noticed else "SURVIVED"
            print(f"{said} {mutation.path}:{mutation.line} {mutation.instead}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
