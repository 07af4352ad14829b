"""Values out of JSON records of any shape: what is missing or of another kind is simply absent."""

from __future__ import annotations

from importers.ctgov.decoding import any_json, repaired
from importers.importer import Unreadable
from importers.values.cleaning import blank
from importers.values.markup import unmarked


class Json:
    """A JSON object whose members are asked for by path; a missing one is an empty object."""

    def __init__(self, value: object) -> None:
        self._value = value

    @classmethod
    def record(cls, raw: bytes) -> Json:
        """A record's bytes; raises Unreadable where they are no JSON object."""
        value = any_json(repaired(raw)[0])
        if not isinstance(value, dict):
            raise Unreadable("it is no JSON object")
        return cls(value)

    def at(self, *path: str) -> Json:
        """What stands at a path."""
        value = self._value
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return Json(value)

    def text(self, *path: str) -> str | None:
        """A text or number as text, without markup and without blanks around it."""
        value = self.at(*path)._value
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return blank(unmarked(str(value)))

    def whole(self, *path: str) -> int | None:
        """The whole number there, as a number or in digits; None for anything else."""
        said = self.text(*path)
        return int(said) if said and said.isdecimal() and len(said) < 9 else None

    def flag(self, *path: str) -> bool | None:
        """True or False; None where the value is neither."""
        value = self.at(*path)._value
        return value if isinstance(value, bool) else None

    def each(self, *path: str) -> tuple[Json, ...]:
        """The objects of a list."""
        value = self.at(*path)._value
        items = value if isinstance(value, list) else []
        return tuple(Json(item) for item in items if isinstance(item, dict))

    def texts(self, *path: str) -> tuple[str, ...]:
        """The texts of a list, or the one text that stands in its place."""
        value = self.at(*path)._value
        items = value if isinstance(value, list) else [value]
        found = (Json(item).text() for item in items)
        return tuple(text for text in found if text is not None)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self._value not in (None, {}, [], "")
