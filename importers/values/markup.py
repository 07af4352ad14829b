"""Markup and entities that a registry's copy carries in its texts: undone before anything is read.

Only tags of a known list are taken for tags: `<the guide of diagnosis>`, `a < b` and
`<name@example.org>` are words of the text and stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TypeVar, cast

import msgspec

from catalog.model.text import plain

_LINE_TAGS = "br"
_BLOCK_TAGS = (
    "p|div|ul|ol|li|dl|dt|dd|table|tbody|thead|tfoot|tr|caption|h[1-6]|hr|blockquote|pre|section|"
    "article|header|footer|center"
)
_INLINE_TAGS = (
    "a|abbr|b|big|cite|code|em|font|i|img|label|mark|q|s|small|span|strike|strong|sub|sup|td|th|tt|"
    "u|col|colgroup|o:p|st1:[a-z]+|wbr"
)
_TAG = re.compile(
    rf"<\s*(?P<close>/?)\s*(?P<name>{_LINE_TAGS}|{_BLOCK_TAGS}|{_INLINE_TAGS})"
    r"(?:\s+[a-z:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"'/]+))*\s*[\"']?/?\s*>",
    re.IGNORECASE,
)
_NEEDS_ITS_END = frozenset("a b i q s u".split())
"""Tags that are also the names of groups: `cohort <A>` loses no letter."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,7});", re.IGNORECASE)
_ESCAPED = re.compile(rf"(?P<escape>\\?)(?P<entity>{_ENTITY.pattern})", re.IGNORECASE)
"""With ClinicalTrials.gov's backslash, which stands before a `&` of the text."""
_BOUNDARY = "\x1e"
_LINE = "\x1f"
_BOUNDARIES = re.compile(rf"(?:[ \t\r\n]*{_BOUNDARY})+[ \t]*(?:\r?\n[ \t]*)*")
_AROUND_LINE = re.compile(rf"(?:\r\n?)?[ \t]*{_LINE}")
_DEEPEST = 3
"""How often a text is escaped again on its way from registry to copy."""
_LEFT = re.compile(rf"{_ENTITY.pattern}|{_TAG.pattern}|<!--", re.IGNORECASE)

Read = TypeVar("Read")


def unmarked(text: str, line: str = "\n") -> str:
    """The text with its entities as signs and its tags as the line ends they make.

    `line` is what a line end becomes: a caller that takes its texts apart later may want another
    mark than a line feed. Powers stay powers: `10<sup>9</sup>` is `10^9`.
    """
    if "&" in text:
        text = _decoded(text)
    if "<" not in text:
        return text
    text = _TAG.sub(_told, _COMMENT.sub("", text))
    text = _BOUNDARIES.sub(_paragraph, text).strip(_BOUNDARY)
    return _AROUND_LINE.sub(_LINE, text).replace(_BOUNDARY, line).replace(_LINE, line)


def unmarked_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """A row of a table, its cells cleaned before any of them is divided."""
    return {
        name: unmarked(cell) if "&" in cell or "<" in cell else cell for name, cell in cells.items()
    }


def without_markup(read: Read, raw: bytes) -> Read:
    """What was read of `raw`, with every text in it cleaned: no format forgets a field.

    `read` is a value of the model; it is given back as it is where nothing is to be cleaned.
    """
    if b"&" not in raw and b"<" not in raw and b"\\u00" not in raw:
        return read
    written = msgspec.json.encode(read).decode()
    if ("&" not in written and "<" not in written) or _LEFT.search(written) is None:
        return read
    return cast("Read", _cleaned(read))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        # A word of the model is a text too, and none has a sign of markup.
        text = unmarked(value) if "&" in value or "<" in value else value
        return value if text == value else text.strip()
    if isinstance(value, tuple):
        items = tuple(_cleaned(one) for one in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if isinstance(value, msgspec.Struct):
        said = {name: getattr(value, name) for name in value.__struct_fields__}
        clean = {name: _cleaned(one) for name, one in said.items()}
        changed = {
            name: one or _nothing(value, name)
            for name, one in clean.items()
            if one is not said[name]
        }
        return msgspec.structs.replace(value, **changed) if changed else value
    return value


def _nothing(value: msgspec.Struct, name: str) -> object:
    """What a field holds whose text was nothing but markup."""
    field = next(one for one in msgspec.structs.fields(value) if one.name == name)
    return "" if field.default is msgspec.NODEFAULT else field.default


def _decoded(text: str) -> str:
    for _ in range(_DEEPEST):
        plainer = _ESCAPED.sub(_sign, text)
        if plainer == text:
            break
        text = plainer
    return text


def _sign(found: re.Match[str]) -> str:
    """The sign of an entity; no-break blanks are blanks, what is none stays as it stands.

    A backslash before it stays where it is an escape of the sign too: `\\&lt;5` is `\\<5`, but
    `children\\&#39;s` is `children's`.
    """
    entity = found["entity"]
    sign = unescape(entity)
    if sign == entity:
        sign = unescape(sign.lower())  # `&Amp;` of a title in capitals
    if sign == "\u00a0":
        return " "
    if not (sign.isprintable() or sign in "\n\t"):
        return found[0]
    escaped = found["escape"] + sign
    return escaped if plain(escaped) == sign else sign


def _paragraph(found: re.Match[str]) -> str:
    return _BOUNDARY * (2 if found[0].count("\n") > 1 else 1)


def _told(found: re.Match[str]) -> str:
    name = found["name"].lower()
    if name == _LINE_TAGS:
        return _LINE
    if re.fullmatch(_BLOCK_TAGS, name):
        return _BOUNDARY
    if name in _NEEDS_ITS_END and not (found["close"] or _has_end(found.string, name)):
        return found[0]
    if name in ("td", "th"):
        return " "
    is_power = name == "sup" and not found["close"]
    return "^" if is_power and _digit_before(found) else ""


def _has_end(text: str, name: str) -> bool:
    return re.search(rf"<\s*/\s*{name}\s*>", text, re.IGNORECASE) is not None


def _digit_before(found: re.Match[str]) -> bool:
    return found.start() > 0 and found.string[found.start() - 1].isdigit()
