"""What is read of each line stands in a file, so that any change of reading shows in a diff.

A criterion is one line: its id and side, its topics, each constraint in words, what was left over
and what narrows it. Floors guard figures; this shows which lines a change reads otherwise. Of the
gold sets only ids are kept here, none of their texts. To write the files anew on purpose, and then
read the difference:

    TRIALS_REFRESH_LINES=1 python -m pytest tests/catalog/eligibility/test_expected_lines.py
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalog.eligibility.criterion import Constraint, Criterion, Window
from catalog.eligibility.extraction import criteria_of, criterion_of
from catalog.eligibility.vocabulary import wording
from tests.importers.corpus_counts import gathered
from tools.starter import SOURCES

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
REFRESH = os.environ.get("TRIALS_REFRESH_LINES") == "1"


def _limit(made: Constraint) -> str:
    """A constraint in words, with what stands beside it: alternatives, denial, deciding."""
    beside = [
        f"any_of {made.any_of}" if made.any_of else "",
        f"all_of {made.all_of}" if made.all_of else "",
        "negated" if made.negated else "",
        "decides" if made.decides else "",
    ]
    said = ", ".join(filter(None, beside))
    return f"{wording.constraint(made)} [{said}]" if said else wording.constraint(made)


def told(name: str, made: Criterion) -> str:
    """A criterion as one line; `whole` where it has constraints and no word was left over."""
    parts = [f"{name} {made.kind}", ", ".join(made.topics), *map(_limit, made.constraints)]
    if made.role != "criterion":
        parts[0] += f" {made.role}"
    if made.left_over:
        parts.append(f"left over: {', '.join(made.left_over)}")
    elif made.left_over is not None:
        parts.append("whole")
    if made.narrowing:
        parts.append(f"narrowing: {', '.join(made.narrowing)}")
    return " | ".join(" ".join(part.split()) for part in parts)


def _is_kept_unread(trial: str) -> bool:
    """Whether a trial of the second gold set is of the half of which only scores are ever read.

    What is read of its lines must stand in no file either: whoever reads the diff of a change would
    see its outputs, and so tune to them.
    """
    return int(hashlib.sha256(trial.encode()).hexdigest(), 16) % 2 == 0


def _of_rows(path: Path) -> Iterator[str]:
    for line in filter(None, path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        if "dev2" in path.name and _is_kept_unread(row["trial"]):
            continue
        made = criterion_of(row["kind"], row["text"], row["section"], row["parent_text"])
        yield told(row["id"], made)


def _of_starter() -> Iterator[str]:
    for record in gathered([SOURCES]).records:
        for at, made in enumerate(criteria_of(record.trial)):
            yield told(f"{record.importer}:{record.trial.number}:{at}", made)


def _compare(name: str, lines: list[str]) -> None:
    """The lines are those of the file, or the failure prints each that differs."""
    beside = EXPECTED / f"{name}.txt"
    if REFRESH:
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    kept = beside.read_text(encoding="utf-8").splitlines()
    differing = "\n".join(difflib.unified_diff(kept, lines, beside.name, "read now", "", "", 0, ""))
    assert not differing, f"read otherwise (refresh on purpose, see above):\n{differing}"


@pytest.mark.parametrize("name", ["drawn_lines", "fresh_lines"])
def test_each_drawn_line_is_read_as_its_file_says(name: str) -> None:
    _compare(name, list(_of_rows(HERE / f"{name}.jsonl")))


def test_each_criterion_of_the_starter_is_read_as_its_file_says() -> None:
    _compare("starter", list(_of_starter()))


@pytest.mark.parametrize("name", ["eligibility-dev", "eligibility-dev2"])
def test_each_line_of_the_gold_is_read_as_its_file_says(name: str, bench: Path) -> None:
    _compare(name, list(_of_rows(bench / f"{name}.jsonl")))


_PLAIN = Constraint("ts.surgery", ">=", 3, "wk", 18, "d")
_OTHERWISE: dict[str, object] = {
    "variable": "ts.radiotherapy",
    "op": ">",
    "value": 19,
    "unit": "mo",
    "norm_value": 20,
    "norm_unit": "a",
    "any_of": 1,
    "all_of": 2,
    "when": "women",
    "window": Window(2, "wk", 14),
    "anchor": "enrollment",
    "negated": True,
    "decides": True,
    "implausible": "too many",
}


def _line(*limits: Constraint, **others: Any) -> str:
    return told("n:1", Criterion("inclusion", "", (0, 0), constraints=limits, **others))


def test_no_field_of_a_constraint_can_change_unseen() -> None:
    assert {*_OTHERWISE, "span"} == set(Constraint.__struct_fields__)
    for field, value in _OTHERWISE.items():
        changed = msgspec.structs.replace(_PLAIN, **{field: value})
        assert _line(changed) != _line(_PLAIN), field


def test_no_reading_of_a_criterion_can_change_unseen() -> None:
    readings = [
        _line(),
        _line(_PLAIN),
        _line(role="note"),
        _line(topics=("age",)),
        _line(left_over=()),
        _line(left_over=("severe",)),
        _line(narrowing=("severe",)),
    ]
    assert len(set(readings)) == len(readings)
