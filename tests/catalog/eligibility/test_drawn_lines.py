"""Lines drawn by chance from real records and judged by hand are read no worse than before.

Their errors have been looked at since, so these floors guard against loss; the honest figures are
those of each batch at first sight, in docs/eligibility.md. `also_right` are topics that a second
careful reader could give: they neither count nor cost.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.eligibility.extraction import understand

LINES = Path(__file__).with_name("drawn_lines.jsonl")
FRESH = Path(__file__).with_name("fresh_lines.jsonl")
TOPICS = Path(__file__).with_name("topic_lines.jsonl")
"""A batch of which only the topics were judged."""
LATER = Path(__file__).with_name("later_lines.jsonl")
"""Two more: 404 and 405."""
MORE = Path(__file__).with_name("more_lines.jsonl")
"""501 to 505."""
JUDGED = Path(__file__).with_name("judged_lines.jsonl")
"""701 to 712 and 714."""


@pytest.mark.parametrize(
    ("lines", "many", "f1", "of_firsts"),
    [
        (LINES, 320, 0.85, 0.82),
        (FRESH, 70, 0.72, 0.62),
        (TOPICS, 70, 0.84, 0.85),
        (LATER, 250, 0.85, 0.82),
        (MORE, 522, 0.9, 0.86),
        (JUDGED, 1602, 0.9, 0.88),
    ],
)
def test_topics_of_drawn_lines(lines: Path, many: int, f1: float, of_firsts: float) -> None:
    right = said = asked = first = 0
    rows = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    for row in rows:
        topics, _ = understand(row["kind"], row["text"], row["section"], row["parent_text"])
        also = set(row.get("also_right", ())) - set(row["topics"])
        right += len(set(topics) & set(row["topics"]))
        said += len(set(topics) - also)
        asked += len(row["topics"])
        first += topics[0] in (row["topics"][0], *also)
    assert len(rows) == many
    assert 2 * right / (said + asked) >= f1
    assert first / len(rows) >= of_firsts


@pytest.mark.parametrize("lines", [LINES, FRESH])
def test_constraints_of_drawn_lines(lines: Path) -> None:
    right = said = asked = 0
    for line in lines.read_text("utf-8").splitlines():
        row = json.loads(line)
        _, found = understand(row["kind"], row["text"], row["section"], row["parent_text"])
        told = {(each.variable, each.op, str(each.norm_value)) for each in found}
        gold = {each for limit in row["constraints"] for each in _atoms(limit)}
        right += len(told & gold)
        said += len(told)
        asked += len(gold)
    assert 2 * right / (said + asked) >= 0.85


def _atoms(limit: dict[str, object]) -> set[tuple[object, object, str]]:
    """A limit of the gold, which tells a range in one."""
    value = limit["norm_value"]
    if limit["op"] == "between" and isinstance(value, list):
        low, high = (str(end) for end in value)
        return {(limit["variable"], ">=", low), (limit["variable"], "<=", high)}
    return {(limit["variable"], limit["op"], _plain(value))}


def _plain(value: object) -> str:
    return str(tuple(value)) if isinstance(value, list) else str(value)


def test_a_lack_of_contraception_keeps_out_and_never_by_itself() -> None:
    _, limits = understand("exclusion", "Pregnancy/lack of adequate contraception")
    assert [(each.variable, each.norm_value) for each in limits] == [
        ("pregnancy", "present"),
        ("contraception", "absent"),
    ]
    assert not limits[1].decides


def test_what_will_be_stopped_must_lie_that_long_back() -> None:
    _, limits = understand("inclusion", "Patients will discontinue medications 48 hours before.")
    assert [(each.variable, each.op, each.norm_value) for each in limits] == [
        ("ts.medication", ">=", 2)
    ]


def test_a_cancer_of_an_organ_is_no_illness_of_it() -> None:
    topics, _ = understand("inclusion", "Histologically confirmed renal cell carcinoma")
    assert topics == ("disease_diagnosis",)
