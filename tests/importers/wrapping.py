"""The legacy XML's way of wrapping a text, as seen in its files: the inverse of `textblock`."""

from __future__ import annotations

import re
import textwrap

WIDTH = 99
STEP = 5
MARK = re.compile(r"( *)(\* |\d{1,3}\. )?(.*)")


def wrapped(text: str, base: int) -> str:
    """A text as the API gives it (one line a block) as the body of a `<textblock>`.

    Blocks stand between empty lines, lists two columns in, texts of items five columns a level;
    numbers are right-aligned; lines end in CR LF; the whole begins without its indent.
    """
    levels: list[int] = []
    blocks = []
    for line in text.split("\n"):
        found = MARK.fullmatch(line)
        assert found is not None
        if not found[3].strip() and not found[2]:
            continue
        at = len(found[1])
        while levels and at < levels[-1]:
            levels.pop()
        column = base + STEP * len(levels)
        if found[2]:
            levels.append(at + len(found[2]))
            mark = "-  " if found[2] == "* " else found[2]
            blocks.append(_block(mark + found[3], column + STEP - len(mark), column + STEP))
        else:
            blocks.append(_block(found[3], column, column))
    body = "\r\n\r\n".join(blocks)
    return "\n" + " " * base + body.lstrip(" ") + "\r\n" + " " * (base - 2)


def _block(text: str, first: int, others: int) -> str:
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\r\n".join(lines)
