"""`trials import`: read, put into the catalogue, and say what happened."""

from __future__ import annotations

import stat
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from catalog.eligibility.extraction import make_ready
from catalog.identity.decisions import now
from catalog.merging.changes import Change, brief
from catalog.merging.source_names import source_words
from catalog.model.record import Known, Refused
from catalog.store import importing
from catalog.store.catalogue import Catalogue
from catalog.store.importing import Imported
from catalog.store.prepare import Prepared, steps
from importers.pipeline import Recognised, UnknownFormat, read
from importers.references import Cited
from importers.understanding import Stepwise
from tui.cli import failures
from tui.cli.mine import counted_on_lists, on_lists
from tui.cli.shared import counted, json_text
from tui.exports.contract import Json, duplicate_json, jsonable
from tui.exports.paper import Paper
from tui.settings.loading import load
from tui.show.changed import change_line
from tui.show.fields import named

_SHOWN_REFUSED = 20
_SHOWN_NOTES = 10
_SHOWN_FILES = 3
_SHOWN_CHANGES = 50
_SHOWN_NUMBERS = 40


class Import:
    """An import being done: keeps what the reader told about files for the summary."""

    def __init__(self) -> None:
        self.recognised: list[Recognised] = []
        self.cited: list[Cited] = []
        self.files: set[str] = set()
        self.stored = importing.Stored()
        self.part_read = 0.0
        """Of all bytes that are to be read; 0 where that is not known."""

    def items(
        self,
        paths: Sequence[str],
        format_name: str | None,
        at: str,
        *,
        plainly: bool = False,
        into: Path | None = None,
    ) -> Iterator[Prepared | Refused | Known]:
        """Prepared records and refusals; what was recognised is kept.

        Workers stand ready when this returns: to be called before the catalogue is opened.
        """
        make_ready()  # once for all workers
        finish: Stepwise[Prepared] = Stepwise(steps(at, plainly=plainly, into=into))
        items = read(
            paths, format_name, finish=finish, is_known=self.stored, reached=self._has_reached
        )
        return self._kept(items)

    def _kept(
        self, items: Iterator[Prepared | Refused | Known | Recognised | Cited]
    ) -> Iterator[Prepared | Refused | Known]:
        for item in items:
            if isinstance(item, Cited):
                self.cited.append(item)
                self.files.add(item.file.partition("!")[0])
            elif isinstance(item, Recognised):
                self.recognised.append(item)
                self.files.add(item.file)
            else:
                if isinstance(item, Refused):
                    self.files.add(item.file.partition("!")[0])
                yield item

    def _has_reached(self, part: float) -> None:
        self.part_read = max(part, self.part_read)


class Numbers(NamedTuple):
    """The registry numbers of a list that cites trials."""

    file: str
    kind: str
    here: tuple[str, ...]
    missing: tuple[str, ...]


class Summary:
    """What was imported and how its files were recognised."""

    def __init__(
        self,
        imported: Imported,
        recognised: list[Recognised],
        dry_run: bool,
        cited: Sequence[Numbers] = (),
    ) -> None:
        self.imported = imported
        self.recognised = recognised
        self.dry_run = dry_run
        self.cited = cited

    @property
    def refused(self) -> list[Refused]:
        """What could not be read."""
        return self.imported.refused


def import_paths(
    catalogue: Path,
    paths: Sequence[str],
    format_name: str | None,
    *,
    dry_run: bool = False,
    at: str | None = None,
    quiet: bool = False,
    plainly: bool = False,
) -> Summary:
    """Import files, folders, zips or `-`. Raises what `importing.import_records` raises.

    `plainly`: records are packed as any Python can unpack them.
    """
    reading = Import()
    at = at or now()
    is_new = not catalogue.exists()
    chosen = load()
    work = None if "-" in paths else importing.work_name(map(Path, paths), format_name)
    try:
        items = reading.items(paths, format_name, at, plainly=plainly, into=catalogue)
        with nullcontext() if quiet else _progress(reading) as told:
            imported = importing.import_records(
                catalogue,
                items,
                at,
                stored=reading.stored,
                dry_run=dry_run,
                work=work,
                snapshots=chosen.snapshots,
                changed_pages=chosen.changed_pages,
                progress=told or (lambda _: None),
            )
    except UnknownFormat as error:
        raise click.UsageError(str(error)) from None
    imported.files = len(reading.files)
    if imported.not_kept:
        failures.say(imported.not_kept)
    if is_new:
        say_who_can_read(catalogue)
    return Summary(imported, reading.recognised, dry_run, _looked_up(catalogue, reading.cited))


