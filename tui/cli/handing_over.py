"""Commands that write files for others: export, and a search as CSV or NDJSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from catalog.model.own_sites import NOBODYS, Own
from catalog.model.recruitment import current_day
from tui.cli import failures, offers
from tui.cli.shared import NAME, catalogue_option, catalogue_path, json_text, own_of

if TYPE_CHECKING:
    from catalog.search.query import Query
    from catalog.search.results import Whole
    from handover.listing import Wanted
    from handover.source import Source
    from handover.writing import Out, Written

P = ParamSpec("P")
R = TypeVar("R")
ROWS = ("trials", "sites", "criteria", "sources")
_ASKED = f"{__name__}.asked"


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """What is asked of rows is kept beside the command's own parameters."""
    context.meta.setdefault(_ASKED, {})[parameter.name] = value


def _option(name: str, help_: str, **given: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    option: Callable[[Callable[P, R]], Callable[P, R]] = click.option(
        name, expose_value=False, callback=_keep, help=help_, **({"is_flag": True} | given)
    )
    return option


def written_options(function: Callable[P, R]) -> Callable[P, R]:
    """The options of whatever writes rows; `asked` has what was given."""
    for name, help_ in (
        ("--with-query", "With what was searched for in every row."),
        ("--contacts", "With names, telephones and addresses of people."),
    ):
        function = _option(name, help_)(function)
    columns = "Which columns, in this order (docs/columns.md)."
    function = _option(
        "--columns",
        columns,
        is_flag=False,
        default="",
        metavar="A,B,…",
        shell_complete=offers.columns,
    )(function)
    for form, help_ in reversed(_FORMS.items()):
        function = _option(f"--{form}", help_)(function)
    return function


_FORMS = {
    "csv": "All of it as CSV.",
    "excel": "All of it as CSV that a German Excel opens.",
    "ndjson": "All of it as NDJSON, a JSON object a line.",
}


def asked(rows: str = "trials", form: str | None = None) -> Wanted | None:
    """What is to be written, by the options; None where they name no form and none is given.

    Two forms, or a column that there is not, are wrong usage.
    """
    given = click.get_current_context().meta[_ASKED]
    forms = [each for each in _FORMS if given[each]]
    if len(forms) > 1:
        raise click.UsageError("--csv, --excel and --ndjson exclude each other")
    columns = tuple(filter(None, str(given["columns"]).split(",")))
    if not forms and form is None:
        if columns or given["contacts"] or given["with_query"]:
            raise click.UsageError(
                "--columns, --contacts and --with-query go with --csv or --ndjson"
            )
        return None
    from handover.columns import UnknownColumn
    from handover.listing import Wanted

    wanted = Wanted(
        (forms or [str(form)])[0], rows, columns, bool(given["contacts"]), bool(given["with_query"])
    )
    try:
        wanted.chosen()
    except UnknownColumn as error:
        raise click.UsageError(str(error)) from None
    return wanted


def write_found(
    given: Path | None,
    query: Query,
    wanted: Wanted,
    output: Path | None,
    limit: int | None,
    sort: str = "relevance",
) -> int:
    """Write everything that a query finds, and say how many rows there are."""
    from handover import listing
    from tui.settings.folders import synonyms_file

    source = _source(given, synonyms_file(), own_of(query, sort))
    found = source.find(query, sort)
    _tell(found)
    stamp = source.stamp(current_day(), str(query) if wanted.with_query else None)
    ids = found.ids[:limit]

    def write(out: Out) -> Written:
        return listing.write(out, source, ids, wanted, stamp)

    _put(output, write, lambda told: listing.counted(told.rows, wanted.rows))
    return failures.DONE if ids else failures.REFUSED


def _source(given: Path | None, synonyms: Path | None = None, own: Own = NOBODYS) -> Source:
    from handover.source import Source

    return Source(catalogue_path(given), synonyms, own)


def _tell(found: Whole) -> None:
    """By which corrections the trials were found: what is typed wrongly must not pass unseen."""
    for problem in found.problems:
        failures.say(problem)
    if found.corrections:
        failures.say("corrected: " + "; ".join(map(str, found.corrections)))


def _put(
    output: Path | None, write: Callable[[Out], Written], counted: Callable[[Written], str]
) -> None:
    """To standard output or to a file, whole or not at all; the count goes to standard error."""
    if output is None:
        told = write(sys.stdout)
        click.echo(counted(told), err=True)
    else:
        from handover.saving import replace

        told = replace(output, write)
        click.echo(f"saved: {output} ({counted(told)})", err=True)
    if told.cut:
        cells = "1 text was" if told.cut == 1 else f"{told.cut} texts were"
        failures.say(f"{cells} longer than a cell of Excel and cut: CSV and NDJSON have all of it")


@click.command()
@click.argument("words", nargs=-1, type=NAME, metavar="[QUERY]...", shell_complete=offers.query)
@click.option(
    "--rows",
    type=click.Choice(ROWS),
    default="trials",
    show_default=True,
    help="What a row is: a trial, a site, a criterion or a source record of the trials found.",
)
@written_options
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write this file."
)
@click.option(
    "--table",
    "table_name",
    metavar="NAME",
    shell_complete=offers.tables,
    help="All rows of a table (docs/schema.md).",
)
@click.option("--sql", metavar="SELECT", help="What a SELECT finds; the file is only read.")
@click.option(
    "--parquet",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Everything of these trials as Parquet, a folder a table, in a new folder.",
)
@click.option("--datasette", is_flag=True, help="The metadata.json with which datasette serves it.")
@catalogue_option
def export(
    words: tuple[str, ...],
    rows: str,
    output: Path | None,
    table_name: str | None,
    sql: str | None,
    parquet: Path | None,
    datasette: bool,
    catalog_path: Path | None,
) -> int:
    """Write all trials that QUERY finds (without one: all) for spreadsheets and programs."""
    wanted = asked(rows, "csv")
    assert wanted is not None
    if datasette:
        from handover.datasette import metadata

        told = json_text(metadata(catalogue_path(catalog_path)), indent=2) + "\n"
        if output is None:
            click.echo(told, nl=False)
        else:
            from handover.saving import replace

            replace(output, lambda out: out.write(told))
        return failures.DONE
    if parquet is not None and (output or table_name or sql or wanted.columns):
        raise click.UsageError("--parquet takes a query and --contacts, and nothing else")
    if table_name or sql:
        if words or wanted.columns or wanted.with_query or (table_name and sql):
            raise click.UsageError("--table and --sql take no query, no columns, nor each other")
        return _raw(catalog_path, wanted, output, table_name, sql or "")
    if parquet is not None:
        return _parquet(catalog_path, " ".join(words), wanted, parquet)
    from catalog.search.parser import parse

    return write_found(catalog_path, parse(" ".join(words)), wanted, output, None)


