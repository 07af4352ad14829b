"""Commands that make pages to print: board page, handout and call sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from catalog.model.recruitment import current_day
from tui.cli import failures, offers
from tui.cli.shared import NAME, catalogue_option, catalogue_path, get_trial, open_catalogue

if TYPE_CHECKING:
    from handover.pages.sheets import Made
    from handover.pages.subject import Subject

    Maker = Callable[[list[Subject], Made], str]

P = ParamSpec("P")
R = TypeVar("R")
_NUMBERS = click.argument("identifiers", nargs=-1, type=NAME, shell_complete=offers.trials)


def _options(function: Callable[P, R]) -> Callable[P, R]:
    for option in (
        catalogue_option,
        click.option(
            "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help="Write this file; one whose name ends in .html as HTML.",
        ),
        click.option("--html", "as_html", is_flag=True, help="HTML that prints on A4, not text."),
        click.option("--near", metavar="PLACE", help="Count from this town or postcode, or own."),
    ):  # fmt: skip
        function = option(function)
    return function


_LIST = click.option(
    "--list", "label", metavar="LIST", help="The trials of a list or case of yours."
)


@click.command()
@_NUMBERS
@_LIST
@_options
def board(
    identifiers: tuple[str, ...],
    label: str | None,
    near: str | None,
    as_html: bool,
    output: Path | None,
    catalog_path: Path | None,
) -> int:
    """A page for the tumour board: twelve lines a trial, four trials a page."""
    from handover.pages import board as sheet

    chosen = _chosen(identifiers, label)
    return _make(chosen, near, (sheet.text, sheet.page), as_html, output, catalog_path)


@click.command()
@_NUMBERS
@_LIST
@_options
def callsheet(
    identifiers: tuple[str, ...],
    label: str | None,
    near: str | None,
    as_html: bool,
    output: Path | None,
    catalog_path: Path | None,
) -> int:
    """The sites to call, the nearest first, with telephone and what to ask."""
    from handover.pages import calls as sheet

    chosen = _chosen(identifiers, label)
    return _make(chosen, near, (sheet.text, sheet.page), as_html, output, catalog_path)


@click.command()
@click.argument("identifier", type=NAME, shell_complete=offers.trials)
@click.option(
    "--language", type=click.Choice(("en", "de")), default="en", show_default=True,
    help="Of the fixed sentences; what the register says stays as it is.",
)  # fmt: skip
@_options
def handout(
    identifier: str,
    language: str,
    near: str | None,
    as_html: bool,
    output: Path | None,
    catalog_path: Path | None,
) -> int:
    """A sheet about one trial for a patient, in large print."""
    from handover.pages import handout as sheet

    def made(make: Callable[[Subject, Made, str], str]) -> Maker:
        return lambda subjects, made: make(subjects[0], made, language)

    both = (made(sheet.text), made(sheet.page))
    return _make((identifier,), near, both, as_html, output, catalog_path)


def _chosen(identifiers: tuple[str, ...], label: str | None) -> tuple[str, ...]:
    """The numbers given, or those of a list; of a case those that are still open."""
    if bool(identifiers) == bool(label):
        raise click.UsageError("name trials by their numbers, or a list with --list")
    from handover.pages.sheets import MOST

    if label:
        from personal.events import OVER
        from personal.lists import state
        from tui.cli.lists import listed_as
        from tui.cli.mine import own_file

        entries = listed_as(state(own_file()), label).entries
        identifiers = tuple(each.trial for each in entries if each.state not in OVER)
        if left := len(entries) - len(identifiers):
            failures.say(f"left out: {left} that were rejected, enrolled or declined")
        if not identifiers:
            raise click.UsageError("no trial of this list is open")
    if len(identifiers) > MOST:
        raise click.UsageError(f"at most {MOST} trials, not {len(identifiers)}")
    return tuple(dict.fromkeys(identifiers))


def _make(
    identifiers: Sequence[str],
    near: str | None,
    makers: tuple[Maker, Maker],
    as_html: bool,
    output: Path | None,
    given: Path | None,
) -> int:
    """Make the page of the trials that are there; the others are told."""
    from catalog.model.errors import UnknownTrial
    from catalog.places.origin import Unknown
    from handover.pages.sheets import Made
    from handover.pages.subject import subject

    subjects, missing = [], 0
    day = current_day()
    with open_catalogue(given) as catalogue:
        places = catalogue.places(_own(near))
        if near is not None:
            try:
                origin = places.origins.find(near)
            except Unknown:
                told = f"{near!r} is no place that is known: name a town, a postcode, or own"
                raise click.UsageError(told) from None
            if origin.others:
                failures.say(f"counted from {origin.label}, not {', '.join(origin.others)}")
        for identifier in identifiers:
            try:
                merged = get_trial(catalogue, identifier)
            except UnknownTrial as unknown:
                failures.say(unknown.reason)
                missing += 1
                continue
            far = places.distances(near, merged.trial) if near else None
            subjects.append(subject(catalogue, merged, day, far))
        made = Made(day, catalogue_path(given).name, catalogue.newest_source())
    if not subjects:
        return failures.REFUSED
    is_html = as_html or (output is not None and output.suffix.lower() in (".html", ".htm"))
    told = makers[is_html](subjects, made)
    if output is None:
        click.echo(told, nl=False)
    else:
        from handover.saving import replace

        replace(output, lambda out: out.write(told), 0o600)
        click.echo(f"saved: {output}", err=True)
    return failures.REFUSED if missing else failures.DONE


def _own(near: str | None) -> tuple[str, ...]:
    """The user's own town and sites, where they are asked for; scripts need no settings."""
    if near is None or near.casefold() != "own":
        return ()
    from tui.settings import loading

    return loading.load().own.names


COMMANDS = (board, handout, callsheet)
