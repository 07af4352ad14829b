"""Which letters and signs the terminal can show, and what stands for the others.

The locale says it: `LC_ALL`, else `LC_CTYPE`, else `LANG`; where none is set the terminal is taken
to know UTF-8. A sign that is missing is spelt so that it cannot be misread (`>=`, never `>`); an
accent is left out; a letter for which nothing stands is a `?` of its width.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

UTF8 = "utf-8"
ASCII = "ascii"
_POOR_FONTS = ("linux", "vt", "ansi", "cons", "sun", "wyse")
"""How the names of terminals begin whose fonts may lack signs, whatever the locale says."""
_COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python itself writes into LC_CTYPE where the locale is C."""

SIGNS = {
    "≥": ">=", "⩾": ">=", "≧": ">=", "≤": "<=", "⩽": "<=", "≦": "<=", "≠": "!=", "±": "+/-",
    "×": "x", "÷": "/", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-",
    "→": "->", "←": "<-", "↑": "Up", "↓": "Down", "↔": "<->", "⇒": "=>", "…": "...", "·": "-",
    "•": "*", "◦": "o", "●": "*", "○": "o", "▪": "*", "■": "*", "►": ">", "➢": ">", "✓": "yes",
    "│": "|", "─": "-", "┼": "+", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "‚": "'",
    "«": "<<", "»": ">>", "′": "'", "″": '"', "°": " deg ", "™": "(TM)", "®": "(R)", "©": "(C)",
    "§": "par. ", "€": "EUR", "£": "GBP", "¥": "JPY", "∞": "infinity", "≈": "~", "∼": "~",
    "√": "sqrt", "∆": "delta", "∑": "sum", "¼": "1/4", "½": "1/2", "¾": "3/4", "‰": "per mille",
    "†": "+", "‡": "++", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "⁄": "/", "∕": "/",
}  # fmt: skip
LETTERS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "u", "µ": "u",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Δ": "Delta", "Σ": "Sigma", "Ω": "Ohm",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
    "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


class Repertoire(NamedTuple):
    """What the terminal shows."""

    charset: str = UTF8
    """In which its bytes are written and read."""
    signs: bool = True
    """Whether it shows arrows, lines and comparison signs."""
    has_wide_letters: bool = False
    """Whether letters of ambiguous width take two cells; the app counts one for each."""


_now = Repertoire()


def of_terminal(environment: Mapping[str, str], *, coerced: bool = False) -> Repertoire:
    """What the locale and the kind of terminal say; `coerced`: LC_CTYPE is not the user's."""
    charset = _charset(_locale_name(environment, coerced=coerced))
    poor = environment.get("TERM", "").startswith(_POOR_FONTS)
    return Repertoire(charset, signs=charset != ASCII and not poor)


def use(repertoire: Repertoire) -> None:
    """Show texts by this from now on."""
    global _now
    _now = repertoire
    _spelt.cache_clear()


def use_wide_letters() -> None:
    """The terminal draws letters of ambiguous width in two cells: spell them from now on."""
    use(_now._replace(has_wide_letters=True))


def is_wide_here(letter: str) -> bool:
    """Whether a letter takes two cells in this terminal, though it is counted as one."""
    return _now.has_wide_letters and unicodedata.east_asian_width(letter) == "A"


def charset() -> str:
    """The character set of the terminal."""
    return _now.charset


def shown(text: str) -> str:
    """A text as the terminal can show it: to be used before it is cut or padded."""
    if text.isascii() or (_now.signs and _now.charset == UTF8 and not _now.has_wide_letters):
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return "".join(letter if letter.isascii() else _spelt(letter) for letter in text)


_told_coerced: bool | None = None


def tell_coerced(is_so: bool) -> None:
    """Whether Python wrote LC_CTYPE in the process that this one stands in for."""
    global _told_coerced
    _told_coerced = is_so


def is_coerced() -> bool:
    """Whether Python itself wrote LC_CTYPE, as it does where the system lacks the user's locale.

    The environment that the process began with does not have it then.
    """
    if _told_coerced is not None:
        return _told_coerced
    try:
        begun = Path("/proc/self/environ").read_bytes()
    except OSError:  # no Linux: where it may be Python's, it is taken for it
        return True
    return not any(each.startswith(b"LC_CTYPE=") for each in begun.split(b"\0"))


def _locale_name(environment: Mapping[str, str], *, coerced: bool) -> str:
    if name := environment.get("LC_ALL"):
        return name
    kind, language = environment.get("LC_CTYPE", ""), environment.get("LANG", "")
    if kind in _COERCED and language and (coerced or language in ("C", "POSIX")):
        return language
    return kind or language


def _charset(name: str) -> str:
    if not name:
        return UTF8
    if name in ("C", "POSIX"):
        return ASCII
    told = name.partition(".")[2].partition("@")[0]
    if not told:
        import locale

        told = locale.getencoding()
    return codecs.lookup(told).name if _keeps_ascii(told) else UTF8


def _keeps_ascii(name: str) -> bool:
    """Whether it is a character set of a terminal: ASCII in it is ASCII. A client may name any."""
    every = bytes(range(128))
    try:
        # Escapes first: Python warns of those that it finds wrong among all letters in a row.
        if b"\\a\\u0041".decode(name) != "\\a\\u0041":
            return False
        text = every.decode(ASCII)
        is_same = every.decode(name) == text and text.encode(name) == every
        # Nor may it shift by control characters, as ISO 2022 does: those are the terminal's.
        return is_same and min("é日Ж".encode(name, "replace")) >= 0x20
    except (LookupError, UnicodeError):
        return False


@lru_cache(maxsize=4096)
def _spelt(letter: str) -> str:
    """What stands for a letter that is not ASCII."""
    can = _can(letter)
    if can and (_now.signs or (letter not in SIGNS and not _is_raised(letter))):
        return letter
    if not can and letter in LETTERS:
        return LETTERS[letter]
    if letter in SIGNS:
        return SIGNS[letter]
    if _is_raised(letter):
        return "^" + letter.translate(_RAISED)
    if can:
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    if plain != letter and all(map(_can, plain)):
        return plain
    return "?" * _cells(letter)


def _is_raised(letter: str) -> bool:
    return ord(letter) in _RAISED


def _can(letter: str) -> bool:
    if is_wide_here(letter):
        return False
    try:
        letter.encode(_now.charset)
    except UnicodeEncodeError:
        return False
    return True


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