def _looked_up(catalogue: Path, cited: Sequence[Cited]) -> list[Numbers]:
    """Which of the numbers of each list are those of trials in the catalogue."""
    if not cited:
        return []
    opened = Catalogue.open(catalogue) if catalogue.exists() else nullcontext()
    with opened as found:
        return [
            Numbers(
                each.file,
                each.kind,
                tuple(one for one in each.numbers if found and found.get(one) is not None),
                tuple(one for one in each.numbers if not found or found.get(one) is None),
            )
            for each in cited
        ]


def say_who_can_read(catalogue: Path) -> None:
    """A new catalogue has the rights of the umask: say it where others cannot read it."""
    mode = stat.S_IMODE(catalogue.stat().st_mode) if catalogue.exists() else 0o444
    if not mode & 0o004:
        failures.say(
            f"{catalogue.name} was made with mode {mode:04o}, as your umask has it: not every "
            f"user of this machine can read it (chmod 644)"
        )


def _progress(reading: Import) -> AbstractContextManager[importing.Progress | None]:
    """A progress line on stderr, only where somebody can see it."""
    if not sys.stderr.isatty():
        return nullcontext()
    from tui.cli.progress import ImportBar

    return ImportBar(lambda: reading.part_read)


def summary_json(summary: Summary) -> dict[str, Json]:
    """The object that `trials import --json` promises."""
    imported = summary.imported
    return {
        "files": imported.files,
        "records": imported.records,
        "added": imported.added,
        "updated": imported.updated,
        "unchanged": imported.unchanged,
        "refused": [
            {"file": each.file, "record": each.record, "reason": each.reason}
            for each in imported.refused
        ],
        "cited": [
            {
                "file": each.file,
                "kind": each.kind,
                "found": list(each.here),
                "missing": list(each.missing),
            }
            for each in summary.cited
        ],
        "possible_duplicates": [duplicate_json(pair) for pair in imported.possible_duplicates],
        "seconds": round(imported.seconds, 3),
        "formats": jsonable([_recognised_json(each) for each in summary.recognised]),
        "notes": dict(imported.notes),
        "guessed": dict(imported.guessed),
        "changes": [_brief(each) for each in imported.changes]
        if summary.dry_run
        else len(imported.changes),
        "dry_run": summary.dry_run,
        **({"on_lists": dict(_on_lists(summary))} if summary.dry_run else {}),
    }


def _brief(change: Change) -> Json:
    """What would change, without whole texts: of long ones the words that differ."""
    before, after = brief(change.before, change.after)
    short = msgspec.structs.replace(
        change,
        before=change.before and before,
        after=change.after and after,
    )
    return jsonable(short)


def _on_lists(summary: Summary) -> list[tuple[str, int]]:
    """How many of the trials that would change are on each of the user's lists."""
    return counted_on_lists(list({each.trial for each in summary.imported.changes}))


def _recognised_json(each: Recognised) -> dict[str, Json]:
    return {"file": each.file, "format": each.importer, "reason": each.reason}


def print_summary(summary: Summary, *, as_json: bool) -> None:
    """The summary to stdout, what went well first; then what was refused to stderr, a line each."""
    refusals = tuple(_refusals(summary.refused))
    if as_json:
        click.echo(json_text(summary_json(summary), indent=2))
    else:
        _print(summary, Paper())
    with suppress(OSError, ValueError):
        sys.stdout.flush()  # both may go to one place
    for line in refusals[: _SHOWN_REFUSED if not as_json else None]:
        failures.say(line)


def _refusals(refused: Sequence[Refused]) -> Iterator[str]:
    """A line for each reason: what was refused for it, the first few by name."""
    alike: dict[str, list[Refused]] = {}
    for each in refused:
        alike.setdefault(each.reason, []).append(each)
    for reason, same in alike.items():
        named = [each.file + (f", {each.record}" if each.record else "") for each in same]
        if len(same) == 1:
            yield f"refused {named[0]}: {reason}"
            continue
        more = f" and {len(same) - _SHOWN_FILES} more" if len(same) > _SHOWN_FILES else ""
        yield f"refused {len(same)} times: {reason} ({'; '.join(named[:_SHOWN_FILES])}{more})"


