"""The command that keeps the catalogue current over a network: update."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli import failures, next_copy
from tui.cli.shared import as_json_option, catalogue_option, catalogue_path

if TYPE_CHECKING:
    from importers.download.plan import Question


@click.command()
@click.option("--query", default="", metavar="TEXT", help="Studies that these words find.")
@click.option("--condition", default="", metavar="TEXT", help="Studies of this condition.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Only in this status.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Posted or changed on this day or later (else: since the last update).",
)
@click.option("--all", "everything", is_flag=True, help="Not only what changed.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where pages are kept (else TRIALS_DOWNLOADS, else the user's data folder).",
)
@click.option("--download-only", is_flag=True, help="Keep the pages; import nothing.")
@click.option("--base-url", metavar="URL", help="Another address of the registry's API.")
@click.option("--proxy", metavar="URL", help="Ask through this proxy (else HTTPS_PROXY).")
@as_json_option
@catalogue_option
def update(
    query: str,
    condition: str,
    statuses: tuple[str, ...],
    since: dt.datetime | None,
    everything: bool,
    folder: Path | None,
    download_only: bool,
    base_url: str | None,
    proxy: str | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Fetch what changed from ClinicalTrials.gov, keep its pages, import them."""
    if since is not None and everything:
        raise click.UsageError("--since and --all exclude each other")
    if since is not None and since.date() > dt.date.today():
        raise click.UsageError("--since is in the future")
    from importers.download.errors import UpdateError
    from tui.settings.folders import downloads_folder

    try:
        from tui.cli import download_run
    except ModuleNotFoundError as error:
        if error.name != "urllib3":
            raise
        failures.say(
            "fetching needs the Python package urllib3, which is not installed here: install it, or"
            " fetch on another machine with trials update --download-only and import its folder"
        )
        return failures.WRONG_USE
    try:
        updated = download_run.update(
            _question(query, condition, statuses, base_url),
            folder or downloads_folder(),
            None if download_only else catalogue_path(catalog_path),
            since=since.date() if since else None,
            everything=everything,
            proxy=proxy,
        )
    except UpdateError as error:
        for said in (error.reason, *getattr(error, "__notes__", ())):
            failures.say(said)
        return download_run.code_of(error)
    except (KeyboardInterrupt, SystemExit):
        failures.say(
            "the update was interrupted: pages that were fetched are kept,"
            f" {failures.of_the_catalogue()}; the same command goes on from there"
        )
        raise
    download_run.print_updated(updated, as_json=as_json)
    if updated.summary is not None:
        next_copy.make(catalogue_path(catalog_path))
    return updated.code


def _question(
    query: str, condition: str, statuses: tuple[str, ...], base_url: str | None
) -> Question:
    from catalog.model.codes import Status
    from importers.download.plan import REGISTRY, Question

    said = [each.strip().upper().replace(" ", "_").replace("-", "_") for each in statuses]
    for given, status in zip(statuses, said, strict=True):
        if status not in set(Status):
            raise click.UsageError(
                f"there is no status {given!r}; known are {', '.join(Status).lower()}"
            )
    return Question(
        query=query.strip(),
        condition=condition.strip(),
        statuses=tuple(sorted(set(said))),
        base_url=base_url or REGISTRY,
    )


COMMANDS = (update,)
