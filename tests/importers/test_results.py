"""Posted results beside the JSON they are from, leaf by leaf; XML says the same of its studies."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.model.trial import Results, Trial, decode, encode
from importers.ctgov.api_v2 import IMPORTER as API
from tests.importers.corpus_counts import gathered

Json = Mapping[str, Any]


def with_results(corpus: Path) -> Iterator[Json]:
    """Studies of the corpus that have posted results."""
    folder = corpus / "ctgov-json"
    with zipfile.ZipFile(folder / "ctg-studies.json.zip") as archive:
        yield from (json.loads(archive.read(name)) for name in archive.namelist())
    for name in ("ctg-studies-100.json.gz",):
        yield from json.loads(gzip.decompress((folder / name).read_bytes()))
    for line in gzip.decompress((folder / "studies.ndjson.gz").read_bytes()).splitlines():
        yield json.loads(line)
    for path in sorted((folder / "single").glob("*.json")):
        yield json.loads(path.read_bytes())


def leaves_of_json(section: Json) -> list[tuple[object, ...]]:
    """What a physician compares by, out of the API's own members."""
    found: list[tuple[object, ...]] = []
    for one in section.get("outcomeMeasuresModule", {}).get("outcomeMeasures", []):
        for row in one.get("analyses", []):
            found.append(("analysis", one["title"], tuple(row.get("groupIds", ())),
                          row.get("pValue"), row.get("statisticalMethod"), row.get("paramType"),
                          row.get("paramValue"), row.get("ciPctValue"), row.get("ciLowerLimit"),
                          row.get("ciUpperLimit"), row.get("nonInferiorityType")))  # fmt: skip
        for class_ in one.get("classes", []):
            for category in class_.get("categories", []):
                for value in category.get("measurements", []):
                    found.append(("value", one["title"], value["groupId"], value.get("value"),
                                  value.get("spread"), value.get("lowerLimit"),
                                  value.get("upperLimit")))  # fmt: skip
    events = section.get("adverseEventsModule", {})
    for event in events.get("seriousEvents", []):
        for stat in event.get("stats", []):
            found.append(("serious", event["term"], event.get("organSystem"), stat["groupId"],
                          stat.get("numAffected"), stat.get("numAtRisk"),
                          stat.get("numEvents")))  # fmt: skip
    for group in events.get("eventGroups", []):
        found.append(("group", group["id"], group.get("seriousNumAffected")))
    for period in section.get("participantFlowModule", {}).get("periods", []):
        for milestone in period.get("milestones", []):
            for reached in milestone.get("achievements", []):
                found.append(("flow", period.get("title"), milestone.get("type"),
                              reached["groupId"], reached.get("numSubjects")))  # fmt: skip
    return found


def leaves_of_trial(results: Results) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for one in results.measures:
        if one.kind == "baseline":
            continue
        for row in one.analyses:
            found.append(("analysis", one.title, row.groups, row.p_value, row.method, row.estimate,
                          row.value, row.ci_percent, row.lower, row.upper,
                          row.hypothesis))  # fmt: skip
        for value in one.measurements:
            found.append(("value", one.title, value.group, value.value, value.spread, value.lower,
                          value.upper))  # fmt: skip
    for event in results.serious_events:
        for stat in event.counts:
            found.append(("serious", event.term, event.organ_system, stat.group, stat.affected,
                          stat.at_risk, stat.events))  # fmt: skip
    for group in results.adverse_events:
        found.append(("group", group.id, group.serious_affected))
    for step in results.flow:
        found.append(("flow", step.period, step.milestone, step.group, step.participants))
    return found


def test_every_leaf_of_the_json_is_in_the_trial(corpus: Path) -> None:
    studies = leaves = analyses = 0
    for study in with_results(corpus):
        section = study.get("resultsSection")
        if not section:
            continue
        trial = API.read(json.dumps(study).encode()).trial
        assert trial.results is not None
        expected = leaves_of_json(section)
        told = leaves_of_trial(trial.results)
        # Reasons of withdrawals stand among the steps of the flow.
        assert [one for one in told if one[0] != "flow"] == [
            one for one in expected if one[0] != "flow"
        ]
        assert {one for one in expected if one[0] == "flow"} <= set(told)
        studies, leaves = studies + 1, leaves + len(expected)
        analyses += sum(one[0] == "analysis" for one in expected)
    assert studies >= 30
    assert leaves > 2_000
    assert analyses >= 50


def test_xml_keeps_analyses_and_serious_events(corpus: Path) -> None:
    records = gathered([corpus / "ctgov-xml" / "AllPublicXML-sample.zip"]).records
    held = [one.trial.results for one in records if one.trial.results]
    rows = [row for one in held for measure in one.measures for row in measure.analyses]
    assert len(rows) >= 10
    assert all(row.groups for row in rows)
    assert any(row.p_value and row.estimate and row.lower and row.upper for row in rows)
    for results in held:
        groups = {group.id for group in results.adverse_events}
        for event in results.serious_events:
            assert event.term
            assert not event.term.startswith("Total")
            assert {count.group for count in event.counts} <= groups


def test_results_go_through_json_unchanged(corpus: Path) -> None:
    study = next(one for one in with_results(corpus) if one.get("resultsSection"))
    trial: Trial = API.read(json.dumps(study).encode()).trial
    assert trial.results is not None
    assert decode(encode(trial)) == trial