def _raw(
    given: Path | None, wanted: Wanted, output: Path | None, name: str | None, sql: str
) -> int:
    from handover.tables import NotUnderstood, found_by, table
    from handover.writing import FORMS

    source = _source(given)
    try:
        columns, found = (
            table(source, name, contacts=wanted.contacts) if name else found_by(source, sql)
        )
        _put(
            output,
            lambda out: FORMS[wanted.form][0](out, columns, found),
            lambda told: "1 row" if told.rows == 1 else f"{told.rows:,} rows",
        )
    except NotUnderstood as error:
        raise click.UsageError(str(error)) from None
    return failures.DONE


def _parquet(given: Path | None, typed: str, wanted: Wanted, folder: Path) -> int:
    """The datasets of a whole catalogue, or of the trials that a query finds."""
    from handover.listing import counted
    from tui.settings.folders import synonyms_file

    try:
        from handover import parquet
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        failures.say(
            "Parquet needs the Python package pyarrow, which is not installed here: install it, or"
            " trials[parquet]; --csv and --ndjson need nothing"
        )
        return failures.WRONG_USE
    source = _source(given, synonyms_file())
    ids: Callable[[], Iterable[str]] = source.everyone
    if typed:
        from catalog.search.parser import parse

        found = source.find(parse(typed))
        _tell(found)
        ids = partial(iter, sorted(found.ids))
    stamp = source.stamp(current_day(), typed if wanted.with_query else None)
    try:
        rows = parquet.write(folder, source, ids, stamp, contacts=wanted.contacts)
    except parquet.Taken as taken:
        raise click.UsageError(str(taken)) from None
    count = rows[parquet.LIST]
    click.echo(f"saved: {folder} ({counted(count)}, {len(rows)} datasets)", err=True)
    return failures.DONE if count else failures.REFUSED


COMMANDS = (export,)
