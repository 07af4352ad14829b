"""The command eligibility: criteria, split and understood."""

from __future__ import annotations

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
    standard_input,
)

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
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
    text, own = _trial_text(identifier, catalog_path) if identifier else (_read(raw_text), ())
    from catalog.eligibility.extraction import extract
    from tui.exports.paper import Paper

    criteria = extract(text, *own) if text else ()
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


def _trial_text(
    identifier: str, catalog_path: Path | None
) -> tuple[str | None, tuple[tuple[str, ...], ...]]:
    """The text of a trial, and what its record says it is about."""
    from catalog.eligibility.extraction import own_names

    with open_catalogue(catalog_path) as catalogue:
        trial = get_trial(catalogue, identifier).trial
    return (trial.eligibility.text if trial.eligibility else None), own_names(trial)


def _read(given: str | None) -> str:
    if given != "-":
        raise click.UsageError("--text and --lines take - for standard input")
    return standard_input().decode("utf-8", errors="replace")


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


COMMANDS = (eligibility,)
