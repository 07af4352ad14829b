"""New files: under a name that nobody has, whole or not at all, within a quota."""

import os
from pathlib import Path

import pytest

from handover.saving import Quota, replace, save


def test_a_name_that_somebody_has_is_left_to_them(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "list.csv").symlink_to(precious)
    path, told = save(tmp_path, "list", ".csv", lambda out: out.write("a"))
    assert (path.name, told) == ("list-2.csv", 1)
    assert precious.read_text() == "mine"
    assert path.stat().st_mode & 0o777 == 0o640 & ~os.umask(os.umask(0))


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(out: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        save(tmp_path, "list", ".csv", fail)
    old = tmp_path / "named.csv"
    old.write_text("before")
    with pytest.raises(RuntimeError):
        replace(old, fail)
    assert old.read_text() == "before"
    replace(old, lambda out: out.write("after"))
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [
        ("named.csv", "after")
    ]


def test_a_folder_takes_no_more_than_its_quota(tmp_path: Path) -> None:
    quota = Quota(3, 100)
    save(tmp_path, "one", ".csv", lambda out: out.write("x" * 60), quota)
    with pytest.raises(OSError, match="folder for exports is full"):
        save(tmp_path, "two", ".csv", lambda out: [out.write("y") for _ in range(60)], quota)
    assert [each.name for each in tmp_path.iterdir()] == ["one.csv"]
    save(tmp_path, "two", ".csv", lambda out: out.write("y"), quota)
    save(tmp_path, "two", ".csv", lambda out: out.write("y"), quota)
    with pytest.raises(OSError, match="folder for exports is full"):
        save(tmp_path, "two", ".csv", lambda out: out.write("y"), quota)


def test_parts_that_a_kill_left_are_taken_away_in_time(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.csv.77.part", tmp_path / ".b.csv.78.part"
    for part in (old, new):
        part.write_text("half")
    os.utime(old, (0, 0))
    save(tmp_path, "list", ".csv", lambda out: out.write("x"))
    assert not old.exists()
    assert new.exists()
