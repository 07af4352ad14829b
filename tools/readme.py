"""Writes the table of keys into the README: `make readme`."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.commands import markdown_table

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN = "<!-- keys: written by make readme -->\n"
END = "<!-- end of keys -->\n"


def with_keys(text: str) -> str:
    """A README with the table of keys as it is now between its two marks; raises ValueError."""
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError("the README has no marks around its table of keys")
    return f"{before}{BEGIN}{markdown_table()}{END}{after}"


def main() -> int:
    """Write the README anew."""
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
