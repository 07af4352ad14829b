"""Packs, snapshots and the way back: `trials pack`, `pack verify`, `snapshots`, `rollback`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli import failures, offers
from tui.cli.mine import counted_on_lists, on_lists
from tui.cli.shared import as_json_option, catalogue_option, catalogue_path, print_json

if TYPE_CHECKING:
    from handover.packs.taking import Trust

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option(
    "-o", "--output", type=_FILE, metavar="FILE", help="Where the pack goes, say trials.pack."
)
@click.option(
    "--since", type=_FILE, metavar="FILE", help="Only what changed since this catalogue or pack."
)
@click.option("--sign", "key", type=_FILE, metavar="KEY", help="Sign it with this OpenSSH key.")
@as_json_option
@catalogue_option
@click.pass_context
def pack(
    context: click.Context,
    output: Path | None,
    since: Path | None,
    key: Path | None,
    as_json: bool,
    catalog_path: Path | None,
) -> int:
    """Write the catalogue, or what changed in it, as a pack for other servers."""
    if context.invoked_subcommand is not None:
        return failures.DONE
    if output is None:
        raise click.UsageError("say where to: trials pack -o FILE")
    from handover.packs.packing import NothingChanged
    from handover.packs.packing import pack as write
    from tui.cli import packs_text
    from tui.cli.shared import program_version
    from tui.exports.paper import Paper

    made_by = f"trials {program_version()}"
    try:
        written = write(catalogue_path(catalog_path), output, made_by, since=since, key=key)
    except NothingChanged as nothing:
        failures.say(f"{nothing.reason}; no pack was written")
        return failures.REFUSED
    size = output.stat().st_size
    if as_json:
        return print_json(packs_text.pack_json(written, size, is_signed=key is not None))
    packs_text.written(written, output, size, Paper(), is_signed=key is not None)
    return failures.DONE


@pack.command("verify")
@click.argument("file", type=_FILE, shell_complete=offers.files)
@click.option("--signers", type=_FILE, help="Who may sign, instead of the file of the settings.")
@as_json_option
def verify_(file: Path, signers: Path | None, as_json: bool) -> int:
    """Check a pack to the last byte, and who signed it."""
    from handover.packs.taking import verify
    from tui.cli import packs_text
    from tui.exports.paper import Paper

    looked = verify(file, _trust(signers))
    if as_json:
        return print_json(packs_text.looked_json(looked))
    packs_text.looked(looked, file, Paper())
    return failures.DONE


@click.command()
@as_json_option
@catalogue_option
def snapshots(as_json: bool, catalog_path: Path | None) -> int:
    """List the catalogues that are kept as they were before an import."""
    from catalog.store.snapshots import snapshots as kept
    from tui.cli import packs_text
    from tui.exports.paper import Paper

    found = kept(catalogue_path(catalog_path))
    if as_json:
        return print_json([packs_text.snapshot_json(each) for each in found])
    packs_text.snapshots(found, Paper())
    return failures.DONE


@click.command()
@click.argument("number", type=click.IntRange(1), default=1, metavar="[N]")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--replace", is_flag=True, help="The snapshot as it is: keep nothing done since.")
@as_json_option
@catalogue_option
def rollback(
    number: int, dry_run: bool, replace: bool, as_json: bool, catalog_path: Path | None
) -> int:
    """Undo the last import, or the one N back: go back to the catalogue before it."""
    from catalog.identity.decisions import now
    from catalog.store.receiving import Asked, go_back
    from catalog.store.snapshots import snapshot
    from tui.cli import packs_text
    from tui.exports.paper import Paper
    from tui.settings.loading import load

    path = catalogue_path(catalog_path)
    to = snapshot(path, number)
    asked = Asked(at=now(), replace=replace, dry_run=dry_run, snapshots=load().snapshots)
    came = go_back(path, to, asked)
    _say_not_kept(came.not_kept)
    if as_json:
        told = packs_text.came_json(came, dry_run=dry_run)
        return print_json({**told, "on_lists": dict(counted_on_lists(came.touched))})
    packs_text.gone_back(came, to, Paper(), dry_run=dry_run)
    on_lists(counted_on_lists(came.touched), Paper())
    return failures.DONE


def import_packs(
    catalogue: Path,
    paths: Sequence[str],
    format_name: str | None,
    *,
    dry_run: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """`trials import` where the paths are packs, one after the other."""
    from catalog.identity.decisions import now
    from catalog.store.receiving import Asked
    from handover.packs.taking import take
    from handover.packs.unpacking import is_pack
    from tui.cli import next_copy, packs_text
    from tui.cli.importing import say_who_can_read
    from tui.exports.paper import Paper
    from tui.settings.loading import load

    if format_name is not None or not all(is_pack(Path(path), called=True) for path in paths):
        raise click.UsageError("packs are imported by themselves: name no other files, no format")
    if dry_run and len(paths) > 1:
        raise click.UsageError("--dry-run goes with one pack: the next starts where it leads to")
    trust, done = _trust(None), []
    for path in paths:
        failures.watch(catalogue)  # another may have changed it: this one has not yet
        asked = Asked(at=now(), replace=replace, dry_run=dry_run, snapshots=load().snapshots)
        try:
            taken = take(catalogue, Path(path), asked, trust)
        except (KeyboardInterrupt, SystemExit):
            failures.say(f"the import was interrupted; {failures.of_the_catalogue()}")
            raise
        _say_not_kept(taken.came.not_kept)
        if taken.came.was_new and not dry_run:
            say_who_can_read(catalogue)
        told = packs_text.taken_json(taken, Path(path), dry_run=dry_run)
        done.append({**told, "on_lists": dict(counted_on_lists(taken.came.touched))})
        if not as_json:
            paper = Paper()
            packs_text.taken(taken, Path(path), paper, dry_run=dry_run)
            on_lists(counted_on_lists(taken.came.touched), paper)
    if as_json:
        print_json(done[0] if len(done) == 1 else list(done))
    if not dry_run:
        next_copy.make(catalogue)
    return failures.DONE


def _say_not_kept(why: str) -> None:
    if why:
        failures.say(why)


def _trust(signers: Path | None) -> Trust:
    from handover.packs.taking import Trust
    from tui.settings.loading import load

    chosen = load()
    return Trust(signers=signers or chosen.signers, signed_only=chosen.signed_only)


COMMANDS = (pack, snapshots, rollback)
