"""Measuring a terminal program with ptybench of the shared tools, and printing goals beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "tools" / "ptybench.py"
APP = (sys.executable, "-m", "tui")


@dataclass(frozen=True)
class Key:
    """Medians of one key: bytes that it brought, ms until the last of them."""

    name: str
    bytes: float
    last: float


@dataclass(frozen=True)
class Figures:
    """Medians over the runs, by ptybench's names; None where there is none."""

    values: dict[str, float | None]
    keys: tuple[Key, ...]

    def __getitem__(self, name: str) -> float:
        value = self.values.get(name)
        return float("nan") if value is None else value

    @property
    def letter(self) -> float:
        """ms until the last byte of a key, median over the keys."""
        return median(key.last for key in self.keys)


def measure(command: Sequence[str], *flags: str, runs: int = 5, warmup: int = 1) -> Figures:
    """Run a program several times, 80×24 with 256 colours, with nothing of the user's."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(BENCH), "-n", str(runs), "--warmup", str(warmup), "--json",
             *flags, "--", *command],
            cwd=ROOT,
            env=environment(folder),
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
    report = json.loads(done.stdout)
    keys = tuple(
        Key(key["key"], key["bytes"]["median"] or 0.0, key["last"]["median"] or 0.0)
        for key in report["keys"]
    )
    return Figures({name: row["median"] for name, row in report["summary"].items()}, keys)


def environment(folder: str) -> dict[str, str]:
    """The environment with every folder of the user in one that is thrown away."""
    own = {"HOME": folder, "TRIALS_STATE": folder, "TRIALS_EXPORTS": folder}
    own |= {"TRIALS_CONFIG": f"{folder}/none", "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
    return {**os.environ, **own}


def row(what: str, value: float, unit: str, goal: float | None = None, note: str = "") -> None:
    """A line of the report; a goal that is missed is marked."""
    told = "-" if value != value else f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}"
    aim = "" if goal is None else f"goal {goal:.0f}" if goal >= 10 else f"goal {goal:.1f}"
    missed = "  MISSED" if goal is not None and value > goal else ""
    print(f"  {what:46}{told:>8} {unit:5}{aim:12}{note}{missed}", flush=True)
