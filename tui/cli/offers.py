"""What a shell may offer while a command is typed: numbers, fields and their values, files.

A completion never says anything: where the catalogue cannot be read, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from tui.settings.folders import default_catalogue

Offer = CompletionItem


def trials(context: click.Context, _: click.Parameter, typed: str) -> list[Offer]:
    """Numbers of the catalogue that begin so, but for those that are named already."""
    from catalog.model.text import clean
    from catalog.store.first_rows import ids_beginning

    named = context.find_root().params.get("catalog_path")
    path = context.params.get("catalog_path") or named or default_catalogue()
    given = context.params.get("identifiers") or ()
    return [
        Offer(number, help=clean(title))
        for number, title in ids_beginning(path, typed)
        if number not in given
    ]


def query(context: click.Context, parameter: click.Parameter, typed: str) -> list[Offer]:
    """Fields, and the values of those that take our words: `status:rec`."""
    from catalog.search.fields import FIELDS, FieldKind, known_values

    field, colon, value = typed.partition(":")
    if not colon:
        return [Offer(f"{name}:") for name in FIELDS if name.startswith(field.lower())]
    row = FIELDS.get(field.lower())
    kind = row.kind if row else None
    if kind is FieldKind.ID:
        offers = trials(context, parameter, value)
        return [Offer(f"{field}:{offer.value}", help=offer.help) for offer in offers]
    if kind not in (FieldKind.CODED, FieldKind.AGE):
        return []
    before, comma, last = value.rpartition(",")
    return [
        Offer(f"{field}:{before}{comma}{word}", help=field)
        for word in _beginning(known_values(field.lower()), last)
    ]


def columns(context: click.Context, _: click.Parameter, typed: str) -> list[Offer]:
    """Names of columns, behind those that are named already."""
    from handover.columns import ROWS, of_view

    before, comma, last = typed.rpartition(",")
    named = set(before.split(","))
    return [
        Offer(f"{before}{comma}{each.name}", help=each.holds)
        for each in of_view(ROWS[context.params.get("rows") or "trials"])
        if each.name.startswith(last.lower()) and each.name not in named
    ]


def lists(_: click.Context, __: click.Parameter, typed: str) -> list[Offer]:
    """Names of the user's own lists and cases; none where their file cannot be used."""
    from catalog.model.text import clean
    from personal.errors import MineError
    from personal.lists import state
    from tui.cli.mine import own_file

    try:
        held = state(own_file()).lists
    except MineError:
        return []
    found = [clean(each.label) for each in held]
    return [Offer(label) for label in found if label.casefold().startswith(typed.casefold())]


def tables(_: click.Context, __: click.Parameter, typed: str) -> list[Offer]:
    """Names of the catalogue's tables."""
    from handover.tables import NAMES

    return [Offer(name, help="table") for name in _beginning(NAMES, typed)]


def files(_: click.Context, __: click.Parameter, typed: str) -> list[Offer]:
    """Whatever files the shell knows."""
    return [Offer(typed, type="file")]


def formats(_: click.Context, __: click.Parameter, typed: str) -> list[Offer]:
    """Names of the formats that can be imported."""
    from importers.formats import IMPORTERS

    return [Offer(name, help="format") for name in _beginning((i.name for i in IMPORTERS), typed)]


def _beginning(words: Iterable[str], typed: str) -> list[str]:
    return [word.lower() for word in words if word.lower().startswith(typed.lower())]
