"""Whether two values say the same in other words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from catalog.model.text import ascii_signs, folded, plain

_DASH = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_MARK = re.compile(r"^(?:[-*•·o▪◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_BETWEEN = re.compile(r"\s*([<>=/()%,;:+]+)\s*")
_PARTS = re.compile(r"[.,;:](?=\s|$)")
_END = ".,;: "


def criterion(text: str) -> str:
    """The words of a criterion without bullet, case, spelling of signs and blanks.

    Unlike a title's, its signs stay: "< 30" and "> 30" are two criteria.
    """
    return _BETWEEN.sub(r"\1", _plainly(text)).strip(_END)


def words(text: str) -> list[str]:
    """The words of a criterion with their signs, without what only parts sentences."""
    return _PARTS.sub(" ", _plainly(text)).split()


def _plainly(text: str) -> str:
    text = unicodedata.normalize("NFKC", ascii_signs(plain(text)).replace("×", "x")).casefold()
    return _MARK.sub("", " ".join(_DASH.sub("-", text).split()))


def stands_in(quoted: str, lines: Sequence[str]) -> bool:
    """Whether a quoted criterion still stands in a text of such lines, however it is divided now.

    What goes on behind the words ("…, unless controlled") makes them another criterion.
    """
    sought = criterion(quoted)
    found = [criterion(line) for line in lines]
    if sought in found:
        return True
    wanted = r"\s+".join(map(re.escape, sought.split()))
    whole = rf"(?:^|[\n.;:])\s*{wanted}\s*(?:$|[\n.;])"
    return bool(wanted) and re.search(whole, "\n".join(found)) is not None


def same_words(one: str, other: str) -> bool:
    """Whether two names or titles are one, spelling aside."""
    return folded(one) == folded(other)
