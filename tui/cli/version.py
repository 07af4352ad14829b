"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """`0.1.0`; what a checkout that was never installed cannot know, it says."""
    try:
        return version("trials")
    except PackageNotFoundError:
        return "(not installed)"
