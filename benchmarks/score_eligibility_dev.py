"""How well eligibility is understood: the figures of the scorer on the dev sets.

A third of the trials, chosen by a hash of their names, was not looked at while rules were written
(`is_kept_aside`). Needs the shared bench data beside the checkout.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from catalog.eligibility import Criterion, Patient, extract, screen, understand

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
WORDS = {"met": "ok", "not met": "fails", "unknown": "unknown"}
Row = dict[str, object]
Score = dict[str, object]


def is_kept_aside(trial: str) -> bool:
    """Whether a trial belongs to the third that was not used for writing rules."""
    return int(hashlib.sha256(trial.encode()).hexdigest(), 16) % 3 == 0


def rows(name: str) -> list[Row]:
    """The gold rows of a file."""
    with (BENCH / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def understood(gold: Row) -> tuple[tuple[str, ...], Row]:
    """A gold line understood, and as the scorer expects it."""
    parent = gold["parent_text"]
    topics, constraints = understand(
        str(gold["kind"]), str(gold["text"]), str(gold["section"]), str(parent) if parent else None
    )
    built = msgspec.to_builtins(constraints)
    return topics, {"id": gold["id"], "topics": topics, "constraints": built}


def line_answer(gold: Row) -> Row:
    """The answer to a line of `eligibility-dev`."""
    return understood(gold)[1]


def split_answer(gold: Row) -> Row:
    """The answer to a text of `splitting-dev`."""
    return {"trial": gold["trial"], "criteria": msgspec.to_builtins(extract(str(gold["raw"])))}


def screen_answer(gold: Row, patients: dict[str, Patient]) -> Row:
    """The answer to a row of `screening-dev`."""
    parent = gold["parent_text"]
    kind, text, section = str(gold["kind"]), str(gold["text"]), str(gold["section"])
    topics, limits = understand(kind, text, section, str(parent) if parent else None)
    criterion = Criterion(kind, text, (0, len(text)), section, topics=topics, constraints=limits)
    verdict = screen([criterion], patients[str(gold["patient"])])[0]
    return {"patient": gold["patient"], "id": gold["id"], "verdict": WORDS[verdict.verdict]}


def patients() -> dict[str, Patient]:
    """The made-up patients of the screening set."""
    listed = json.loads((BENCH / "screening-patients-dev.json").read_text(encoding="utf-8"))
    return {each["id"]: Patient.from_json(each) for each in listed}


def scored(mode: str, gold: Iterable[Row], answer: Callable[[Row], Row], errors: int = 0) -> Score:
    """What the scorer says of our answers to these gold rows."""
    kept = list(gold)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in (("gold", kept), ("ours", [answer(row) for row in kept])):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("\n".join(json.dumps(row) for row in content), encoding="utf-8")
            paths.append(str(path))
        command = [sys.executable, str(BENCH / "score_eligibility.py"), mode, *paths]
        done = subprocess.run(
            [*command, *more, "--json"], capture_output=True, text=True, check=True
        )
    *told, figures = done.stdout.strip().splitlines()
    if told:
        print("\n".join(told))
    result: Score = json.loads(figures)
    return result


def all_scores(part: Callable[[str], bool]) -> dict[str, Score]:
    """The three sets, of the trials that `part` takes."""
    known = patients()

    def mine(name: str) -> list[Row]:
        return [row for row in rows(name) if part(str(row["trial"]))]

    return {
        "lines": scored("lines", mine("eligibility-dev.jsonl"), line_answer),
        "split": scored("split", mine("splitting-dev.jsonl"), split_answer),
        "screen": scored(
            "screen", mine("screening-dev.jsonl"), lambda row: screen_answer(row, known)
        ),
    }


FIGURES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("splitting F1", "split", ("split", "F1"), ".95"),
    ("topics F1", "lines", ("topic", "F1"), ".90"),
    ("primary topic", "lines", ("topic_primary_accuracy",), ".94"),
    ("constraint F1", "lines", ("constraint", "F1"), ".93"),
    ("  with when, any_of", "lines", ("constraint_with_when_and_any_of", "F1"), ".88"),
    ("screening accuracy", "screen", ("accuracy",), ".97"),
    ("  wrong way round", "screen", ("wrong_way_round",), "0"),
    ("  left unknown", "screen", ("left_unknown_of_known",), ""),
)


def figure(scores: dict[str, Score], name: str, path: tuple[str, ...]) -> float | None:
    """One figure of the scorer's answer."""
    value: object = scores[name]
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else None


def table() -> str:
    """Goals and figures: tuned part, kept-aside part, all; and splitting by trial."""
    parts: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("tuned on", lambda trial: not is_kept_aside(trial)),
        ("kept aside", is_kept_aside),
        ("all", lambda trial: True),
    )
    scores = {name: all_scores(part) for name, part in parts}
    lines = [f"{'':22}{'goal':>8}" + "".join(f"{name:>12}" for name in scores)]
    for label, set_, path, goal in FIGURES:
        shown = (figure(each, set_, path) for each in scores.values())
        cells = "".join(f"{'-' if value is None else f'{value:.4g}':>12}" for value in shown)
        lines.append(f"{label:22}{goal:>8}{cells}")
    lines += ["", "splitting F1 by trial:"]
    per_trial = scores["all"]["split"]["per_trial_F1"]
    assert isinstance(per_trial, dict)
    for trial, value in per_trial.items():
        lines.append(f"  {trial:14}{value:>8}{'  kept aside' if is_kept_aside(trial) else ''}")
    return "\n".join(lines)


def main() -> int:
    """Print the table, or with `errors` what was missed in the tuned part."""
    if not BENCH.is_dir():
        print("the shared bench data does not lie beside the checkout", file=sys.stderr)
        return 1
    if "errors" in sys.argv:
        gold = [r for r in rows("eligibility-dev.jsonl") if not is_kept_aside(str(r["trial"]))]
        scored("lines", gold, line_answer, errors=200)
    else:
        print(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
