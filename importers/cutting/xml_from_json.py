"""JSON that was made of XML, as XML again: what registries' clients keep of a registry's file.

An object is an element with its members as children, a list an element that repeats, null and an
empty object an empty element; `@attributes` and `@name` are attributes, `#text` the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from lxml import etree

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 has no place for; some registries write them all the same."""
_DEEPEST = 60


def xml_bytes(
    tag: str, value: object, namespace: str = "", left_out: frozenset[str] = frozenset()
) -> bytes:
    """The element as UTF-8; members of the top that are `left_out` are a client's own."""
    if isinstance(value, Mapping):
        value = {name: one for name, one in value.items() if name not in left_out}
    maker = _Maker(namespace)
    return etree.tostring(maker.element(tag, value, 0), encoding="utf-8")


class _Maker:
    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def element(self, tag: str, value: object, depth: int) -> etree._Element:
        name = f"{{{self._namespace}}}{tag}" if self._namespace else tag
        made = etree.Element(name)
        if isinstance(value, Mapping) and depth < _DEEPEST:
            self._fill(made, value, depth)
        elif not isinstance(value, (Mapping, list)):
            made.text = text(value)
        return made

    def _fill(self, made: etree._Element, value: Mapping[str, object], depth: int) -> None:
        for name, one in value.items():
            if one in (None, "", {}, []):  # an element that was empty says nothing
                continue
            if name == "@attributes" and isinstance(one, Mapping):
                for attribute, said in one.items():
                    if _NAME.fullmatch(attribute):
                        made.set(attribute, text(said) or "")
            elif name == "#text":
                made.text = text(one)
            elif name.startswith("@") and _NAME.fullmatch(name[1:]):
                made.set(name[1:], text(one) or "")
            elif _NAME.fullmatch(name):
                for item in one if isinstance(one, list) else (one,):
                    made.append(self.element(name, item, depth + 1))


def text(value: object) -> str | None:
    """A value as an element's text; None for nothing."""
    if value is None or isinstance(value, (Mapping, list)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return _ILLEGAL.sub("", str(value)) or None


def unescaped(value: object, depth: int = 0) -> object:
    """The same value with the entities undone that a client escaped once more in its texts."""
    if isinstance(value, str):
        return html.unescape(value) if "&" in value else value
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return {name: unescaped(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list) and depth < _DEEPEST:
        return [unescaped(one, depth + 1) for one in value]
    return value
