"""One update: download what changed, import it, and say what happened."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from importers.download.clock import Clock
from importers.download.downloading import Downloading
from importers.download.errors import Busy, UnusableFolder, UpdateError, WrongQuestion
from importers.download.fetching import Fetcher, Limits
from importers.download.folder import Folder, opened
from importers.download.history import Download
from importers.download.plan import Question, check_address
from importers.download.polite import Manners, Polite
from tui.cli import failures
from tui.cli.importing import Summary, import_paths, print_summary, summary_json
from tui.cli.progress import DownloadBar
from tui.cli.shared import json_text, program_version
from tui.exports.contract import Json
from tui.exports.paper import Paper
from tui.show.words import plural


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did."""

    question: Question
    download: Download
    place: Path
    """Of the pages of this download; it is not there when there are none."""
    imported: tuple[str, ...]
    """Names of the downloads that were imported, earlier ones that had not been with them."""
    summary: Summary | None

    @property
    def code(self) -> int:
        """The exit code."""
        refused = self.summary is not None and self.summary.refused
        return failures.REFUSED if refused or self.download.missing else failures.DONE


def code_of(error: UpdateError) -> int:
    """The exit code of an update that ended early."""
    if isinstance(error, Busy):
        return failures.LOCKED
    unusable = isinstance(error, WrongQuestion | UnusableFolder)
    return failures.WRONG_USE if unusable else failures.REFUSED


def _user_agent() -> str:
    number = program_version()
    return f"trials/{number}" if number[0].isdigit() else "trials"


def update(
    question: Question,
    folder: Path,
    catalogue: Path | None,
    *,
    since: dt.date | None = None,
    everything: bool = False,
    proxy: str | None = None,
    clock: Clock | None = None,
    manners: Manners | None = None,
    limits: Limits | None = None,
) -> Updated:
    """Download into `folder`, then import into `catalogue`, if there is one to import into.

    Raises UpdateError with notes on what is kept, and what `import_paths` raises.
    """
    clock = clock or Clock()
    check_address(question.base_url)
    fetcher = Fetcher(question.base_url, proxy, limits, _user_agent())
    with opened(folder) as held:
        with _progress() as bar:
            told = bar.says if bar else lambda _: None
            polite = Polite(question.base_url, fetcher, clock, manners, told)
            downloading = Downloading(
                held,
                question,
                polite.page,
                clock,
                progress=bar.page if bar else lambda _: None,
                told=failures.say,
            )
            download = downloading.begin(since, everything)
            if bar:
                bar.begins(download)
            with _noting_what_is_kept(held, question):
                download = downloading.run(download)
        return _imported(held, question, download, catalogue)


def _imported(
    held: Folder, question: Question, download: Download, catalogue: Path | None
) -> Updated:
    place = held.place(download)
    names = held.not_imported(catalogue) if catalogue else []
    if catalogue is None or not names:
        return Updated(question, download, place, (), None)
    summary = import_paths(catalogue, [str(held.path / name) for name in names], None)
    held.mark_imported(catalogue, names)
    return Updated(question, download, place, tuple(names), summary)


def _progress() -> contextlib.AbstractContextManager[DownloadBar | None]:
    return DownloadBar() if sys.stderr.isatty() else contextlib.nullcontext()


@contextlib.contextmanager
def _noting_what_is_kept(held: Folder, question: Question) -> Iterator[None]:
    try:
        yield
    except UpdateError as error:
        known = held.state.unfinished.get(question.key)
        if known is not None and known.pages:
            pages = plural(known.pages, "page")
            error.add_note(f"{pages} kept in {held.path}; the same command goes on from there")
        raise


def updated_json(updated: Updated) -> dict[str, Json]:
    """The object that `trials update --json` promises."""
    download = updated.download
    since = download.window.since
    return {
        "folder": str(updated.place),
        "since": since.isoformat() if since else None,
        "pages": download.pages,
        "studies": download.studies,
        "counted": download.total,
        "complete": not download.missing,
        "imported": list(updated.imported),
        "import": summary_json(updated.summary) if updated.summary else None,
    }


def print_updated(updated: Updated, *, as_json: bool) -> None:
    """What was done to stdout; what is missing or was refused also to stderr."""
    download = updated.download
    if download.missing:
        failures.say(
            f"the registry counted {download.total:,} studies and sent {download.studies:,}:"
            " the next update asks for the same again"
        )
    if as_json:
        _print_json(updated)
        return
    paper = Paper()
    for line in _lines(updated):
        paper.line(line)
    if updated.summary:
        print_summary(updated.summary, as_json=False)


def _print_json(updated: Updated) -> None:

    for each in updated.summary.refused if updated.summary else ():
        place = f", {each.record}" if each.record else ""
        failures.say(f"refused {each.file}{place}: {each.reason}")
    click.echo(json_text(updated_json(updated), indent=2))


def _lines(updated: Updated) -> Iterator[str]:
    """What was asked and what came, for people."""
    download, asked = updated.download, updated.download.window
    when = f" posted or changed since {asked.since}" if asked.since else ""
    if not download.studies:
        yield f"The registry has no study{when} that answers this question."
    else:
        studies = "1 study" if download.studies == 1 else f"{download.studies:,} studies"
        yield f"{studies}{when} on {plural(download.pages, 'page')}, kept in {updated.place}."
        if updated.summary is None:
            yield "Nothing was imported: trials import takes this folder, here or elsewhere."
    if updated.question.statuses and not asked.by_status:
        yield "Asked for in every status, so that a study whose status changed is found too."
    if not asked.continues:
        yield (
            "This does not join on to the last update: the next one without --since or --all asks"
            " from that one on."
        )
