"""Text from outside: made safe to draw, and made equal to compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

# C0 and C1 controls, invisible and bidirectional formatting, surrogates, tags: nothing that a
# terminal obeys or that makes a reader see another text than the one that is stored.
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HIDDEN = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff")
_BREAKS = frozenset("\r\x0b\x0c\x85\u2028\u2029")


def clean(text: str, *, lines: bool = False) -> str:
    """Text that is safe to send to a terminal; with `lines`, line feeds stay.

    Everything drawn or printed passes here at drawing time, because a catalogue file may come from
    anywhere. U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = _ODD.sub(_visible, text)
    return text if lines else text.replace("\n", " ")


def _visible(found: re.Match[str]) -> str:
    letter = found[0]
    if letter == "\t":
        return "    "
    if letter in _BREAKS:
        return "\n"
    if letter in _HIDDEN or "\u2060" <= letter <= "\u206f" or letter >= "\U000e0000":
        return ""
    return "\ufffd"


_OBEYED = (
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(encoded: str) -> str:
    """JSON in which what a terminal obeys or hides is written as `\\u009b`: the same value."""
    return re.sub(_OBEYED, lambda found: "".join(_escapes(found[0])), encoded)


def _escapes(letter: str) -> Iterator[str]:
    units = letter.encode("utf-16-be", "surrogatepass")
    for place in range(0, len(units), 2):
        yield f"\\u{int.from_bytes(units[place : place + 2], 'big'):04x}"


_ESCAPE = re.compile(r"\\([><\[\]^*&.~_\-)+\\|(#`!{}=])")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"\\?&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")


def plain(text: str) -> str:
    """Text as a reader should see it: Markdown escapes, HTML entities and `<br>` undone."""
    for _ in range(3 if "&" in text else 0):  # copies escape again what was escaped
        text = _ENTITY.sub(_entity, text)
    if "<" in text:
        text = _BREAK_TAG.sub("\n", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _entity(found: re.Match[str]) -> str:
    from html import unescape  # its table of names is large and seldom wanted

    return unescape(found[0].removeprefix("\\"))


def said(text: str) -> str:
    """Registry text in one line, safe to draw and to print."""
    return " ".join(clean(plain(text)).split())


def some(values: Sequence[str], most: int) -> str:
    """The first of a list, and how many more there are: `A, B and 3 more`."""
    more = len(values) - most
    return ", ".join(values[:most]) + (f" and {more} more" if more > 0 else "")


_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """What two writings of one title or text have in common.

    Lower case, without accents, punctuation, dashes, escapes and double blanks.
    """
    text = plain(text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.casefold()).strip()


_COMPARED = str.maketrans(
    {"≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "⩾": ">=", "⩽": "<=", "＞": ">", "＜": "<"}
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_COMPARISON = re.compile(r"[<>]=?|=[<>]")


def ascii_signs(text: str) -> str:
    """The text with signs of comparison as two letters: `≥` as `>=`."""
    return text.translate(_COMPARED)


def comparisons(text: str) -> tuple[str, ...]:
    """The signs of comparison in a text, in order: `folded` leaves them out, a limit needs them."""
    if "<" not in text and ">" not in text and text.isascii():
        return ()
    found = _COMPARISON.findall(_TAG.sub(" ", ascii_signs(plain(text))))
    return tuple({"=>": ">=", "=<": "<="}.get(sign, sign) for sign in found)
