"""How well criteria are understood, and how fast: `python -m benchmarks.eligibility`.

Scores splitting, topics, constraints and screening on the gold beside the checkout: all lines, the
part whose errors were looked at while the rules were written, and the part kept aside (a third of
the trials, chosen by a hash of their number), of which only the score was ever looked at. Then
trials per second over real records. `--errors N` prints errors of the tuned part, and `--no-speed`
leaves the timing out, `--misreadings` counts names read in a wrong sense (`misreadings.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import resource
import runpy
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import misreadings
from catalog.eligibility.criterion import Constraint
from catalog.eligibility.extraction import criterion_of, extract, understand
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import screen
from catalog.eligibility.splitting.splitter import split

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
CORPUS = BENCH.parent / "corpus"
Row = dict[str, object]
Score = Callable[..., tuple[dict[str, object], list[tuple[object, ...]]]]
Keep = Callable[[Row], bool]
_SAID = {"met": "ok", "not met": "fails", "unknown": "unknown"}


def kept_aside(row: Row) -> bool:
    """Whether a line belongs to the third of trials whose errors nobody looked at."""
    return int(hashlib.sha256(str(row["trial"]).encode()).hexdigest(), 16) % 3 == 0


PARTS: dict[str, Keep] = {
    "all": lambda row: True,
    "tuned": lambda row: not kept_aside(row),
    "kept aside": kept_aside,
}


def rows(name: str) -> list[Row]:
    """Lines of a gold file."""
    return [json.loads(line) for line in (BENCH / name).read_text("utf-8").splitlines() if line]


def constraint_row(each: Constraint) -> Row:
    """A constraint as the scorer expects it."""
    return {
        "variable": each.variable,
        "op": each.op,
        "norm_value": list(each.norm_value)
        if isinstance(each.norm_value, tuple)
        else each.norm_value,
        "norm_unit": each.norm_unit,
        "any_of": each.any_of,
        "when": each.when,
        "window": {"days": each.window.days} if each.window else None,
        "anchor": each.anchor,
    }


def understood(line: Row) -> tuple[tuple[str, ...], tuple[Constraint, ...]]:
    """Topics and constraints of a gold line."""
    parent = line.get("parent_text")
    return understand(
        str(line["kind"]),
        str(line["text"]),
        str(line.get("section") or ""),
        str(parent) if parent else None,
    )


def predicted_lines(gold: Iterable[Row]) -> Iterator[Row]:
    """Topics and constraints of each gold line."""
    for line in gold:
        about, limits = understood(line)
        yield {
            "id": line["id"],
            "topics": list(about),
            "constraints": [constraint_row(limit) for limit in limits],
        }


def predicted_split(gold: Iterable[Row]) -> Iterator[Row]:
    """Items of each gold text."""
    for trial in gold:
        items = split(str(trial["raw"]))
        yield {
            "trial": trial["trial"],
            "criteria": [
                {"kind": i.kind, "text": i.text, "parent": i.parent, "section": i.section}
                for i in items
            ],
        }


def predicted_verdicts(
    gold: Iterable[Row], file: str = "screening-patients-dev.json"
) -> Iterator[Row]:
    """A verdict for each gold row."""
    told = json.loads((BENCH / file).read_text("utf-8"))
    patients = {
        patient["id"]: Patient.from_json({k: v for k, v in patient.items() if k != "what"})
        for patient in told
    }
    for line in gold:
        parent = line.get("parent_text")
        criterion = criterion_of(
            str(line["kind"]),
            str(line["text"]),
            str(line.get("section") or ""),
            str(parent) if parent else None,
        )
        verdict = screen([criterion], patients[str(line["patient"])])[0].verdict
        yield {"patient": line["patient"], "id": line["id"], "verdict": _SAID[verdict]}


SETS: dict[str, tuple[str, str, Callable[[Iterable[Row]], Iterator[Row]]]] = {
    "lines": ("eligibility-dev.jsonl", "score_lines", predicted_lines),
    "split": ("splitting-dev.jsonl", "score_split", predicted_split),
    "screen": ("screening-dev.jsonl", "score_screen", predicted_verdicts),
}
# What is shown of each result, and the goal.
FIGURES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("split", "splitting F1", ("split", "F1"), "0.95"),
    ("lines", "topic F1", ("topic", "F1"), "0.90"),
    ("lines", "topic precision", ("topic", "P"), ""),
    ("lines", "topic recall", ("topic", "R"), ""),
    ("lines", "primary topic", ("topic_primary_accuracy",), "0.94"),
    ("lines", "constraint F1", ("constraint", "F1"), "0.93"),
    ("lines", "  with when, any_of", ("constraint_with_when_and_any_of", "F1"), "0.88"),
    ("screen", "screening accuracy", ("accuracy",), "0.97"),
    ("screen", "  wrong way round", ("wrong_way_round",), "0"),
    ("screen", "  claimed but unknown", ("claimed_but_unknown",), ""),
)


# On trials that no rule was written for: file, scorer, predictions, patients, what is shown.
FRESH: tuple[tuple[str, str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("eligibility-dev2.jsonl", "score_lines", "lines", (
        ("constraint F1", ("constraint", "F1")),
        ("with when, any_of, all_of", ("constraint_with_when_and_any_of", "F1")),
        ("topic F1, strict", ("topic", "F1")),
    )),
    ("lct-limits-dev.jsonl", "score_lct", "lines", (
        ("numbers found, lenient", ("found", "lenient")),
        ("claims in the gold, lenient", ("claims_in_gold", "lenient")),
    )),
    ("screening-dev2.jsonl", "score_screen", "screen", (
        ("met: said, right", ("decided", "ok", "share_right")),
        ("met: found", ("by_verdict", "ok", "R")),
        ("not met: said, right", ("decided", "fails", "share_right")),
        ("not met: found", ("by_verdict", "fails", "R")),
        ("wrong way round", ("wrong_way_round",)),
    )),
)  # fmt: skip


def fresh() -> None:
    """The figures on trials that no rule was written for."""
    scorer = runpy.run_path(str(BENCH / "score_eligibility.py"))
    for file, function, kind, figures in FRESH:
        gold = rows(file)
        predicted = (
            list(predicted_lines(gold))
            if kind == "lines"
            else list(predicted_verdicts(gold, "screening-patients-dev2.json"))
        )
        result = scorer[function](gold, predicted, 0)[0]
        print(f"{file}: {len(gold)} rows")
        for label, path in figures:
            print(f"  {label:32}{figure(result, path):>8}")


def results(errors: int = 0) -> dict[str, dict[str, dict[str, object]]]:
    """The scorer's answer by part and set."""
    scorer = runpy.run_path(str(BENCH / "score_eligibility.py"))
    told: dict[str, dict[str, dict[str, object]]] = {}
    for name, (file, function, predict) in SETS.items():
        gold = rows(file)
        predictions = list(predict(gold))
        score: Score = scorer[function]
        for part, keep in PARTS.items():
            mine = [line for line in gold if keep(line)]
            wanted = errors if part == "tuned" else 0
            told.setdefault(part, {})[name], wrong = score(mine, predictions, wanted)
            told[part][name]["lines"] = len(mine)
            for error in wrong:
                print(*error, sep=" | ")
    return told


