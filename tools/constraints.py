"""Pins every package that ships to a version and its hashes: `python -m tools.constraints`.

The wheels are fetched with pip for each Python and each machine that the offline bundle serves, and
hashed as they are; so a wheelhouse on a stick is checked with
`pip install --require-hashes --no-index --find-links WHEELS -r constraints.txt`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
TAGS = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
_WHEEL = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)-")
_HEAD = """\
# Versions and hashes of what is installed with the program, for Python 3.11 to 3.13 on Linux
# (x86-64 and arm64). Made by `python -m tools.constraints`; docs/install.md says how it is used.
"""


def required() -> list[str]:
    """What the program needs, and what `trials update` needs besides."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["online"]]


def fetch(folder: Path, python: str, machine: str) -> None:
    """All wheels for one Python on one kind of machine; raises CalledProcessError."""
    platforms = [f"--platform={tag}_{machine}" for tag in TAGS]
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
    only = ["--only-binary=:all:", f"--python-version={python}", *platforms]
    subprocess.run([*command, *only, "--dest", str(folder), *required()], check=True)


def pinned(folder: Path) -> dict[str, set[str]]:
    """`name==version` of each wheel of a folder, with the SHA-256 of its files."""
    found: dict[str, set[str]] = defaultdict(set)
    for wheel in sorted(folder.glob("*.whl")):
        part = _WHEEL.match(wheel.name)
        assert part is not None, wheel.name
        name = part["name"].replace("_", "-").lower()
        found[f"{name}=={part['version']}"].add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    return found


def written(pins: dict[str, set[str]]) -> str:
    """The file: a package in alphabetical order, its hashes below it."""
    lines = [
        " \\\n    ".join((pin, *(f"--hash=sha256:{one}" for one in sorted(hashes))))
        for pin, hashes in sorted(pins.items())
    ]
    return _HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Fetch, hash, write."""
    with tempfile.TemporaryDirectory() as folder:
        for python in PYTHONS:
            for machine in MACHINES:
                fetch(Path(folder), python, machine)
        pins = pinned(Path(folder))
    names = [pin.partition("==")[0] for pin in pins]
    assert len(set(names)) == len(names), "one package in two versions"
    PLACE.write_text(written(pins), encoding="utf-8")
    print(f"{len(pins)} packages, {sum(map(len, pins.values()))} wheels")


if __name__ == "__main__":
    main()
