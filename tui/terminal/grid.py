"""The terminal's screen as cells, and what to send so that it shows what it should.

Only cells that differ from what the terminal shows are written. Over a slow line frames must not
queue: each asks for the cursor's position, and the next is sent when that is answered; what has
changed meanwhile is sent as one difference. Knows no toolkit: the first rows are drawn with it
before one is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tui.terminal.repertoire import is_wide_here
from tui.terminal.styled import width

Look = tuple[str, str, str]
"""SGR parameters: attributes, foreground, background."""
Cell = tuple[str, Look]
"""Text (empty: the right half of a wide letter) and look."""

PLAIN: Look = ("", "", "")
BLANK: Cell = (" ", PLAIN)
ASK = "\x1b[6n"
_SMALL_GAP = 4
_SMALL_ERASE = 4
_LEADING = 8
"""Blanks before a letter that are written in its look."""
_PLAIN_WIDTH = 0x300
_PATIENCE = 3.0
"""Seconds after which a frame is sent though the last was not answered."""


_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27"}
"""What takes an attribute away; 22 takes bold and dim."""


@lru_cache(maxsize=1024)
def change(old: Look, new: Look) -> str:
    """The shortest SGR sequence from one look to another."""
    if old == new:
        return ""
    if new == PLAIN:
        return "\x1b[m"
    anew = f"\x1b[{';'.join(['', *filter(None, new)])}m"
    return min(f"\x1b[{';'.join(_steps(old, new))}m", anew, key=len)


@lru_cache(maxsize=64)
def _is_bare(attributes: str) -> bool:
    """Whether a blank with these attributes shows its background and no more."""
    return not {"4", "7"} & set(attributes.split(";"))


def _fits(cell: Cell, here: Look) -> bool:
    """Whether a cell may be written in this look: it is its own, or it is a blank on its ground."""
    look = cell[1]
    if look == here:
        return True
    return cell[0] == " " and look[2] == here[2] and not look[0] and _is_bare(here[0])


def _steps(old: Look, new: Look) -> Iterator[str]:
    """What is taken away, then what is added."""
    had, has = old[0].split(";"), new[0].split(";")
    gone = {_OFF[each] for each in had if each and each not in has}
    yield from sorted(gone)
    for each in has:
        if each and (each not in had or _OFF[each] in gone):
            yield each
    for was, is_, default in ((old[1], new[1], "39"), (old[2], new[2], "49")):
        if was != is_:
            yield is_ or default


_SURE = (
    (0x20, 0x2FF), (0x370, 0x482), (0x48A, 0x590), (0x5D0, 0x5EA), (0x620, 0x64A), (0x10A0, 0x10FF),
    (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x202F, 0x205E), (0x2070, 0x20BF), (0x2100, 0x2211),
    (0x2212, 0x22FF), (0x2500, 0x259F), (0x25A0, 0x25A9), (0x3000, 0x3029), (0x3030, 0x303E),
    (0x3041, 0x3096), (0x309B, 0x31E3), (0x3200, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6),
)  # fmt: skip
"""Letters whose width all terminals count alike: Latin, Greek, Cyrillic, signs, wide ones of East
Asia. Emoji, and letters that are put together of several signs, are none."""


def is_doubtful(text: str) -> bool:
    """Whether terminals differ on how many cells the text of a cell takes.

    What this terminal has answered counts beside it: see `probe`.
    """
    return _is_doubtful(text) or (not text.isascii() and is_wide_here(text[0]))


@lru_cache(maxsize=4096)
def _is_doubtful(text: str) -> bool:
    if text < "\u0300" or not text:
        return any(letter > "\u036f" for letter in text[1:])
    if any(not "\u0300" <= mark <= "\u036f" for mark in text[1:]):
        return True
    return not any(first <= ord(text[0]) <= last for first, last in _SURE)


def _first_doubtful(wanted: Sequence[Cell], shown: Sequence[Cell | None]) -> int | None:
    """Column of the first letter of doubtful width that is, or was, in a row."""
    if _is_ascii(wanted) and _is_ascii(shown):  # as most rows are
        return None
    for x, (cell, old) in enumerate(zip(wanted, shown, strict=True)):
        if is_doubtful(cell[0]) or (old is not None and is_doubtful(old[0])):
            return x
    return None


def _is_ascii(row: Sequence[Cell | None]) -> bool:
    return "".join([cell[0] for cell in row if cell is not None]).isascii()


_SHIFTS = (2, -2, 1, -1)
"""Rows by which a list moves where its cursor leaves the screen: a hit has two, a line one."""
_LEAST_SCROLLED = 5


class _Shift(NamedTuple):
    """Rows `first` to `last` that stood `by` rows further down; `gain` of them change."""

    first: int = 0
    last: int = 0
    by: int = 0
    gain: int = 0


class Grid:
    """The terminal's screen, as it is and as it should be."""

    def __init__(self) -> None:
        # A terminal without "bce" erases to its own background, not to the one that is set.
        self._erases = not os.environ.get("TERM", "").startswith("screen")
        self._has_colours = not os.environ.get("NO_COLOR")
        self._wanted: list[list[Cell]] = []
        self._shown: list[list[Cell | None]] = []
        self._stale: set[int] = set()
        self._unsure: int | None = None
        """Column of the row being sent from which all is sent anew."""
        self._asked_at: float | None = None
        self._answers = True
        self._cursor: tuple[int, int] | None = None
        self._is_taken_over = False
        """Whether the terminal shows what another has drawn, and nothing was sent since."""

    def forget(self) -> None:
        """The terminal may show anything: send everything next time."""
        self._shown = [[None] * len(row) for row in self._wanted]
        self._stale = set(range(len(self._wanted)))
        self._cursor = None

    def resize(self, columns: int, rows: int) -> None:
        """Another size: nothing that was shown counts."""
        if len(self._wanted) == rows and (not rows or len(self._wanted[0]) == columns):
            return
        self._wanted = [[BLANK] * columns for _ in range(rows)]
        self.forget()

    def put(self, y: int, x: int, text: str, here: Look) -> int:
        """Wanted from a column on: a text in one look. Returns the column after it.

        Of the look of a blank only what shows is kept: then it is sent with what stands beside it.
        """
        row = self._wanted[y]
        if not self._has_colours:
            here = (here[0], "", "")
        bare = ("", "", here[2]) if _is_bare(here[0]) else here
        for letter in text:
            cells = 1 if ord(letter) < _PLAIN_WIDTH else width(letter)
            if cells == 0:
                if 0 < x <= len(row):
                    row[x - 1] = (row[x - 1][0] + letter, row[x - 1][1])
                continue
            if x + cells > len(row):
                break
            row[x] = (letter, bare if letter == " " else here)
            if cells == 2:
                row[x + 1] = ("", here)
            x += cells
        self._stale.add(y)
        return x

    def resized(self, columns: int, rows: int) -> None:
        """The terminal says its size: what it shows may be anything, unless this was drawn for it
        and nothing was sent since."""
        if not self._is_taken_over or (rows, columns) != self._size():
            self.forget()

    def _size(self) -> tuple[int, int]:
        return len(self._wanted), len(self._wanted[0]) if self._wanted else 0

    def take_over(self, other: Grid) -> None:
        """Go on where another has drawn: the terminal shows what that has sent."""
        self._wanted = [list(row) for row in other._wanted]
        self._shown = [list(row) for row in other._shown]
        self._stale |= other._stale
        self._is_taken_over = True

    # sending

    def waits(self, now: float) -> bool:
        """Whether the line is still busy with the last frame."""
        if self._asked_at is None:
            return False
        if now - self._asked_at > _PATIENCE:
            self._asked_at, self._answers = None, False
            return False
        return True

    def answered(self) -> None:
        """The terminal has drawn the last frame."""
        self._asked_at = None
        self._answers = True

    def difference(self, cursor: tuple[int, int], now: float, *, asks: bool = True) -> str:
        """What to write so that the terminal shows what it should; "" where it does.

        `asks`: for the answer that says that the frame was drawn.
        """
        self._is_taken_over = False
        out: list[str] = self._scrolled()
        at: tuple[int, int] | None = None
        current = PLAIN
        for y in sorted(self._stale):
            for x, text, end, here in self._runs(y):
                out.append(_move(at, (x, y)))
                if not here[0] and _is_erased(text) and _fits((" ", here), current):
                    here = current
                out.append(change(current, here))
                current, at = here, (end, y)
                if self._erases and len(text) > _SMALL_ERASE and _is_blank(text, here):
                    out.append(f"\x1b[{len(text)}X")  # erased in place, the cursor stays
                    at = (x, y)
                else:
                    out.append(text)
            for x, text, _, here in self._anew(y):
                out += (_move(None, (x, y)), change(current, here), text)
                current, at = here, None
        self._stale.clear()
        if not out and cursor == self._cursor:
            return ""
        if current != PLAIN:
            out.append("\x1b[m")
        if out or cursor != self._cursor:
            out.append(f"\x1b[{cursor[1] + 1};{cursor[0] + 1}H")
            self._cursor = cursor
        if self._answers and asks:
            out.append(ASK)
            self._asked_at = now
        return "".join(out)

    def _scrolled(self) -> list[str]:
        """Feeds lines where most rows are those that stood a few further down or up.

        The rows that come in count as unknown: terminals differ on what they fill them with.
        """
        if len(self._stale) < _LEAST_SCROLLED:
            return []
        best = max((self._shifted(by) for by in _SHIFTS), key=lambda each: each.gain)
        if best.gain < _LEAST_SCROLLED:
            return []
        first, last, by = best.first, best.last, best.by
        top, bottom = min(first, first + by), max(last, last + by)
        unknown: list[list[Cell | None]] = [[None] * len(self._wanted[0]) for _ in range(abs(by))]
        kept = self._shown[first + by : last + by + 1]
        self._shown[top : bottom + 1] = [*kept, *unknown] if by > 0 else [*unknown, *kept]
        self._stale.update(range(top, bottom + 1))
        edge, feed = (bottom, "\x1bD") if by > 0 else (top, "\x1bM")
        return [f"\x1b[{top + 1};{bottom + 1}r\x1b[{edge + 1}H", feed * abs(by), "\x1b[r"]

    def _shifted(self, by: int) -> _Shift:
        """The longest run of rows that stood `by` rows further down, and how many it saves."""
        best = _Shift()
        first, gain = -1, 0
        for y, row in enumerate(self._wanted):
            if 0 <= y + by < len(self._shown) and self._shown[y + by] == row:
                first, gain = (first, gain) if first >= 0 else (y, 0)
                gain += self._shown[y] != row
                if gain > best.gain:
                    best = _Shift(first, y, by, gain)
            else:
                first = -1
        return best

    def _anew(self, y: int) -> Iterator[tuple[int, str, int, Look]]:
        """What is sent whole of a row: from its first letter of doubtful width on.

        The terminal may count that letter otherwise, so nothing behind it is where we think. Its
        place is emptied first, and each piece begins at a place of its own.
        """
        start, self._unsure = self._unsure, None
        if start is None:
            return
        row = self._wanted[y]
        x = start
        while x < len(row):
            end, here = x + 1, row[x][1]
            if is_doubtful(row[x][0]):
                while end < len(row) and row[end][0] == "":
                    end += 1
                yield x, " " * (end - x), end, here
            else:
                here = self._look_from(row, x)
                while end < len(row) and _fits(row[end], here) and not is_doubtful(row[end][0]):
                    end += 1
            yield x, "".join(cell[0] for cell in row[x:end]), end, here
            x = end

    def _runs(self, y: int) -> Iterator[tuple[int, str, int, Look]]:
        """(column, text, column after it, look) of what has changed in a row."""
        wanted, shown = self._wanted[y], self._shown[y]
        if wanted == shown:
            return
        self._unsure = _first_doubtful(wanted, shown)
        if self._unsure is not None:
            shown[self._unsure :] = wanted[self._unsure :]
        blank_from = self._blank_from(wanted)
        x, columns = 0, len(wanted)
        while x < columns:
            if wanted[x] == shown[x]:
                x += 1
                continue
            if wanted[x][0] == "" and x:
                x -= 1
            if self._erases and x >= blank_from and columns - x > _SMALL_ERASE:
                yield x, "\x1b[K", x, wanted[x][1]
                break
            first, here = x, self._look_from(wanted, x)
            last = x
            while x < columns and _fits(wanted[x], here) and x - last <= _SMALL_GAP:
                if wanted[x] != shown[x]:
                    last = x
                x += 1
            last = max(last, first)
            if last + 1 < columns and wanted[last + 1][0] == "":
                last += 1
            end = last + 1
            if self._erases and end > blank_from and columns - blank_from > _SMALL_ERASE:
                end = max(blank_from, first)
            if end > first:
                yield first, "".join(cell[0] for cell in wanted[first:end]), end, here
            x = end
            if (
                end >= blank_from
                and self._erases
                and any(wanted[place] != shown[place] for place in range(end, columns))
            ):
                yield end, "\x1b[K", end, wanted[-1][1]
                break
        self._shown[y] = list(wanted)

    def _look_from(self, row: Sequence[Cell], x: int) -> Look:
        """The look to write in from a column on: of blanks, that of the letter they lead to."""
        here = row[x][1]
        for cell in row[x : x + _LEADING]:
            if cell[0] != " ":
                return cell[1] if _fits(row[x], cell[1]) else here
            if cell[1] != here:
                break
        return here

    def _blank_from(self, row: Sequence[Cell]) -> int:
        """Column from which the row is blank in one look that erasing can make."""
        place = len(row)
        if not row:
            return 0
        tail = (" ", row[-1][1])
        if row[-1] != tail or row[-1][1][0]:
            return place
        while place and row[place - 1] == tail:
            place -= 1
        return place


def _is_erased(text: str) -> bool:
    return text == "\x1b[K" or text.isspace()


def _is_blank(text: str, here: Look) -> bool:
    """Whether erasing shows what writing this text would."""
    return _is_bare(here[0]) and text.isspace()


def _move(at: tuple[int, int] | None, to: tuple[int, int]) -> str:
    if at == to:
        return ""
    if at is not None and at[1] == to[1] and to[0] > at[0]:
        return f"\x1b[{to[0] - at[0]}C" if to[0] - at[0] > 1 else "\x1b[C"
    return f"\x1b[{to[1] + 1};{to[0] + 1}H" if to[0] else f"\x1b[{to[1] + 1}H"
