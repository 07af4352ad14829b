"""Commands on eligibility: eligibility, screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from tui.cli import failures, offers
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    get_trial,
    open_catalogue,
    plain_option,
    print_json,
    print_json_line,
)

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.eligibility.screening.patient import Patient
    from catalog.eligibility.screening.verdicts import Verdict
    from tui.exports.paper import Paper


@click.command()
@click.argument("identifier", required=False, type=NAME, shell_complete=offers.trials)
@click.option("--text", "raw_text", metavar="-", help="Read a raw text from standard input (-).")
@click.option(
    "--lines", "lines", metavar="-", help="Read split lines, JSON, from standard input (-)."
)
@as_json_option
@plain_option
@catalogue_option
def eligibility(
    identifier: str | None,
    raw_text: str | None,
    lines: str | None,
    as_json: bool,
    as_plain: bool,
    catalog_path: Path | None,
) -> int:
    """Criteria, split and understood: of a trial, a text or lines."""
    if sum(given is not None for given in (identifier, raw_text, lines)) != 1:
        raise click.UsageError("give a trial's number, or --text -, or --lines -")
    if lines is not None:
        return _lines(lines)
    text, about = _trial_text(identifier, catalog_path) if identifier else (_read(raw_text), ())
    from catalog.eligibility.extraction import extract
    from tui.exports.paper import Paper

    criteria = extract(text, about) if text else ()
    if as_json:
        print_json({"criteria": [criterion_json(each) for each in criteria]})
    elif criteria:
        _print(criteria, text or "", Paper(as_plain=as_plain))
    else:
        click.echo("No eligibility text: no source of this trial carries one, or it is empty.")
    return failures.DONE


def criterion_json(criterion: Criterion) -> dict[str, object]:
    """A criterion as the contract promises it."""
    shown = msgspec.to_builtins(criterion)
    assert isinstance(shown, dict)
    return shown


def _trial_text(identifier: str, catalog_path: Path | None) -> tuple[str | None, tuple[str, ...]]:
    """The text of a trial, and what its record says it is about."""
    from catalog.eligibility.extraction import own_names

    with open_catalogue(catalog_path) as catalogue:
        trial = get_trial(catalogue, identifier).trial
    return (trial.eligibility.text if trial.eligibility else None), own_names(trial)


def _read(given: str | None) -> str:
    if given != "-":
        raise click.UsageError("--text and --lines take - for standard input")
    return _standard_input().decode("utf-8", errors="replace")


_MOST_TYPED = 1 << 28
"""Bytes of standard input; a whole file of criteria has a tenth of it."""


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(_MOST_TYPED + 1)
    if len(data) > _MOST_TYPED:
        raise click.UsageError(f"more than {_MOST_TYPED >> 20} MiB of standard input")
    return data


def _lines(given: str) -> int:
    """One JSON object a line in, one out; a line that cannot be read is said and skipped."""
    import json

    from catalog.eligibility.extraction import understand

    refused = 0
    for number, line in enumerate(_read(given).splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            topics, constraints = understand(
                str(said["kind"]),
                str(said["text"]),
                str(said.get("section") or ""),
                said.get("parent_text"),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            failures.say(f"line {number} is no JSON object with kind and text")
            refused += 1
            continue
        limits = msgspec.to_builtins(constraints)
        print_json_line({"id": said.get("id"), "topics": list(topics), "constraints": limits})
    return failures.REFUSED if refused else failures.DONE


def _print(criteria: tuple[Criterion, ...], text: str, paper: Paper) -> None:
    from catalog.eligibility.vocabulary.wording import checklist

    for line in checklist(criteria):
        paper.line(line.strip(), len(line) - len(line.lstrip()))
    paper.heading("The text as the source has it")
    paper.line(text)


@click.command()
@click.argument("identifier", type=NAME, shell_complete=offers.trials)
@click.option(
    "--patient",
    "patient_file",
    required=True,
    shell_complete=offers.files,
    help="JSON file of values; - for standard input.",
)
@as_json_option
@catalogue_option
def screen(identifier: str, patient_file: str, as_json: bool, catalog_path: Path | None) -> int:
    """Hold a patient's values against a trial's criteria. Nothing of the patient is kept."""
    from catalog.eligibility.screening.verdicts import screen as screened

    with open_catalogue(catalog_path) as catalogue:
        merged = get_trial(catalogue, identifier)
        criteria = catalogue.criteria(merged.id)
    verdicts = screened(criteria, _patient(patient_file))
    if as_json:
        return print_json({"trial": merged.id, "verdicts": [_json(v, criteria) for v in verdicts]})
    _print_verdicts(merged.id, verdicts, criteria)
    return failures.DONE


def _patient(name: str) -> Patient:
    import json

    from catalog.eligibility.screening.patient import BadPatient, Patient

    try:
        data = _standard_input() if name == "-" else _values_of(name)
        told = json.loads(data, parse_float=_finite, parse_int=_finite, parse_constant=_no_number)
        return Patient.from_json(told)
    except OSError as error:
        raise click.UsageError(f"the patient file cannot be read ({error.strerror})") from None
    except BadPatient as error:
        raise click.UsageError(str(error)) from None
    except (ValueError, RecursionError):
        raise click.UsageError("the patient file is no JSON") from None


_MOST_VALUES = 1 << 20


def _values_of(name: str) -> bytes:
    """A patient's file: a small one, and no device."""
    with Path(name).open("rb") as file:
        data = file.read(_MOST_VALUES + 1)
    if data is None or len(data) > _MOST_VALUES:
        raise click.UsageError("the patient file is too large")
    return data


def _finite(written: str) -> int | float:
    """A number that can be reckoned with; raises ValueError for any other."""
    value = float(written)
    if value - value:
        raise ValueError(written)
    return int(written) if written.lstrip("-").isdigit() else value


def _no_number(written: str) -> float:
    raise ValueError(written)


def _json(verdict: Verdict, criteria: tuple[Criterion, ...]) -> dict[str, object]:
    return {
        "criterion": verdict.criterion,
        "kind": verdict.kind,
        "text": criteria[verdict.criterion].text,
        "verdict": verdict.verdict,
        "decided": list(verdict.decided),
    }


_SAID = {
    ("inclusion", "met"): "met",
    ("inclusion", "not met"): "NOT MET",
    ("exclusion", "met"): "does not exclude",
    ("exclusion", "not met"): "EXCLUDES",
}


def _print_verdicts(
    trial: str, verdicts: tuple[Verdict, ...], criteria: tuple[Criterion, ...]
) -> None:
    from tui.exports.paper import Paper

    paper = Paper()
    if not verdicts:
        paper.line(f"{trial}: no source carries an eligibility text; nothing can be said.")
        return
    for verdict in verdicts:
        said = _SAID.get((verdict.kind, verdict.verdict), "unknown")
        paper.line(f"{said}: {criteria[verdict.criterion].text}")
        paper.line("; ".join(verdict.decided), 4)
    counts = {
        word: sum(v.verdict == word for v in verdicts) for word in ("met", "not met", "unknown")
    }
    paper.heading(", ".join(f"{count} {word}" for word, count in counts.items()))
    paper.line("A reading aid: the registry record and the physician decide.")


COMMANDS = (eligibility, screen)
