"""Packs: what one catalogue holds reaches another, and what a clinic has of its own stays."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.identity import decisions
from catalog.model.errors import CatalogueError, CatalogueLocked, DiskFull
from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from handover.packs.frame import PackRefused
from handover.packs.packing import NothingChanged, pack
from handover.packs.taking import Trust, verify
from importers.bytes.sources import sources
from importers.formats import IMPORTERS
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import drugs, trial
from tests.handover.clinics import AT, LATER, hub, packed, page, shown, study, taken
from tests.soaking import often

FEW = [study(number) for number in range(1, 6)]
CHANGED = study(2, "TERMINATED", "2026-11-20")
NEW = study(9)


def both(path: Path) -> None:
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()


def test_a_whole_pack_makes_the_same_catalogue(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    done = taken(tmp_path / "c.db", packed(theirs))
    assert shown(tmp_path / "c.db") == shown(theirs)
    assert (done.came.added, done.came.trials) == (5, 5)
    both(tmp_path / "c.db")


def test_changes_lead_to_the_same_catalogue(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    mine = tmp_path / "c.db"
    shutil.copy(theirs, mine)
    whole = packed(theirs, "whole.pack")
    keep(theirs, [CHANGED, NEW], "2026-11-02T00:00:00Z")
    done = taken(mine, packed(theirs, "more.pack", since=whole))
    assert (done.came.added, done.came.changed, done.came.removed) == (1, 1, 0)
    assert done.came.statuses == [("NCT99990002", "RECRUITING", "TERMINATED")]
    assert shown(mine) == shown(theirs)
    both(mine)
    told = rows(mine, "SELECT field, before, after, at FROM change")
    assert ("status", "RECRUITING", "TERMINATED", AT) in told


def test_a_pack_since_a_pack_of_changes(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    mine = tmp_path / "c.db"
    first = packed(theirs, "1.pack")
    keep(theirs, [NEW])
    second = packed(theirs, "2.pack", since=first)
    keep(theirs, [CHANGED])
    third = packed(theirs, "3.pack", since=second)
    for each in (first, second, third):
        taken(mine, each)
    assert shown(mine) == shown(theirs)
    assert taken(mine, third).came.nothing_new


def test_an_older_pack_of_changes_takes_nothing_back(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    first = packed(theirs, "1.pack")
    keep(theirs, [NEW])
    second = packed(theirs, "2.pack", since=first)
    keep(theirs, [CHANGED])
    mine = tmp_path / "c.db"
    taken(mine, packed(theirs, "3.pack"))
    before = shown(mine)
    taken(mine, second)
    assert shown(mine) == before


def test_what_the_hub_took_back_goes(tmp_path: Path) -> None:
    old = hub(tmp_path, [*FEW, NEW, CHANGED], "old.db")
    new = hub(tmp_path, FEW, "new.db")
    mine = tmp_path / "c.db"
    shutil.copy(old, mine)
    done = taken(mine, packed(new, since=old))
    assert shown(mine) == shown(new)
    assert (done.came.removed, done.came.changed) == (1, 1)
    both(mine)


def test_what_the_rule_joined_goes_with_what_it_joined(tmp_path: Path) -> None:
    title = "A randomised trial of a drug in adults with a rare disease of the liver and the spleen"
    few = [record(trial("NCT99990001", title=title, interventions=drugs("Alphamab")))]
    more = [*few, record(trial(title=title, interventions=drugs("Alphamab")), importer="page-x")]
    old, new = hub(tmp_path, more, "old.db"), hub(tmp_path, few, "new.db")
    assert rows(old, "SELECT made_by FROM decision") == [("rule",)]
    mine = tmp_path / "c.db"
    shutil.copy(old, mine)
    taken(mine, packed(new, since=old))
    assert shown(mine) == shown(new)
    assert (
        rows(mine, "SELECT * FROM decision UNION ALL SELECT *, 1, 1 FROM possible_duplicate") == []
    )


def test_another_base_is_refused(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    whole = packed(theirs, "whole.pack")
    keep(theirs, [NEW])
    more = packed(theirs, "more.pack", since=whole)
    mine = hub(tmp_path, FEW[1:], "c.db")
    before = mine.read_bytes()
    with pytest.raises(PackRefused, match="starts from another catalogue"):
        taken(mine, more)
    assert mine.read_bytes() == before
    with pytest.raises(PackRefused, match="starts from another catalogue"):
        taken(tmp_path / "none.db", more)
    assert not (tmp_path / "none.db").exists()


def test_nothing_changed_makes_no_pack(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    whole = packed(theirs, "whole.pack")
    with pytest.raises(NothingChanged):
        packed(theirs, "more.pack", since=whole)
    assert not (tmp_path / "more.pack").exists()


@pytest.mark.parametrize("kind", ["whole", "changes"])
def test_what_is_a_clinics_own_lives_through_a_pack(tmp_path: Path, kind: str) -> None:
    theirs = hub(tmp_path, FEW)
    first = packed(theirs, "1.pack")
    mine = tmp_path / "c.db"
    taken(mine, first)
    keep(mine, [page(3), page(77)], "2026-11-28T00:00:00Z")
    decisions.reject(mine, "NCT99990001", "NCT99990002")
    keep(theirs, [CHANGED, NEW])
    last = packed(theirs, "2.pack", since=first if kind == "changes" else None)
    done = taken(mine, last)
    if kind == "whole":
        assert (done.came.own_records, done.came.own_decisions) == (2, 1)
    ids = {row[0] for row in rows(mine, "SELECT id FROM trial")}
    assert ids == {row[0] for row in rows(theirs, "SELECT id FROM trial")} | {"NCT99990077"}
    assert rows(mine, "SELECT source_count FROM trial WHERE id = 'NCT99990003'") == [(2,)]
    assert rows(mine, "SELECT a, b, verdict FROM decision WHERE made_by = 'user'") == [
        ("NCT99990001", "NCT99990002", "different")
    ]
    status = rows(mine, "SELECT status FROM trial WHERE id = 'NCT99990002'")
    assert status == [("TERMINATED",)]
    both(mine)
    again = taken(mine, packed(theirs, "3.pack"), LATER)
    assert (again.came.own_records, again.came.own_decisions) == (2, 1), "still its own"


def test_replace_leaves_what_is_its_own_behind_and_says_so(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    whole = packed(theirs)
    mine = tmp_path / "c.db"
    taken(mine, whole)
    keep(mine, [page(77)])
    decisions.reject(mine, "NCT99990001", "NCT99990077")
    done = taken(mine, whole, replace=True)
    assert (done.came.dropped_records, done.came.dropped_decisions) == (1, 1)
    assert shown(mine) == shown(theirs)
    assert rows(mine, "SELECT * FROM decision") == []


def test_what_a_hub_no_longer_has_is_not_the_clinics_own(tmp_path: Path) -> None:
    mine = tmp_path / "c.db"
    taken(mine, packed(hub(tmp_path, [*FEW, NEW], "1.db"), "1.pack"))
    done = taken(mine, packed(hub(tmp_path, FEW, "2.db"), "2.pack"))
    assert done.came.own_records == 0
    assert done.came.removed == 1


@pytest.mark.parametrize("kind", ["whole", "changes"])
def test_what_both_have_stays_when_the_hub_drops_it(tmp_path: Path, kind: str) -> None:
    few = hub(tmp_path, FEW, "1.db")
    more = hub(tmp_path, [*FEW, NEW], "2.db")
    _say(more, "NCT99990001", "NCT99990002", "different")
    mine = tmp_path / "c.db"
    taken(mine, packed(few, "1.pack"))
    keep(mine, [NEW])
    decisions.reject(mine, "NCT99990001", "NCT99990002")
    before = shown(mine)
    for theirs, since in ((more, few), (few, more)):
        last = packed(theirs, "next.pack", since=since if kind == "changes" else None)
        taken(mine, last)
        assert shown(mine) == before
        assert _verdicts(mine) == [("NCT99990001", "different")]


def test_a_hubs_decision_arrives_and_a_clinics_contrary_one_holds(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    mine = tmp_path / "c.db"
    first = packed(theirs, "1.pack")
    taken(mine, first)
    decisions.reject(mine, "NCT99990001", "NCT99990002")
    _say(theirs, "NCT99990001", "NCT99990002", "same")
    _say(theirs, "NCT99990003", "NCT99990004", "different")
    for name, since in (("2.pack", first), ("3.pack", None)):
        done = taken(mine, packed(theirs, name, since=since))
        assert done.came.differing == 1
        assert dict(_verdicts(mine)) == {"NCT99990001": "different", "NCT99990003": "different"}
    _say(theirs, "NCT99990003", "NCT99990004", "same")
    taken(mine, packed(theirs, "4.pack", since=tmp_path / "3.pack"))
    assert dict(_verdicts(mine))["NCT99990003"] == "same", "it was the hub's"


def _say(path: Path, a: str, b: str, verdict: str) -> None:
    with changing(path) as working:
        working.connection.execute(
            "INSERT OR REPLACE INTO decision (a, b, verdict, made_by, at)"
            " VALUES (?,?,?,'user','x')",
            (a, b, verdict),
        )


def _verdicts(path: Path) -> list[tuple[object, object]]:
    return [(a, v) for a, v in rows(path, "SELECT a, verdict FROM decision")]


def test_the_history_of_a_clinic_goes_on_through_whole_packs(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    mine = tmp_path / "c.db"
    taken(mine, packed(theirs, "1.pack"))
    keep(mine, [study(4, "SUSPENDED", "2026-11-10")], "2026-11-15T00:00:00Z")
    keep(theirs, [CHANGED], "2026-11-16T00:00:00Z")
    taken(mine, packed(theirs, "2.pack"), LATER)
    told = rows(mine, "SELECT t.id, c.at, c.after FROM change c JOIN trial t ON t.key = c.trial"
                      " WHERE field = 'status' ORDER BY c.at")  # fmt: skip
    assert told == [
        ("NCT99990004", "2026-11-15T00:00:00Z", "SUSPENDED"),
        ("NCT99990002", LATER, "TERMINATED"),
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    first = packed(theirs, "1.pack")
    mine = tmp_path / "c.db"
    taken(mine, first)
    keep(theirs, [CHANGED, NEW])
    before = mine.read_bytes()
    for name, since in (("2.pack", first), ("3.pack", None)):
        last = packed(theirs, name, since=since)
        dry = taken(mine, last, dry_run=True, snapshots=1).came
        assert mine.read_bytes() == before
        wet = shutil.copy(mine, tmp_path / "wet.db")
        assert taken(Path(wet), last).came == dry
    assert not list(tmp_path.glob("*.before-*")) and not list(tmp_path.glob("*.part"))


numbers = st.sets(st.integers(1, 12), max_size=8)


@settings(max_examples=often(8, 300))
@given(old=numbers, new=numbers, changed=numbers, own=numbers)
def test_changes_are_what_the_whole_is(
    tmp_path_factory: pytest.TempPathFactory, old: set[int], new: set[int], changed: set[int],
    own: set[int],
) -> None:  # fmt: skip
    """From any catalogue to any other, with anything of its own: both ways lead to the same."""
    folder = tmp_path_factory.mktemp("law")
    before = [study(number) for number in old]
    after = [study(number) for number in new]
    after += [study(number, "COMPLETED", "2026-11-20") for number in changed]
    first = hub(folder, before, "old.db")
    if not before:
        with changing(first):
            pass
    second = hub(folder, after, "new.db")
    if not after:
        with changing(second):
            pass
    results = []
    for how in ("changes", "whole"):
        mine = folder / f"{how}.db"
        taken(mine, packed(first, f"{how}-1.pack"))
        keep(mine, [page(number) for number in own])
        try:
            last = packed(second, f"{how}.pack", since=first if how == "changes" else None)
        except NothingChanged:
            return
        taken(mine, last)
        both(mine)
        results.append(shown(mine))
    assert results[0] == results[1]


def test_a_pack_is_the_same_zip_for_every_tool(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    whole = packed(theirs)
    with zipfile.ZipFile(whole) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["trials-pack", "catalog.db", "listing", "decisions.json",
                                     "manifest.json"]  # fmt: skip
        assert opened.read("catalog.db") == theirs.read_bytes()
    found = list(sources([whole], lambda head: any(each.bundle for each in IMPORTERS[:0])))
    assert [each.name.partition("!")[2] for each in found if hasattr(each, "name")]


def test_a_pack_goes_over_no_file_that_is_none(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    before = theirs.read_bytes()
    with pytest.raises(PackRefused, match="no pack"):
        pack(theirs, theirs, "trials 0")
    assert theirs.read_bytes() == before
    packed(theirs)
    packed(theirs)
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_catalogue_is_not_handed_on(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    first = packed(theirs, "1.pack")
    keep(theirs, [NEW])
    with changing(theirs) as working:
        working.connection.execute("UPDATE source_record SET raw = (SELECT raw FROM source_record"
                                   " WHERE key = 1) WHERE key = 6")  # fmt: skip
    with pytest.raises(CatalogueError, match="damaged"):
        packed(theirs, "2.pack", since=first)
    assert not (tmp_path / "2.pack").exists()


def test_a_disk_without_room_for_the_catalogue_is_said_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packed(hub(tmp_path, FEW))
    mine = hub(tmp_path, FEW[:2], "c.db")
    before = mine.read_bytes()
    room = os.statvfs_result((4096, 4096, 100, 10, 10, 1, 1, 1, 1, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    with pytest.raises(DiskFull):
        taken(mine, whole)
    assert mine.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_second_import_is_told_to_wait(tmp_path: Path) -> None:
    whole = packed(hub(tmp_path, FEW))
    mine = hub(tmp_path, FEW[:2], "c.db")
    with changing(mine), pytest.raises(CatalogueLocked):
        taken(mine, whole)


# signatures

needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not there")


def _key(folder: Path, name: str, passphrase: str = "") -> Path:
    made = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", made], check=True)
    return made


def _signers(folder: Path, key: Path) -> Path:
    allowed = folder / "signers"
    public = key.with_suffix(".pub").read_text()
    allowed.write_text(f'hub@clinic namespaces="trials-pack" {public}')
    return allowed


@needs_ssh
def test_a_signed_pack_says_who_signed_it(tmp_path: Path) -> None:
    key, other = _key(tmp_path, "key"), _key(tmp_path, "other")
    theirs = hub(tmp_path, FEW)
    signed = packed(theirs, "signed.pack", key=key)
    allowed = Trust(signers=_signers(tmp_path, key), signed_only=True)
    assert verify(signed, allowed).signed_by == "hub@clinic"
    assert taken(tmp_path / "c.db", signed, trust=allowed).pack.signed_by == "hub@clinic"
    found = verify(signed, Trust())
    assert found.is_signed and found.signed_by is None
    strange = packed(theirs, "strange.pack", key=other)
    with pytest.raises(PackRefused, match="not signed by one of the allowed"):
        verify(strange, Trust(signers=allowed.signers))


@needs_ssh
def test_an_unsigned_pack_is_taken_unless_only_signed_ones_are(tmp_path: Path) -> None:
    allowed = _signers(tmp_path, _key(tmp_path, "key"))
    plain = packed(hub(tmp_path, FEW))
    found = verify(plain, Trust(signers=allowed))
    assert not found.is_signed
    with pytest.raises(PackRefused, match="take no other"):
        verify(plain, Trust(signers=allowed, signed_only=True))
    mine = tmp_path / "c.db"
    with pytest.raises(PackRefused):
        taken(mine, plain, trust=Trust(signers=allowed, signed_only=True))
    assert not mine.exists()


@needs_ssh
def test_a_key_with_a_passphrase_is_never_asked_for(tmp_path: Path) -> None:
    key = _key(tmp_path, "key", "secret words")
    with pytest.raises(PackRefused, match="cannot be signed"):
        packed(hub(tmp_path, FEW), key=key)
    assert not (tmp_path / "it.pack").exists()
