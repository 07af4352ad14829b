"""What is installed offline is pinned with hashes, and is what the program asks for."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.constraints import PLACE, ROOT, required

_PIN = re.compile(r"^([\w.-]+)==([\w.]+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def test_every_requirement_is_pinned_within_its_bounds_with_a_hash() -> None:
    pins = {found[1]: found[2] for found in _PIN.finditer(PLACE.read_text(encoding="utf-8"))}
    for wanted in map(Requirement, required()):
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), wanted


def test_every_line_is_a_pin_or_a_hash() -> None:
    told = _PIN.sub("", PLACE.read_text(encoding="utf-8"))
    assert all(line.startswith("#") for line in told.splitlines())


def test_a_dependency_that_ships_has_an_upper_bound() -> None:
    """A new major release must not break a clinic's server on the day it comes out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in map(Requirement, project["dependencies"]):
        assert any(each.operator in ("<", "<=", "==", "~=") for each in wanted.specifier), wanted
