"""Sites whose coordinates a registry gives, placed by what else is known of them."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.places import CORPUS, FAR, GUESS, RIGHT, WAYS, doubted, judged, trials

FILES = ("ctg-studies.json.zip", "studies.ndjson.gz")
shared = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is absent")


@shared
def test_who_is_placed_farther_than_15_km_off_is_marked_as_a_guess() -> None:
    known = list(trials(FILES))
    counts: Counter[tuple[str, str]] = Counter()
    for each in judged(known):
        assert each.outcome != FAR, each
        counts[each.way, each.outcome] += 1
    for way in WAYS:
        placed = counts[way, RIGHT] + counts[way, GUESS]
        assert placed >= 200, way
    assert counts["all of these", RIGHT] >= 0.9 * sum(
        count for (way, _), count in counts.items() if way == "all of these"
    )


@shared
def test_what_a_registry_looked_up_by_name_is_found_out() -> None:
    found = doubted(trials())
    assert found["München", "Germany"] == 4
    assert found["Milan", "Italy"] > 10
    assert not found["Freiburg", "Germany"]
    assert not found["Boston", "United States"]
    assert sum(found.values()) < 100  # of 3,915: nearly all of what registries say stands
