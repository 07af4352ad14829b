"""The command screen: a patient's values against a trial, or against all that a query finds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog.eligibility.screening import MOST
from tui.cli import failures, offers
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    catalogue_path,
    counted,
    get_trial,
    open_catalogue,
    print_json,
    standard_input,
)

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.eligibility.screening.patient import Patient
    from catalog.eligibility.screening.standing import Standing
    from catalog.eligibility.screening.verdicts import Verdict
    from catalog.search.searcher import Hit
    from catalog.store.stored_limits import LimitsReader


@click.command()
@click.argument("identifier", required=False, type=NAME, shell_complete=offers.trials)
@click.option(
    "--patient",
    "patient_file",
    shell_complete=offers.files,
    help="JSON file of values; - for standard input.",
)
@click.option("--find", "words", type=NAME, help=f"Judge the first {MOST} trials of a query.")
@click.option("--ask", is_flag=True, help="The values that would decide most.")
@click.option("--keys", is_flag=True, help="The names and units of all values.")
@as_json_option
@catalogue_option
def screen(
    identifier: str | None,
    patient_file: str | None,
    words: str | None,
    ask: bool,
    keys: bool,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Hold a patient's values against criteria. Nothing of the patient is kept."""
    if keys:
        return _print_keys(as_json)
    if identifier is not None and words is not None:
        raise click.UsageError("give a trial's number or --find, not both")
    if patient_file is None and not ask:
        raise click.UsageError("give the values of a patient: --patient FILE")
    if words is not None or ask:
        return _of_many(identifier, words or "", patient_file, ask, as_json, catalog_path)
    if identifier is None or patient_file is None:
        raise click.UsageError("give a trial's number, or --find QUERY")
    from catalog.eligibility.screening.verdicts import screen as screened

    with open_catalogue(catalog_path) as catalogue:
        merged = get_trial(catalogue, identifier)
        criteria = catalogue.criteria(merged.id)
    verdicts = screened(criteria, _patient(patient_file))
    if as_json:
        return print_json({"trial": merged.id, "verdicts": [_json(v, criteria) for v in verdicts]})
    _print_verdicts(merged.id, verdicts, criteria)
    return failures.DONE


# the names of values


def _print_keys(as_json: bool) -> int:
    from catalog.eligibility.screening.askable import everything

    known = [_key(each.variable) for each in everything()]
    if as_json:
        return print_json({"keys": known})
    for each in known:
        units = each["units"]
        units = ", ".join(units) if isinstance(units, list) else ""
        click.echo(f"{each['key']:28}{each['label']}{f'  ({units})' if units else ''}")
    return failures.DONE


def _key(variable: str) -> dict[str, object]:
    """How a value is called in a patient file: `labs.crcl`, `flags.hiv`, `age`."""
    from catalog.eligibility.screening.answers import key_of
    from catalog.eligibility.screening.askable import asked_of

    one = asked_of(variable)
    assert one is not None
    takes = list(one.units) or one.takes.split()
    return {"key": key_of(variable), "label": one.label, "kind": one.kind, "units": takes}


# many trials