def figure(result: dict[str, object], path: tuple[str, ...]) -> str:
    """One figure of a result."""
    value: object = result
    for step in path:
        value = value[step] if isinstance(value, dict) else None
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def table(told: dict[str, dict[str, dict[str, object]]]) -> None:
    """The figures side by side."""
    print(f"{'':24}" + "".join(f"{part:>12}" for part in PARTS) + f"{'goal':>8}")
    for name in SETS:
        counts = "".join(f"{told[part][name]['lines']!s:>12}" for part in PARTS)
        print(f"{name + ': gold rows':24}{counts}")
    for name, label, path, goal in FIGURES:
        values = "".join(f"{figure(told[part][name], path):>12}" for part in PARTS)
        print(f"{label:24}{values}{goal:>8}")


def texts() -> list[str]:
    """Eligibility texts of real records, newer and older, in their own lines."""
    found = []
    with gzip.open(CORPUS / "ctgov-json" / "studies.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            module = json.loads(line)["protocolSection"].get("eligibilityModule", {})
            found.append(module.get("eligibilityCriteria", ""))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    with zipfile.ZipFile(CORPUS / "ctgov-xml" / "AllPublicXML-sample.zip") as files:
        for name in files.namelist():
            if name.endswith(".xml"):
                root = etree.fromstring(files.read(name), parser)
                if root is not None:
                    found.append(root.findtext("eligibility/criteria/textblock") or "")
    return [text for text in found if text]


def speed(seconds: float = 12.0) -> None:
    """Trials per second on one core, and memory after a first and a last part."""
    every = texts()
    for text in every[:50]:
        extract(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, count, size = time.process_time(), 0, 0
    while (spent := time.process_time() - start) < seconds and count < len(every):
        extract(every[count])
        size += len(every[count])
        count += 1
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"speed: {count / spent:.0f} trials/s on one core ({count} texts of {size / count:.0f}"
        f" letters; goal 300); memory {before / 1024:.0f} MB before, {after / 1024:.0f} MB after"
    )


def main() -> int:
    """The table and the timing."""
    if not BENCH.is_dir() or not CORPUS.is_dir():
        print("the gold does not lie beside the checkout: nothing to measure")
        return 0
    asked = sys.argv[1:]
    table(results(int(asked[asked.index("--errors") + 1]) if "--errors" in asked else 0))
    fresh()
    if "--no-speed" not in asked:
        speed()
    if "--misreadings" in asked:
        misreadings.main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
