"""What several commands share: options, opening the catalogue, printing JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from catalog.model.own_sites import NOBODYS, Own
from catalog.model.text import visible
from tui.cli import failures
from tui.cli.failures import DONE

if TYPE_CHECKING:
    from catalog.merging.merged import MergedTrial
    from catalog.search.query import Query
    from catalog.store.catalogue import Catalogue

P = ParamSpec("P")
R = TypeVar("R")


def _one_form(context: click.Context, parameter: click.Parameter, value: bool) -> bool:
    other = "as_plain" if parameter.name == "as_json" else "as_json"
    if value and context.params.get(other):  # which is read first is up to the user
        raise click.UsageError("--plain and --json exclude each other")
    return value


as_json_option = click.option(
    "--json", "as_json", is_flag=True, callback=_one_form, help="Machine-readable output."
)
plain_option = click.option(
    "--plain",
    "as_plain",
    is_flag=True,
    callback=_one_form,
    help="Linear, labelled lines on a terminal too, as they are to a pipe.",
)


class Name(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A number or a query as it is typed: bytes that are no text are signs of their own in it."""

    name = "text"

    def convert(self, value: str, param: object, ctx: object) -> str:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


NAME = Name()


def catalogue_option(function: Callable[P, R]) -> Callable[P, R]:
    """`--catalog FILE`, before or after the command."""
    return click.option(
        "--catalog",
        "catalog_path",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The catalogue file (else TRIALS_CATALOG, else the default place).",
    )(function)


def counted(number: int, noun: str) -> str:
    """`1 record`, `7957 records`: without marks between thousands, as scripts read them."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def catalogue_path(given: Path | None) -> Path:
    """The file named after the command, else before it, else the default."""
    chosen: Path = given or click.get_current_context().find_root().obj
    failures.watch(chosen)
    return chosen


def open_catalogue(given: Path | None) -> Catalogue:
    """The catalogue open for reading; raises CatalogueError."""
    from catalog.store.catalogue import Catalogue

    return Catalogue.open(catalogue_path(given))


def get_trial(catalogue: Catalogue, name: str) -> MergedTrial:
    """The trial with this number; raises UnknownTrial with numbers like it."""
    from catalog.model.errors import UnknownTrial

    merged = catalogue.get(name)
    if merged is None:
        raise UnknownTrial(name, catalogue.near(name))
    return merged


def print_json(value: object) -> int:
    """JSON to stdout; to a terminal with every odd character escaped."""
    click.echo(json_text(value, indent=2))
    return DONE


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON; nothing in it is obeyed by a terminal, whatever it is piped through."""
    if sys.stdout.isatty():
        return json.dumps(value, indent=indent)
    return visible(json.dumps(value, ensure_ascii=False, indent=indent))


def print_json_line(value: object) -> None:
    """One object on one line, at once: another program may be waiting for it."""
    sys.stdout.write(json_text(value) + "\n")
    sys.stdout.flush()


def program_version() -> str:
    """`0.2.0`; what a checkout that was never installed cannot know, it says."""
    from importlib.metadata import PackageNotFoundError, version  # loads what reads mail

    try:
        return version("trials")
    except PackageNotFoundError:
        return "(not installed)"


_MOST_TYPED = 1 << 28
"""Bytes of standard input; a whole file of criteria has a tenth of it."""


def standard_input() -> bytes:
    """What is piped in; raises UsageError for more than a command takes."""
    data = sys.stdin.buffer.read(_MOST_TYPED + 1)
    if len(data) > _MOST_TYPED:
        raise click.UsageError(f"more than {_MOST_TYPED >> 20} MiB of standard input")
    return data


def own_of(query: Query, sort: str = "relevance") -> Own:
    """The user's own town and sites, where a command is asked for them.

    Else nothing of the settings: scripts do the same for everybody.
    """
    from catalog.places.distance import OWN
    from catalog.search.query import asks_for_own_sites, place_said

    said = place_said(query)
    is_far = sort == "distance" or any(each.field == "within" for each in query.filters)
    is_own = said.casefold() == OWN if said is not None else is_far
    if not (is_own or asks_for_own_sites(query)):
        return NOBODYS
    from tui.settings import loading

    return loading.load().own
