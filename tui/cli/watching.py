"""`trials inbox` and `trials searches`: what changed since you looked, and the queries you keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog.model.recruitment import current_day
from catalog.model.text import clean
from tui.cli import failures, offers
from tui.cli.mine import own_file
from tui.cli.shared import NAME, as_json_option, catalogue_option, open_catalogue, print_json

if TYPE_CHECKING:
    from catalog.store.catalogue import Catalogue
    from personal.inbox.lines import Line
    from personal.inbox.whole import Inbox
    from personal.searches import Search
    from personal.store import Mine


def inbox_of(mine: Mine, catalogue: Catalogue) -> Inbox:
    """The inbox with the settings' own sites, as the app has it; raises MineError."""
    from personal.inbox.gather import gather
    from personal.inbox.tracked import on_lists, own_places
    from tui.settings import loading
    from tui.settings.folders import synonyms_file
    from tui.show.notes import own_countries

    chosen = loading.load()
    countries = own_countries(chosen.filters)
    places = own_places(catalogue, chosen.sites, chosen.own.names, countries)
    searcher = catalogue.searcher(synonyms_file(), chosen.own)
    return gather(mine, catalogue, searcher, on_lists(mine), places, current_day())


@click.command()
@click.option("--count", "only_count", is_flag=True, help="Only how many lines matter.")
@click.option("--read", "take_read", is_flag=True, help="Take all that is told as read.")
@as_json_option
@catalogue_option
def inbox(only_count: bool, take_read: bool, as_json: bool, catalog_path: Path | None) -> int:
    """What changed since you looked: on your lists, in your kept queries, at your sites.

    Exit code 0: nothing that matters; 1: something.
    """
    if only_count and take_read:
        raise click.UsageError("--read takes as read what is told, and --count tells nothing")
    mine = own_file()
    with open_catalogue(catalog_path) as catalogue:
        found = inbox_of(mine, catalogue)
    if only_count:
        print_json({"count": found.count}) if as_json else click.echo(str(found.count))
    elif as_json:
        print_json(_inbox_json(found))
    else:
        _print(found)
    if take_read:
        from personal.inbox.reading import read

        read(mine, (*found.lines, *found.rest), current_day())
    return failures.REFUSED if found.count else failures.DONE


def _print(found: Inbox) -> None:
    from tui.exports.paper import Paper
    from tui.show import news

    paper = Paper()
    since = news.since(found)
    paper.line(f"Inbox{f' since {news.day(since)}' if since else ''}: {news.counted(found)}")
    for line in (*found.lines, *found.rest):
        paper.line("")
        paper.line(f"{news.title(line)}  {' · '.join(line.where)}")
        for told in news.plainly(line):
            paper.line(told, 2)
    for problem in found.problems:
        failures.say(problem)


def _inbox_json(found: Inbox) -> dict[str, Any]:
    return {
        "count": found.count,
        "lines": [_line_json(each) for each in found.lines],
        "rest": [_line_json(each) for each in found.rest],
        "problems": list(found.problems),
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "harm": line.harm.name.lower(),
        "trials": [{"id": each.id, "title": each.title} for each in line.trials],
        "where": list(line.where),
        "since": line.since or None,
        "changes": [
            {"part": each.part, "before": each.before, "after": each.after} for each in line.changes
        ],
    }


# kept queries


@click.group(invoke_without_command=True)
@as_json_option
@catalogue_option
@click.pass_context
def searches(context: click.Context, as_json: bool, catalog_path: Path | None) -> int | None:
    """Your kept queries, with how many trials each finds and how many of those are new."""
    if context.invoked_subcommand is not None:
        return None
    from catalog.search.parser import parse
    from tui.settings import loading
    from tui.settings.folders import synonyms_file

    mine = own_file()
    with open_catalogue(catalog_path) as catalogue:
        kept = _kept(mine)
        searcher = catalogue.searcher(synonyms_file(), loading.load().own)
        counts = [searcher.everyone(parse(each.query), 0).total for each in kept]
        found = inbox_of(mine, catalogue) if kept else None
    told = [
        {"name": each.name, "query": each.query, "found": count, "new": _new(each, found)}
        for each, count in zip(kept, counts, strict=True)
    ]
    if as_json:
        return print_json(told)
    for row in told:
        new = f", {row['new']} new" if row["new"] else ""
        click.echo(clean(f"{row['name']}: {row['found']} found{new}  ({row['query']})"))
    if not told:
        failures.say("no query is kept yet; trials searches keep NAME QUERY keeps one")
    return failures.DONE


def _kept(mine: Mine) -> list[Search]:
    from personal.searches import searches as kept

    with mine.reading() as connection:
        return kept(connection)


def _new(search: Search, found: Inbox | None) -> int:
    from personal.inbox.whole import new_of

    return new_of(search.key, found)


@searches.command()
@click.argument("name", type=NAME)
@click.argument("words", metavar="QUERY", nargs=-1, required=True, type=NAME,
                shell_complete=offers.query)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Though the name looks like a person's.")
@as_json_option
@catalogue_option
def keep(
    name: str, words: tuple[str, ...], anyway: bool, as_json: bool, catalog_path: Path | None
) -> int:
    """Keep QUERY under NAME, instead of one that has it; what it finds now is not new."""
    from personal.inbox.asked import keep_query
    from personal.labels import cleaned, doubts
    from tui.settings import loading
    from tui.settings.folders import synonyms_file

    name, query = cleaned(name), " ".join(words)
    if not name:
        raise click.UsageError("a query needs a name")
    if (doubt := doubts(name)) and not anyway:
        failures.say(f"{name}: {doubt}; use another name (--anyway keeps it)")
        return failures.WRONG_USE
    mine = own_file()
    with open_catalogue(catalog_path) as catalogue:
        searcher = catalogue.searcher(synonyms_file(), loading.load().own)
        count = keep_query(mine, searcher, name, query, current_day())
    if as_json:
        return print_json({"name": name, "query": query, "found": count})
    click.echo(clean(f"Kept as {name}: {count} found"))
    return failures.DONE


@searches.command()
@click.argument("name", type=NAME)
@as_json_option
def forget(name: str, as_json: bool) -> int:
    """Keep the query of this NAME no more."""
    from personal.labels import cleaned
    from personal.searches import remove

    with own_file().writing() as connection:
        removed = remove(connection, cleaned(name))
    if as_json:
        print_json({"name": name, "forgotten": removed})
    elif removed:
        click.echo(clean(f"Forgotten: {name}"))
    if not removed:
        failures.say(f"no query is kept as {name}")
    return failures.DONE if removed else failures.REFUSED


COMMANDS = (inbox, searches)
