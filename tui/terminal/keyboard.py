"""What comes from the keyboard's line, told apart: keys, pastes, and what the terminal answers.

Terminals send keys, pasted text and answers to questions over one line, in pieces that are cut
anywhere. This is the one place that tells them apart, before Textual sees any of it:

- between the marks of a paste nothing is a key, whatever bytes it holds, and no time that passes
  cuts it; only a read of nothing but ctrl+c or ctrl+q leaves a paste whose end never comes;
- keys of one read in which letters follow an Enter, or more letters than anybody types, are a
  paste whose terminal marks none;
- a control sequence that is no known key, and a control string to its end, are dropped whole;
- Esc and a letter are Esc, then the letter: there are no commands with Alt.

It is a state machine over bytes and a clock that it is told; it never raises.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple


class Key(NamedTuple):
    """A key: one letter or control character, or the whole sequence that a terminal sends."""

    sequence: str


class Paste(NamedTuple):
    """A text that was pasted; its lines end with line feeds and it holds no control character."""

    text: str


class CursorAt(NamedTuple):
    """Where the terminal says that its cursor is, from 0."""

    column: int
    row: int


class Mouse(NamedTuple):
    """A report of the mouse, in SGR form."""

    sequence: str


class Focus(NamedTuple):
    """The terminal's window has, or has not, the focus."""

    gained: bool


class Endless(NamedTuple):
    """A paste has begun, nothing came for a while, and its end has not come."""


Token = Key | Paste | CursorAt | Mouse | Focus | Endless

ESCAPE = "\x1b"
ESC_DELAY = 0.1
"""Seconds after which an Esc is a key of its own."""
BEGUN_DELAY = 0.3
"""The same where what follows the Esc may begin a sequence."""
STRING_DELAY = 2.0
"""Seconds without a byte after which a control sequence or string that was cut off is forgotten."""
PASTE_DELAY = 2.0
"""Seconds without a byte after which an unfinished paste is told; nothing ends by it."""
BURST = 0.3
"""Seconds between reads of one paste without marks: a packet takes .18 at 64 kbit/s."""
LONGEST_TYPED = 100
"""Letters of one read: ten seconds of quick typing on a line that stood still. More are a paste."""
LONGEST_PASTE = 1 << 20
"""Bytes that are kept of a paste; a search needs less, and no line of a form takes more."""
_LONGEST = 128
"""Bytes of a control sequence; a longer one is dropped to its end."""

_ESC = 0x1B
_BEGIN, _END = b"\x1b[200~", b"\x1b[201~"
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*")
_STRING = re.compile(rb"\x1b(?:\][0-9lLI]|P[0-9;<=>?!-/ ]|_[ -~]|\^[ -~])")
"""How control strings begin; `]`, `P`, `_`, `^` after Esc may be keys as well."""
_MAY_BE_STRING = re.compile(rb"\x1b[\]P_^]\Z")
_LATE = re.compile(
    rb"\[[<=>?]?\d[0-?]*[ -/]*[@-~]|\[[A-DFHIO]\Z|\]\d+;|P[01>!][$+|>]?[ -~]|_G[a-z]="
    rb"|[\]P_^][ -~]+(?:\x07|\x1b\\)"
)
"""The rest of a sequence whose Esc came so much earlier that it was taken for a key."""
_LEAVING = re.compile(rb"(?:[\x03\x11]|\x1b\[(?:99|113)(?::\d*)*;\d{1,3}(?::\d*)?(?:;[\d:]*)?u)+\Z")
_ANSWER = re.compile(rb"\x1b\[\d{1,5};\d{1,5}R")
"""Where the cursor stands: asked with every frame, so it may come while somebody pastes."""
_RELEASED_CTRL = 4
_PLACE = re.compile(r"\x1b\[(\d{1,5});(\d{1,5})R\Z")
_MOUSE = re.compile(r"\x1b\[<\d{1,3};-?\d{1,5};-?\d{1,5}[Mm]\Z")
_EXTENDED = re.compile(r"\x1b\[([\d:]*)(?:;([\d:]*))?(?:;([\d:]*))?([u~ABCDEFHPQS])\Z")
_LAST_CODE = 0x10FFFF
_ENTERS = frozenset("\r\n")


