"""How long four large trials take to compare: `python -m benchmarks.compare`.

Four trials with 300 sites and 60 outcomes each, real criteria where the shared corpus is at hand;
first as they come from the catalogue (nothing remembered), then again (what depends on one trial
alone is remembered, as after adding or dropping a trial).
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from pathlib import Path

from catalog.comparison import analysis
from catalog.comparison.compare import compare
from catalog.comparison.outcome_rows import content_words
from catalog.drugs.matching import name_key
from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial, SourceInfo
from catalog.model.codes import ArmType, Coded, InterventionType, OutcomeKind, Status
from catalog.model.trial import FIELDS, Arm, Eligibility, Intervention, Outcome, Site, Trial
from catalog.outcomes.aspects import aspect
from catalog.outcomes.endpoints import reading
from catalog.outcomes.timeframes import normalise
from tui.exports.render import FORMATS, Stamp, render

ROOT = Path(__file__).resolve().parents[1]
TODAY = dt.date(2026, 11, 21)
COUNTRIES = ("United States", "China", "France", "Japan", "Spain", "Italy", "Brazil", "India")
SITES, OUTCOMES, ROUNDS = 300, 60, 15


def large(number: int, measures: list[str], criteria: list[str]) -> MergedTrial:
    """One trial of the asked size, different from its neighbours."""
    trial_id = f"NCT{number:08}"
    text = criteria[number % len(criteria)] if criteria else None
    trial = Trial(
        number=trial_id,
        title=f"Trial {number}",
        conditions=("Head and Neck Cancer", f"Condition {number}"),
        interventions=tuple(
            Intervention(f"Drug {number}{place}mab", Coded("DRUG", InterventionType.DRUG), "200 mg")
            for place in range(4)
        ),
        arms=tuple(
            Arm(
                f"Arm {place}",
                Coded("EXPERIMENTAL", ArmType.EXPERIMENTAL),
                "as described",
                (f"Drug {number}{place}mab",),
            )
            for place in range(4)
        ),
        outcomes=tuple(
            Outcome(
                measures[(number * OUTCOMES + place) % len(measures)],
                OutcomeKind.SECONDARY,
                None,
                f"up to {place + 1} months",
            )
            for place in range(OUTCOMES)
        ),
        sites=tuple(
            Site(
                facility=f"Hospital {place}",
                status=Coded("RECRUITING", Status.RECRUITING),
                city=f"City {place}",
                country=COUNTRIES[(place + number) % len(COUNTRIES)],
            )
            for place in range(SITES)
        ),
        eligibility=Eligibility(text=text) if text else None,
    )
    info = SourceInfo(
        key=number,
        importer="ctgov-json",
        file=f"{trial_id}.json",
        place="",
        sha256=trial_id,
        imported_at="2026-05-15T00:00:00Z",
        carries=frozenset(FIELDS),
    )
    return merge(trial_id, [Source(info, trial)])


def criteria() -> list[str]:
    """Eligibility texts of real records; none where the corpus is absent."""
    folder = ROOT.parent / "shared" / "corpus" / "ctgov-json" / "single"
    texts = [
        json.loads(path.read_bytes())["protocolSection"]
        .get("eligibilityModule", {})
        .get("eligibilityCriteria", "")
        for path in sorted(folder.glob("*.json"))
    ]
    return sorted(filter(None, texts), key=len)[-8:]


def main() -> None:
    gold = ROOT / "tests" / "catalog" / "endpoints_gold.jsonl"
    measures = [json.loads(line)["measure"] for line in gold.read_text("utf-8").splitlines()]
    found = criteria()
    trials = [large(number, measures, found) for number in range(1, 5)]
    first: list[float] = []
    again: list[float] = []
    for _ in range(ROUNDS):
        analysis.forget()
        for remembered in (reading, aspect, content_words, normalise, name_key):
            remembered.cache_clear()
        for times in (first, again):
            started = time.process_time()
            comparison = compare(trials, today=TODAY)
            times.append((time.process_time() - started) * 1000)
    rows = sum(len(section.rows) for section in comparison.sections)
    print(f"4 trials, {SITES} sites, {OUTCOMES} outcomes each, {rows} rows")
    print(
        f"criteria of {len(found)} real records, longest {max(map(len, found), default=0)} letters"
    )
    print(f"first  {statistics.median(first):6.1f} ms (worst {max(first):.1f})")
    print(f"again  {statistics.median(again):6.1f} ms (worst {max(again):.1f})")
    stamp = Stamp(TODAY, "catalog.db")
    for form in FORMATS:
        started = time.process_time()
        size = len(render(comparison, stamp, form))
        print(f"{form:9}{(time.process_time() - started) * 1000:6.1f} ms {size:>9} letters")


if __name__ == "__main__":
    main()
