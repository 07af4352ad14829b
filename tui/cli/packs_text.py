"""What packs, snapshots and a rollback did, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from catalog.store.receiving import Came
from catalog.store.snapshots import Snapshot
from handover.packs.manifest import WHOLE, Manifest, State
from handover.packs.taking import Looked, Taken
from tui.cli.shared import counted
from tui.exports.contract import Json, jsonable
from tui.exports.paper import Paper
from tui.show.words import words

_MIB = 1 << 20
_SHOWN = 50


def written(manifest: Manifest, to: Path, size: int, paper: Paper, *, is_signed: bool) -> None:
    """A pack that was made."""
    signed = "signed" if is_signed else "not signed"
    paper.line(f"{to.name}: {_what(manifest)}, {_size(size)}, {signed}.")


def looked(found: Looked, file: Path, paper: Paper) -> None:
    """A pack that is sound."""
    manifest = found.manifest
    paper.line(f"{file.name} is sound: {_what(manifest)}, {_size(found.size)}.")
    paper.field("Made", f"{manifest.made_at} by {manifest.made_by}")
    if manifest.came_from is not None:
        paper.field("Starts from", _state(manifest.came_from))
    paper.field("Leads to", _state(manifest.leads_to))
    paper.field("Signed", _signed(found))


def taken(done: Taken, file: Path, paper: Paper, *, dry_run: bool) -> None:
    """A pack that was imported."""
    paper.line(f"{file.name}: {_what(done.pack.manifest)}; signed: {_signed(done.pack)}.")
    if done.came.nothing_new:
        paper.line("The catalogue has all of it already; nothing was changed.")
        return
    _changes(done.came, paper, dry_run=dry_run)
    _own(done.came, paper, dry_run=dry_run)
    if done.pack.manifest.kind == WHOLE and done.pack.is_outdated:
        paper.line(
            "Its criteria or its search index were made by other rules than this program's:"
            " run trials reindex."
        )


def gone_back(came: Came, to: Snapshot, paper: Paper, *, dry_run: bool) -> None:
    """A rollback."""
    would = "would be " if dry_run else ""
    paper.line(
        f"The change of {to.before} {would or 'was '}undone: {counted(came.undone, 'record')} less."
    )
    _changes(came, paper, dry_run=dry_run)
    _own(came, paper, dry_run=dry_run)


def snapshots(found: Sequence[Snapshot], paper: Paper) -> None:
    """What can be gone back to."""
    if not found:
        paper.line("No snapshots.")
    for number, each in enumerate(found, 1):
        if each.problem:
            paper.line(f"{number}. before the change of {each.before}: {each.problem}")
            continue
        of = f", newest source of {each.newest_source}" if each.newest_source else ""
        holds = f"{counted(each.trials or 0, 'trial')}{of}, {_size(each.size)}"
        paper.line(f"{number}. before the change of {each.before}: {holds}")
    if found:
        paper.faint("To go back: trials rollback N")


def _changes(came: Came, paper: Paper, *, dry_run: bool) -> None:
    would, then = ("would be ", " then") if dry_run else ("", "")
    paper.line(
        f"Trials: {came.added} {would}added, {came.changed} {would}changed,"
        f" {came.removed} {would}removed; {came.trials} in the catalogue{then}."
    )
    if came.statuses:
        paper.line(f"Of them, {would}with another status: {len(came.statuses)}")
        paper.items(f"{before} -> {after}: {count}" for before, after, count in _moves(came))
        if dry_run:
            shown = [f"{trial}: {_said(a)} -> {_said(b)}" for trial, a, b in came.statuses]
            paper.items(shown[:_SHOWN])
            if len(shown) > _SHOWN:
                paper.line(f"  and {len(shown) - _SHOWN} more: --json lists all")


def _own(came: Came, paper: Paper, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    if came.own_records or came.own_decisions:
        paper.line(
            f"Of your own, carried over: {counted(came.own_records, 'record')},"
            f" {counted(came.own_decisions, 'decision')}."
        )
    if came.differing:
        decisions = counted(came.differing, "decision")
        paper.line(f"{decisions} of yours and of the pack contradict: yours hold.")
    if came.dropped_records or came.dropped_decisions:
        paper.line(
            f"Of your own, as asked, {would or ''}left behind:"
            f" {counted(came.dropped_records, 'record')},"
            f" {counted(came.dropped_decisions, 'decision')}."
        )


def _moves(came: Came) -> Iterator[tuple[str, str, int]]:
    counted = Counter((_said(before), _said(after)) for _, before, after in came.statuses)
    for (before, after), count in counted.most_common():
        yield before, after, count


def _said(status: str | None) -> str:
    return words(status) if status else "not stated"


def _what(manifest: Manifest) -> str:
    if manifest.kind == WHOLE:
        state = manifest.leads_to
        return f"a whole catalogue, {counted(state.records, 'record')}" + (
            f" of {counted(state.trials, 'trial')}" if state.trials is not None else ""
        )
    return f"changes, {counted(manifest.added, 'record')} more and {manifest.removed} less"


def _state(state: State) -> str:
    known = [counted(state.records, "record")]
    if state.newest_source:
        known.append(f"newest source of {state.newest_source}")
    if state.last_import:
        known.append(f"last import {state.last_import}")
    return f"{', '.join(known)} (stamp {state.stamp[:16]})"


def _signed(found: Looked) -> str:
    if found.signed_by:
        return f"by {found.signed_by}"
    if found.is_signed:
        return "yes, by whom is not known (the settings name no allowed signers)"
    return "no"


def _size(count: int) -> str:
    return f"{count / _MIB:,.1f} MiB" if count >= _MIB else f"{count / 1024:,.1f} KiB"


# as data


def pack_json(manifest: Manifest, size: int, *, is_signed: bool) -> dict[str, Json]:
    """The manifest, and what of the file is not in it."""
    said = jsonable(manifest)
    assert isinstance(said, dict)
    return {**said, "size": size, "signed": is_signed}


def looked_json(found: Looked) -> dict[str, Json]:
    """A pack that is sound."""
    made = pack_json(found.manifest, found.size, is_signed=found.is_signed)
    return {**made, "signed_by": found.signed_by}


def taken_json(done: Taken, file: Path, *, dry_run: bool) -> dict[str, Json]:
    """A pack that was imported."""
    return {
        "file": file.name,
        "pack": looked_json(done.pack),
        **came_json(done.came, dry_run=dry_run),
    }


def came_json(came: Came, *, dry_run: bool) -> dict[str, Json]:
    """What became of the catalogue."""
    said = jsonable(came)
    assert isinstance(said, dict)
    statuses: list[Json] = [
        {"id": trial, "before": before, "after": after} for trial, before, after in came.statuses
    ]
    return {**said, "statuses": statuses, "dry_run": dry_run}


def snapshot_json(each: Snapshot) -> dict[str, Json]:
    """A snapshot."""
    return {
        "file": each.path.name,
        "before": each.before,
        "size": each.size,
        "trials": each.trials,
        "newest_source": each.newest_source,
        "stamp": each.stamp,
        "problem": each.problem,
    }
