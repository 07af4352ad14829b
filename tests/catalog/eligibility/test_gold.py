"""The gold dev sets: what is understood does not fall below these floors.

The floors lie below the measured figures of docs/eligibility.md; they are no goals.
"""

import json
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.extraction import extract, understand

Row = dict[str, object]
Scorer = Callable[[list[Row], list[Row]], tuple[dict[str, object], list[object]]]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def scorer(bench: Path, name: str) -> Scorer:
    found: Scorer = runpy.run_path(str(bench / "score_eligibility.py"))[name]
    return found


def built(limit: Constraint) -> Row:
    return {
        "variable": limit.variable,
        "op": limit.op,
        "norm_value": limit.norm_value,
        "norm_unit": limit.norm_unit,
        "any_of": limit.any_of,
        "when": limit.when,
        "window": {"days": limit.window.days} if limit.window else None,
        "anchor": limit.anchor,
    }


def f1(result: dict[str, object], name: str) -> float:
    part = result[name]
    assert isinstance(part, dict)
    return float(part["F1"])


@pytest.fixture(scope="module")
def lines(bench: Path) -> dict[str, object]:
    gold = rows(bench / "eligibility-dev.jsonl")
    answers: list[Row] = []
    for line in gold:
        parent = line["parent_text"]
        topics, limits = understand(
            str(line["kind"]),
            str(line["text"]),
            str(line["section"]),
            str(parent) if parent else None,
        )
        answers.append(
            {"id": line["id"], "topics": list(topics), "constraints": [built(x) for x in limits]}
        )
    return scorer(bench, "score_lines")(gold, answers)[0]


def test_constraints(lines: dict[str, object]) -> None:
    assert f1(lines, "constraint") >= 0.93
    assert f1(lines, "constraint_with_when_and_any_of") >= 0.88


def test_topics(lines: dict[str, object]) -> None:
    assert f1(lines, "topic") >= 0.90
    primary = lines["topic_primary_accuracy"]
    assert isinstance(primary, float) and primary >= 0.93


def test_splitting(bench: Path) -> None:
    gold = rows(bench / "splitting-dev.jsonl")
    answers: list[Row] = [
        {
            "trial": each["trial"],
            "criteria": [
                {"kind": c.kind, "text": c.text, "parent": c.parent, "section": c.section}
                for c in extract(str(each["raw"]))
            ],
        }
        for each in gold
    ]
    result = scorer(bench, "score_split")(gold, answers)[0]
    assert f1(result, "split") >= 0.97
    per_trial = result["per_trial_F1"]
    assert isinstance(per_trial, dict)
    assert min(per_trial.values()) >= 0.9


def test_every_seed_of_the_gold_points_into_its_text(bench: Path) -> None:
    for each in rows(bench / "splitting-dev.jsonl"):
        text = str(each["raw"])
        assert all(text[slice(*c.span)].strip() for c in extract(text))