def _of_many(
    identifier: str | None,
    words: str,
    patient_file: str | None,
    ask: bool,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    from catalog.eligibility.screening.patient import Patient
    from catalog.eligibility.screening.standing import asked, standing
    from catalog.search.parser import parse
    from catalog.store.stored_limits import LimitsReader
    from tui.settings.folders import synonyms_file

    patient = _patient(patient_file) if patient_file is not None else Patient()
    path = catalogue_path(catalog_path)
    with open_catalogue(catalog_path) as catalogue:
        name = get_trial(catalogue, identifier).id if identifier is not None else ""
        query = parse(f"id:{name}" if name else words)
        searcher = catalogue.searcher(synonyms_file())
        found = searcher.search(query, MOST)
    for problem in found.problems:
        failures.say(problem)
    reader = LimitsReader(path)
    if not reader.is_stored:
        failures.say("the criteria are read anew, which takes longer: run trials reindex")
    limits = reader.of([hit.key for hit in found.hits])
    standings = {
        key: standing(one.criteria, one.others, one.entry, patient) for key, one in limits.items()
    }
    if ask:
        return _print_asked(asked(standings.values()), len(standings), as_json)
    hits = [hit for hit in found.hits if hit.key in standings]
    order = {group: place for place, group in enumerate(_groups())}
    hits.sort(key=lambda hit: order[standings[hit.key].group])
    if as_json:
        told = [_trial_json(hit, standings[hit.key], reader) for hit in hits]
        return print_json({"found": found.total, "judged": len(hits), "trials": told})
    _print_groups(hits, standings, reader, found.total)
    return failures.DONE


def _groups() -> list[object]:
    from catalog.eligibility.screening.standing import Group

    return list(Group)


def _trial_json(hit: Hit, known: Standing, reader: LimitsReader) -> dict[str, object]:
    def quoted(places: tuple[int, ...]) -> list[dict[str, object]]:
        return [{"criterion": n, "text": reader.sentence(hit.key, n)} for n in places]

    return {
        "trial": hit.id,
        "title": hit.title,
        "group": known.group.value,
        "excluded_by": quoted(known.excluded_by),
        "excluded_by_field": known.field or None,
        "look_first": quoted(known.look_first),
        "ask": [_key(each.variable)["key"] for each in known.asks],
        "fits": known.fits,
        "open": known.open,
        "to_read": known.to_read,
    }


def _print_groups(
    hits: list[Hit], standings: dict[int, Standing], reader: LimitsReader, total: int
) -> None:
    from catalog.eligibility.screening.standing_told import told
    from tui.exports.paper import Paper

    paper = Paper()
    counts = Counter(standings[hit.key].group for hit in hits)
    group = None
    for hit in hits:
        known = standings[hit.key]
        if known.group is not group:
            group = known.group
            paper.heading(f"{group.value}: {counts[group]}")
        paper.line(f"{hit.id}  {hit.title or '(no title in any source)'}")
        places = (*known.excluded_by, *known.look_first)
        words = reader.sentence(hit.key, places[0]) if places else ""
        paper.line(told(known, words), 4)
    more = f" of {total:,}, the first {MOST:,}" if total > len(hits) else ""
    paper.line(f"{counted(len(hits), 'trial')} judged{more}.")
    paper.line("A reading aid: the registry record and the physician decide.")


def _print_asked(names: tuple[tuple[str, int], ...], trials: int, as_json: bool) -> int:
    asks = [_key(name) | {"trials": count} for name, count in names]
    if as_json:
        return print_json({"judged": trials, "ask": asks})
    from tui.exports.paper import Paper

    paper = Paper()
    for each in asks:
        paper.line(f"{each['key']}: {each['label']}, asked by {each['trials']} of {trials} trials")
    if not asks:
        paper.line("No value would decide more.")
    return failures.DONE


# the patient file


def _patient(name: str) -> Patient:
    import json

    from catalog.eligibility.screening.patient import BadPatient, Patient
    from catalog.eligibility.screening.sound import sound

    try:
        data = standard_input() if name == "-" else _values_of(name)
        told = json.loads(
            data,
            parse_float=_finite,
            parse_int=_finite,
            parse_constant=_no_number,
            object_pairs_hook=_each_once,
        )
        return sound(Patient.from_json(told))
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


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name stands twice: nobody knows which of two ages is meant."""
    from catalog.eligibility.screening.patient import BadPatient

    if len({name for name, _ in pairs}) < len(pairs):
        raise BadPatient("a name stands twice in the patient file: which value is meant?")
    return dict(pairs)


def _no_number(written: str) -> float:
    raise ValueError(written)


def _json(verdict: Verdict, criteria: tuple[Criterion, ...]) -> dict[str, object]:
    return {
        "criterion": verdict.criterion,
        "kind": verdict.kind,
        "section": criteria[verdict.criterion].section,
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
        criterion = criteria[verdict.criterion]
        under = f"[{criterion.section}] " if criterion.section else ""
        paper.line(f"{said}: {under}{criterion.text}")
        paper.line("; ".join(verdict.decided), 4)
    counts = {
        word: sum(v.verdict == word for v in verdicts) for word in ("met", "not met", "unknown")
    }
    paper.heading(", ".join(f"{count} {word}" for word, count in counts.items()))
    paper.line("A reading aid: the registry record and the physician decide.")


COMMANDS = (screen,)
