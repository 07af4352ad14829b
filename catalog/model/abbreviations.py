"""Short forms and long forms in a text, after Schwartz and Hearst (2003).

`head and neck squamous cell carcinoma (HNSCC)` and `HNSCC (head and neck squamous cell carcinoma)`
both give the pair. Each letter of the short form is looked for in the words before the bracket,
from right to left; its first letter must begin a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKET = re.compile(r"\(([^()\n]{2,100})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w/.+-]*(?: [\w/.+-]+)?")
_CLAUSE = re.compile(r"[,;:]|\bor\b")
_LONGEST_SHORT = 12


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """(short, long) as written, for every bracket of the text that defines one."""
    if "(" not in text:
        return
    for found in _BRACKET.finditer(text):
        inside = found[1]
        if (stop := _CLAUSE.search(inside)) is not None:
            inside = inside[: stop.start()]
        inside = inside.strip(" \"'“”")
        at = found.start()
        if is_short(inside):
            before = text[max(0, at - 160) : at].rstrip()
            if (long := long_form(inside, _last_sentence(before))) is not None:
                yield inside, long
        elif " " in inside or "-" in inside:
            before = text[max(0, at - 160) : at].rstrip()
            short = before.rpartition(" ")[2].strip("\"'“”([")
            if short.upper() == short and is_short(short) and long_form(short, inside) == inside:
                yield short, inside


def is_short(text: str) -> bool:
    """Whether a text may be an abbreviation: brief, begins a word, has a capital letter."""
    return (
        2 <= len(text) <= _LONGEST_SHORT
        and not (text.islower() and text.isascii())  # beyond ASCII a sign may be of both kinds
        and _SHORT.fullmatch(text) is not None
        and any(letter.isupper() for letter in text)
        and sum(letter.isalpha() for letter in text) >= 2
    )


def _last_sentence(text: str) -> str:
    return re.split(r"[.;:!?\n]\s", text)[-1]


def long_form(short: str, before: str) -> str | None:
    """The shortest run of words at the end of `before` that `short` abbreviates."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = before.split()
    most = min(len(letters) + 5, len(letters) * 2)
    window = " ".join(words[-most:])
    lowered = window.lower()
    place = len(window)
    for n in range(len(letters) - 1, -1, -1):
        place = _before(lowered, letters[n], place, begins_word=n == 0)
        if place < 0:
            return None
    long = window[place:].strip(" \"'“”-,")
    return long if _is_plausible(short, long) else None


def _before(text: str, letter: str, place: int, *, begins_word: bool) -> int:
    while (place := text.rfind(letter, 0, place)) >= 0:
        if not begins_word or place == 0 or not text[place - 1].isalnum():
            return place
    return -1


def _is_plausible(short: str, long: str) -> bool:
    words = long.split()
    return (
        len(long) > len(short) + 2
        and "(" not in long
        and short.lower() not in (word.lower() for word in words)
        and len(words) <= max(2, 2 * len(short))
        and words[0].lower() not in _NEVER_FIRST
    )


_NEVER_FIRST = frozenset("a an and are as at be by for from in is of on or the to was with".split())