class Keyboard:
    """Tells apart what is read; `known` are the sequences of keys besides the numbered ones."""

    def __init__(self, known: Collection[str], charset: str = "utf-8") -> None:
        self._known = known
        self._decoder = codecs.getincrementaldecoder(charset)(errors="replace")
        self._held = b""
        """The beginning of a sequence whose rest has not come."""
        self._in_string = False
        self._pasted: bytearray | None = None
        self._told = False
        """Whether it was said that this paste has no end."""
        self._burst_until = 0.0
        self._is_first_line = False
        """Whether the paste without marks that is coming has had no end of a line."""
        self._late_until = 0.0
        self.due: float | None = None
        """When `wait_no_longer` is to be called, if nothing comes before."""

    def feed(self, data: bytes, now: float) -> list[Token]:
        """What a read of the line means, as far as it can be told."""
        typed = _ANSWER.sub(b"", data) if self._pasted is not None else data
        if self._pasted is not None and _leaves(typed):
            tokens: list[Token] = [self._end_of_paste()]
            self._held = b""
            tokens += self._lexed(data)
        elif not typed and not self._held:
            tokens = self._answers(data)
        else:
            if now < self._late_until and not self._held and _LATE.match(data):
                data = b"\x1b" + data
            self._late_until = 0.0
            tokens = self._read(data, now)
        self._note(now)
        return tokens

    def _answers(self, data: bytes) -> list[Token]:
        """What the terminal answered while a paste came: no part of it."""
        kept, self._pasted = self._pasted, None
        tokens = self._lexed(data)
        self._pasted = kept
        return tokens

    def wait_no_longer(self, now: float) -> list[Token]:
        """What is held means, now that nothing has followed it."""
        if self.due is None or now < self.due:
            return []
        tokens = self._undecided(now)
        self._note(now)
        return tokens

    def _note(self, now: float) -> None:
        """When to come back."""
        if self._pasted is not None:
            self.due = None if self._told else now + PASTE_DELAY
        elif self._in_string:
            self.due = now + STRING_DELAY
        elif self._held:
            self.due = now + self._patience()
        else:
            self.due = None

    def _patience(self) -> float:
        """How long the rest of what is held is waited for."""
        if self._held == b"\x1b":
            return ESC_DELAY
        is_key = len(self._held) == 2 or self._held == b"\x1b[[" or self._is_known()
        return BEGUN_DELAY if is_key else STRING_DELAY

    def _is_known(self) -> bool:
        return self._held.decode("latin-1") in self._known

    def _undecided(self, now: float) -> list[Token]:
        if self._pasted is not None:
            self._told = True
            return [Endless()]
        held, self._held = self._held, b""
        if self._in_string:
            self._in_string = False
            return []
        if held == b"\x1b":
            self._late_until = now + STRING_DELAY
        whole = held.decode("latin-1")
        if whole in self._known:
            return [Key(whole)]
        return [Key(each) for each in whole] if len(whole) <= 2 or whole == "\x1b[[" else []

    def _read(self, data: bytes, now: float) -> list[Token]:
        was_marked = self._pasted is not None
        tokens = self._lexed(data)
        if was_marked or any(isinstance(each, Paste) for each in tokens):
            return tokens
        if now < self._burst_until and not _leaves(data):
            self._burst_until = now + BURST
            return self._more_of_it(tokens)
        if not _is_pasted(tokens):
            return tokens
        self._burst_until = now + BURST
        self._is_first_line = not _has_enter(tokens)
        return _as_paste(tokens)

    def _more_of_it(self, tokens: list[Token]) -> list[Token]:
        """Of a later read of a paste without marks: what belongs to its first line."""
        others: list[Token] = [each for each in tokens if not isinstance(each, Key)]
        if not self._is_first_line:
            return others
        self._is_first_line = not _has_enter(tokens)
        *rest, pasted = _as_paste(tokens)
        assert isinstance(pasted, Paste)
        line = pasted.text.partition("\n")[0]
        return [*rest, Paste(line)] if line else rest

    # cutting

    def _lexed(self, data: bytes) -> list[Token]:
        data, self._held = self._held + data, b""
        tokens: list[Token] = []
        place = 0
        while place < len(data):
            if self._pasted is not None:
                place = self._paste(data, place, tokens)
            elif self._in_string:
                place = self._string(data, place)
            elif data[place] == _ESC:
                place = self._escape(data, place, tokens)
            elif data[place] < 0x20 or data[place] == 0x7F:
                self._decode(b"", tokens, final=True)
                tokens.append(Key(chr(data[place])))
                place += 1
            else:
                place = self._text(data, place, tokens)
        return tokens

    def _text(self, data: bytes, place: int, tokens: list[Token]) -> int:
        end = place
        while end < len(data) and data[end] >= 0x20 and data[end] != 0x7F:
            end += 1
        self._decode(data[place:end], tokens)
        return end

    def _decode(self, data: bytes, tokens: list[Token], *, final: bool = False) -> None:
        try:
            text = self._decoder.decode(data, final)
        except ValueError:  # no codec of Python's raises here; one of another's might
            self._decoder.reset()
            return
        tokens += (Key(letter) for letter in text if not _is_control(letter))

    def _paste(self, data: bytes, place: int, tokens: list[Token]) -> int:
        """Take pasted bytes to the end mark, or to what may be its beginning."""
        assert self._pasted is not None
        end = data.find(_END, place)
        if end >= 0:
            self._keep(data[place:end])
            tokens.append(self._end_of_paste())
            return end + len(_END)
        rest = next(
            (size for size in range(len(_END) - 1, 0, -1) if data.endswith(_END[:size], place)), 0
        )
        self._keep(data[place : len(data) - rest])
        self._held = data[len(data) - rest :]
        return len(data)

    def _keep(self, data: bytes) -> None:
        assert self._pasted is not None
        self._pasted += data[: max(0, LONGEST_PASTE - len(self._pasted))]

    def _end_of_paste(self) -> Paste:
        pasted, self._pasted, self._told = bytes(self._pasted or b""), None, False
        text = self._decoder.decode(pasted, True)
        self._decoder.reset()
        return Paste(_cleaned(text))

    def _string(self, data: bytes, place: int) -> int:
        """Drop a control string to its end; what cannot be part of one ends it too."""
        while place < len(data):
            byte = data[place]
            if byte == _ESC and place + 1 == len(data):
                self._held = b"\x1b"
                return len(data)
            if byte == _ESC:
                self._in_string = False
                return place + 2 if data[place + 1] == ord("\\") else place
            if byte in (0x07, 0x18, 0x1A):
                self._in_string = False
                return place + 1
            if byte in (0x03, 0x11):
                self._in_string = False
                return place
            place += 1
        return place

    def _escape(self, data: bytes, place: int, tokens: list[Token]) -> int:
        """What begins with Esc: a sequence, a string, or Esc and what follows it."""
        self._decode(b"", tokens, final=True)
        rest = data[place : place + _LONGEST]
        if rest == b"\x1b" or _MAY_BE_STRING.match(rest) or rest == b"\x1bO":
            return self._hold(data, place)
        if rest.startswith(b"\x1b["):
            return self._sequence(data, place, rest, tokens)
        if _STRING.match(rest):
            self._in_string = True
            return place + 2
        single = rest[:3].decode("latin-1")
        if rest.startswith(b"\x1bO") and single in self._known:
            tokens.append(Key(single))
            return place + 3
        tokens.append(Key(ESCAPE))
        return place + 1

    def _hold(self, data: bytes, place: int) -> int:
        self._held = data[place:]
        return len(data)

    def _sequence(self, data: bytes, place: int, rest: bytes, tokens: list[Token]) -> int:
        """A control sequence: a key, an answer, or nothing."""
        if rest.startswith(b"\x1b[["):  # the Linux console's function keys
            if len(rest) == 3:
                return self._hold(data, place)
            if rest[:4].decode("latin-1") in self._known:
                tokens.append(Key(rest[:4].decode("latin-1")))
                return place + 4
            tokens += (Key(ESCAPE), Key("["))
            return place + 2
        found = _SEQUENCE.match(rest)
        assert found is not None
        end = found.end()
        if end == len(rest):
            if end < _LONGEST:
                return self._hold(data, place)
            self._in_string = True  # endless: nothing of it is a key
            return place + end
        whole = rest[: end + 1].decode("latin-1")
        if not "@" <= whole[-1] <= "~":
            if end > 2:
                return place + end  # broken off: what follows is read for itself
            tokens += (Key(ESCAPE), Key("["))
            return place + 2
        if whole == "\x1b[M":  # the mouse's old form: three bytes more, which say nothing to us
            more = next((size for size in range(3, len(rest)) if size == 6 or rest[size] < 0x20), 0)
            if len(rest) < 6 and not more:
                return self._hold(data, place)
            return place + (more or 6)
        if whole == _BEGIN.decode():
            self._pasted, self._told = bytearray(), False
        elif (token := self._meaning(whole)) is not None:
            tokens.append(token)
        return place + end + 1

    def _meaning(self, whole: str) -> Token | None:
        if whole in ("\x1b[I", "\x1b[O"):
            return Focus(whole == "\x1b[I")
        if found := _PLACE.match(whole):
            return CursorAt(max(int(found[2]) - 1, 0), max(int(found[1]) - 1, 0))
        if _MOUSE.match(whole):
            return Mouse(whole)
        if whole in self._known:
            return Key(whole)
        if (numbered := _numbered(whole)) is not None:
            return Key(numbered)
        return None


