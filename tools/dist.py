"""Makes the bundle that is installed without a network: `python -m tools.dist [FOLDER]`.

Wheels of every package that `constraints.txt` pins, for each Python and each machine that is
served, fetched by pip and checked by their hashes; the program's own wheel; the manual page,
completions, `installer/install.sh` and checksums. One commit gives one bundle, byte for byte.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.constraints import MACHINES, PLACE, PYTHONS, ROOT, TAGS

_SHELLS = ("bash", "zsh", "fish")
_PAGES = ("docs/install.md", "docs/packs.md", "docs/kiosk.md", "LICENSE", "CHANGELOG.md")
_PIP = (sys.executable, "-m", "pip")
_QUIET = ("-q", "--disable-pip-version-check")


def fetch(wheels: Path) -> None:
    """The pinned wheels, for each Python and machine; raises CalledProcessError."""
    for python in PYTHONS:
        for machine in MACHINES:
            platforms = [f"--platform={tag}_{machine}" for tag in TAGS]
            subprocess.run(
                [*_PIP, "download", *_QUIET, "--no-deps", "--require-hashes", "-r", str(PLACE),
                 "--only-binary=:all:", f"--python-version={python}", *platforms,
                 "--dest", str(wheels)],
                check=True,
            )  # fmt: skip


def build(wheels: Path) -> Path:
    """The program's own wheel, put with the others; the same commit gives the same bytes."""
    made = {**os.environ, "SOURCE_DATE_EPOCH": str(_day_of_commit())}
    command = [*_PIP, "wheel", *_QUIET, "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
    subprocess.run(command, check=True, env=made)
    [wheel] = wheels.glob("trials-*.whl")
    return wheel


def lay_out(folder: Path, wheel: Path) -> None:
    """Everything besides the wheels."""
    version = wheel.name.split("-")[1]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    pins = PLACE.read_text(encoding="utf-8")
    own = f"trials=={version} \\\n    --hash=sha256:{digest}\n"
    (folder / "requirements.txt").write_text(pins + own, encoding="utf-8")
    shutil.copy(ROOT / "installer" / "install.sh", folder / "install.sh")
    for page in _PAGES:
        shutil.copy(ROOT / page, folder / Path(page).name)
    share = folder / "share"
    share.mkdir()
    (share / "trials.1").write_bytes(_said("man"))
    for shell in _SHELLS:
        (share / f"trials.{shell}").write_bytes(_said("completion", shell))
    sums = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(folder)}\n"
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def archive(folder: Path, target: Path, day: int) -> None:
    """The folder as one compressed file, in order, of nobody, of one day."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = day
        member.mode = 0o755 if member.isdir() or member.name.endswith(".sh") else 0o644
        return member

    part = target.with_name(f".{target.name}.part")
    with (
        part.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as made,
    ):
        for each in (folder, *sorted(folder.rglob("*"))):
            name = str(each.relative_to(folder.parent))
            made.add(each, name, recursive=False, filter=plain)
    part.replace(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_name(f"{target.name}.sha256").write_text(f"{digest}  {target.name}\n")


def _said(*command: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "tui", *command], cwd=ROOT, check=True, capture_output=True
    ).stdout


def _day_of_commit() -> int:
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True
    )
    return int(told.stdout) if told.returncode == 0 else 0


def main() -> None:
    """Fetch, build, pack."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheels = Path(scratch) / "wheels"
        wheels.mkdir()
        fetch(wheels)
        wheel = build(wheels)
        name = f"trials-{wheel.name.split('-')[1]}-linux"
        folder = Path(scratch) / name
        folder.mkdir()
        wheels.rename(folder / "wheels")
        lay_out(folder, folder / "wheels" / wheel.name)
        made = target / f"{name}.tar.gz"
        archive(folder, made, _day_of_commit())
        count = len(list((folder / "wheels").iterdir()))
    print(f"{made}: {made.stat().st_size / (1 << 20):.1f} MiB, {count} wheels")


if __name__ == "__main__":
    main()
