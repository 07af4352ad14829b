"""Commands that read trials: show, search, compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from catalog.model.numbers import GIVEN_UP, registry_number
from catalog.model.recruitment import current_day
from catalog.search.results import SORTS
from tui import commands
from tui.cli import failures, handing_over, offers
from tui.cli.shared import (
    NAME,
    as_json_option,
    catalogue_option,
    catalogue_path,
    get_trial,
    open_catalogue,
    own_of,
    plain_option,
    print_json,
    print_json_line,
)

if TYPE_CHECKING:
    from catalog.comparison.compare import Comparison
    from catalog.merging.merged import MergedTrial
    from catalog.search.results import Results
    from catalog.search.searcher import Searcher
    from tui.exports.render import Stamp


@click.command()
@click.argument("identifier", type=NAME, shell_complete=offers.trials)
@click.option(
    "--section",
    "tabs",
    multiple=True,
    type=click.Choice(commands.TOLD_TABS),
    help="Only this part of it, as the app's tab of that name; can be given several times.",
)
@as_json_option
@plain_option
@catalogue_option
def show(
    identifier: str,
    tabs: tuple[str, ...],
    as_json: bool,
    as_plain: bool,
    catalog_path: Path | None,
) -> int:
    """Show a trial, whole or in part, with the source of each value."""
    from tui.exports import trial_text
    from tui.exports.contract import part_of, trial_json
    from tui.exports.paper import Paper
    from tui.show.notes import given_up

    with open_catalogue(catalog_path) as catalogue:
        merged = get_trial(catalogue, identifier)
    if as_json:
        whole = trial_json(merged)
        return print_json(part_of(whole, trial_text.fields_of(tabs)) if tabs else whole)
    _, asked = registry_number(identifier) or ("", identifier)
    if any(each.kind in GIVEN_UP and each.value == asked for each in merged.trial.identifiers):
        failures.say(given_up(asked, merged.id))
    trial_text.show(merged, Paper(as_plain=as_plain), tabs=tabs or commands.TOLD_TABS)
    return failures.DONE


@click.command()
@click.argument("words", nargs=-1, type=NAME, shell_complete=offers.query)
@click.option(
    "--batch", is_flag=True, help="One query a line of standard input, one JSON line each."
)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    type=click.Choice(SORTS),
    help="What comes first; distance: from near: or your own place.",
)
@click.option("--exact", is_flag=True, help="Every word as it is typed.")
@click.option("--no-synonyms", is_flag=True, help="Without other names for what is typed.")
@click.option("--explain", is_flag=True, help="Say for each trial why it was found.")
@handing_over.written_options
@as_json_option
@plain_option
@catalogue_option
def search(
    words: tuple[str, ...],
    batch: bool,
    limit: int,
    sort: str,
    exact: bool,
    no_synonyms: bool,
    explain: bool,
    as_json: bool,
    as_plain: bool,
    catalog_path: Path | None,
) -> int:
    """Find trials, the best first. QUERY is words, "phrases" and field:value."""
    from catalog.search.parser import parse
    from tui.cli import hits_text
    from tui.exports.paper import Paper
    from tui.settings.folders import synonyms_file
    from tui.show.notes import told_beside

    if batch and words:
        raise click.UsageError("--batch reads its queries from standard input")
    query = parse(" ".join(words), exact=exact, synonyms=not no_synonyms)
    if wanted := handing_over.asked():
        if batch or as_json or as_plain:
            raise click.UsageError("--csv, --excel and --ndjson go with no other form")
        # All of them, unless somebody names a number.
        named = click.get_current_context().get_parameter_source("limit")
        most = None if named is ParameterSource.DEFAULT else limit
        return handing_over.write_found(catalog_path, query, wanted, None, most, sort)
    with open_catalogue(catalog_path) as catalogue:
        # What waits for lines lives long: a file that is written over would end it by SIGBUS.
        own = own_of(query, sort)
        searcher = catalogue.searcher(synonyms_file(), own)
    if batch:
        return _batch(searcher, limit, sort, exact, not no_synonyms)
    results = searcher.search(query, limit, sort=sort)
    # Why nothing was found stands where that is said; where that may be in a pipe, here as well.
    is_told = not (results.hits or as_json) and sys.stdout.isatty()
    for problem in (*(() if is_told else results.problems), *told_beside(results)):
        failures.say(problem)
    if as_json:
        print_json([hits_text.hit_json(hit) for hit in results.hits])
    else:
        if explain:
            results = _with_what_excludes(searcher, results)
        hits_text.print_results(results, Paper(as_plain=as_plain), explain=explain)
    return failures.DONE if results.hits else failures.REFUSED


def _with_what_excludes(searcher: Searcher, results: Results) -> Results:
    """With the sentences behind `exclusions: pd-1` among the reasons."""
    from msgspec.structs import replace

    told = (replace(hit, matched=hit.matched + searcher.excluding(hit)) for hit in results.hits)
    return replace(results, hits=tuple(told))


def _batch(searcher: Searcher, limit: int, sort: str, exact: bool, synonyms: bool) -> int:
    import time

    from catalog.search.parser import parse
    from tui.cli import hits_text

    for line in sys.stdin:
        typed = line.rstrip("\r\n")
        started = time.perf_counter()
        results = searcher.search(parse(typed, exact=exact, synonyms=synonyms), limit, sort=sort)
        print_json_line(
            {
                "query": typed,
                "seconds": round(time.perf_counter() - started, 6),
                "total": results.total,
                "problems": list(results.problems),
                "results": [hits_text.hit_json(hit) for hit in results.hits],
            }
        )
    return failures.DONE


_FORMATS = ("text", "markdown", "csv", "html", "json")


@click.command()
@click.argument("identifiers", nargs=-1, required=True, type=NAME, shell_complete=offers.trials)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="text: in columns; without it to a pipe: linear lines.",
)
@click.option("--only-differences", is_flag=True, help="Leave out rows in which all say the same.")
@click.option("--width", type=click.IntRange(40, 400), help="Columns of the text.")
@as_json_option
@plain_option
@catalogue_option
def compare(
    identifiers: tuple[str, ...],
    form: str | None,
    only_differences: bool,
    width: int | None,
    as_json: bool,
    as_plain: bool,
    catalog_path: Path | None,
) -> int:
    """Put two to four trials side by side, aligned by meaning."""
    from catalog.comparison.compare import NotComparable
    from catalog.comparison.compare import compare as compared
    from tui.exports.render import Stamp

    merged, missing, newest = _all(identifiers, catalog_path)
    today = current_day()
    try:
        comparison = compared(merged, today=today)
    except NotComparable as error:
        if missing:
            failures.say(f"nothing is left to compare: {error.reason}")
            return failures.REFUSED
        raise click.UsageError(error.reason) from None
    if only_differences:
        comparison = comparison.only_differences()
    path = catalogue_path(catalog_path)
    stamp = Stamp(made=today, catalogue=path.name, newest=newest)
    click.echo(_rendered(comparison, stamp, "json" if as_json else form, width, as_plain))
    return failures.REFUSED if missing else failures.DONE


def _rendered(
    comparison: Comparison, stamp: Stamp, form: str | None, width: int | None, as_plain: bool
) -> str:
    """Linear lines where they are wanted, or where nothing else is and nobody sees columns."""
    from tui.exports.plain import plain
    from tui.exports.render import render

    unseen = form is None and width is None and not sys.stdout.isatty()
    if unseen or (as_plain and form in (None, "text")):
        return plain(comparison, stamp)
    return render(comparison, stamp, form or "text", width=_width(width))


def _all(identifiers: tuple[str, ...], given: Path | None) -> tuple[list[MergedTrial], int, str]:
    """The trials, how many are not there, and the date of the catalogue's newest source.

    One, five or a repeated number is wrong usage.
    """
    from catalog.comparison.compare import NotComparable, check
    from catalog.model.errors import UnknownTrial

    found: list[MergedTrial] = []
    missing = 0
    with open_catalogue(given) as catalogue:
        newest = catalogue.newest_source() or ""
        for identifier in identifiers:
            try:
                found.append(get_trial(catalogue, identifier))
            except UnknownTrial as unknown:
                failures.say(unknown.reason)
                missing += 1
    try:
        check([*(trial.id for trial in found), *("?" * n for n in range(1, missing + 1))])
    except NotComparable as error:
        raise click.UsageError(error.reason) from None
    return found, missing, newest


def _width(given: int | None) -> int | None:
    from tui.terminal import size

    if given is not None or not sys.stdout.isatty():
        return given
    return max(40, size.of_streams()[0])


COMMANDS = (show, search, compare)