def _leaves(data: bytes) -> bool:
    """Whether a read is nothing but ctrl+c or ctrl+q, in either way of sending them."""
    if not _LEAVING.match(data):
        return False
    held = re.findall(rb";(\d{1,3})(?::\d*)?(?:;[\d:]*)?u", data)
    return all((int(each) - 1) & _RELEASED_CTRL for each in held)


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f"


def _cleaned(text: str) -> str:
    """A pasted text without control characters; its lines end with line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(letter for letter in text if letter == "\n" or not _is_control(letter))


def _is_pasted(tokens: Sequence[Token]) -> bool:
    """Whether keys of one read are lines of a text.

    One key typed ahead after Enter (or two, where the read begins with Enter) is no paste.
    """
    keys = [each.sequence for each in tokens if isinstance(each, Key)]
    first = next((place for place, key in enumerate(keys) if key in _ENTERS), len(keys))
    if sum(map(_is_letter, keys)) > LONGEST_TYPED:
        return True
    after = sum(_is_letter(key) for key in keys[first:])
    if not after:
        return False
    if sum(key in _ENTERS for key in keys) > 1:
        return True
    return after > (1 if any(map(_is_letter, keys[:first])) else 2)


def _has_enter(tokens: Sequence[Token]) -> bool:
    return any(isinstance(each, Key) and each.sequence in _ENTERS for each in tokens)


def _is_letter(key: str) -> bool:
    return len(key) == 1 and not _is_control(key)


def _as_paste(tokens: Sequence[Token]) -> list[Token]:
    text = "".join(
        each.sequence for each in tokens if isinstance(each, Key) and len(each.sequence) == 1
    )
    others = [each for each in tokens if not isinstance(each, Key)]
    return [*others, Paste(_cleaned(text))]


def _numbered(whole: str) -> str | None:
    """A key of the keyboard protocol, written so that nothing in it can be misread; else None.

    `code:shifted:base;modifiers:event;text`: with ctrl held the key of the base layout counts, so
    that ctrl and a Cyrillic letter is the command whose Latin letter stands on that key.
    """
    found = _EXTENDED.match(whole)
    if found is None or not (found[1] or found[2]):
        return None
    codes = (found[1] or "1").split(":")
    held, _, kind = (found[2] or "").partition(":")
    if kind == "3" or len(held) > 4:
        return None  # let go
    is_command = held != "" and bool((int(held) - 1) & _RELEASED_CTRL)
    code = codes[2] if is_command and len(codes) > 2 and codes[2] else codes[0] or "1"
    text = ":".join(each for each in (found[3] or "").split(":") if _is_code(each))
    if not _is_code(code) and found[4] == "u":
        return None
    if len(code) > 7 or (found[4] not in "u~" and code != "1"):
        return None
    parts = [code, held] if held or text else [code]
    return f"{ESCAPE}[{';'.join([*parts, text] if text else parts)}{found[4]}"


def _is_code(number: str) -> bool:
    """Whether a number is a character that can be shown or is a key of its own."""
    if not number or len(number) > 7:
        return False
    code = int(number)
    return 0 < code <= _LAST_CODE and not 0xD800 <= code <= 0xDFFF