def _print_cited(cited: Sequence[Numbers], paper: Paper) -> None:
    """The numbers of lists that cite trials: which are here, which are not."""
    for each in cited:
        total = len(each.here) + len(each.missing)
        paper.line(
            f"{each.file}: {each.kind}, not of trials; {counted(total, 'registry number')} in it,"
            f" {len(each.here)} found here, {len(each.missing)} not."
        )
        if each.here:
            paper.line("  found here: " + _some_of(each.here))
        if each.missing:
            paper.line("  not here: " + _some_of(each.missing))


def _some_of(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - _SHOWN_NUMBERS} more: --json lists all"
    return ", ".join(numbers[:_SHOWN_NUMBERS]) + (more if len(numbers) > _SHOWN_NUMBERS else "")


def _print(summary: Summary, paper: Paper) -> None:
    imported = summary.imported
    would = "would be " if summary.dry_run else ""
    paper.line(
        f"{counted(imported.records, 'record')} from {counted(imported.files, 'file')} in"
        f" {_duration(imported.seconds)}: {imported.added} {would}added, {imported.updated}"
        f" {would}updated, {imported.unchanged} the same as before,"
        f" {len(imported.refused)} refused."
    )
    _print_formats(summary.recognised, paper)
    _print_cited(summary.cited, paper)
    reasons = len({each.reason for each in imported.refused})
    if reasons > _SHOWN_REFUSED:
        paper.line(f"  {reasons - _SHOWN_REFUSED} more reasons of refusals: --json lists all")
    _print_notes(imported.notes, paper)
    _print_guesses(imported, paper)
    _print_changes(summary, paper)
    if imported.possible_duplicates:
        paper.line(
            f"{counted(len(imported.possible_duplicates), 'possible duplicate')} to decide on:"
            " trials duplicates"
        )


def _print_formats(recognised: Sequence[Recognised], paper: Paper) -> None:
    """Which file was read as what; files of one format together where there are many."""
    alike: dict[tuple[str, str], list[Recognised]] = {}
    for each in recognised:
        alike.setdefault((each.importer, each.reason), []).append(each)
    for (importer, reason), files in alike.items():
        members = sum(each.members for each in files)
        named = ", ".join(each.file for each in files[:_SHOWN_FILES])
        more = f" and {len(files) - _SHOWN_FILES} more" if len(files) > _SHOWN_FILES else ""
        inside = f" ({counted(members, 'member')})" if members else ""
        paper.line(f"{named}{more}{inside}: {source_words(importer)}: {reason}")


def _print_notes(notes: Counter[str], paper: Paper) -> None:
    if notes:
        paper.line("Noticed:")
        paper.items(f"{what} ({count} times)" for what, count in notes.most_common(_SHOWN_NOTES))
        if len(notes) > _SHOWN_NOTES:
            paper.line(f"  and {len(notes) - _SHOWN_NOTES} more kinds: --json lists all")


def _print_guesses(imported: Imported, paper: Paper) -> None:
    """Which fields were inferred from a layout: they are shown with `~`, and exact ones win."""
    if imported.guessed:
        fields = ", ".join(
            f"{named(field)} ({count})" for field, count in imported.guessed.most_common()
        )
        paper.line(
            f"Inferred from the layout in {counted(imported.with_guesses, 'record')},"
            f" shown with ~: {fields}."
        )


def _print_changes(summary: Summary, paper: Paper) -> None:
    changes = summary.imported.changes
    if not changes:
        return
    if not summary.dry_run:
        paper.line(f"{counted(len(changes), 'field')} changed in known trials: trials changes")
        return
    paper.line("Would change:")
    paper.items(f"{each.trial} {change_line(each)}" for each in changes[:_SHOWN_CHANGES])
    if len(changes) > _SHOWN_CHANGES:
        paper.line(f"  and {len(changes) - _SHOWN_CHANGES} more: --json lists all")
    on_lists(_on_lists(summary), paper)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    return time.strftime("%H:%M:%S", time.gmtime(seconds))
