"""JSON values made to fit the shape of a study, where a copy of the data does not.

R's jsonlite boxes every single value in a list; other copies write nulls, numbers as text, Yes and
No. The shape says what each value has to be.
"""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import inspect

from catalog.model.record import Note
from importers.ctgov.shape import Study
from importers.importer import Unreadable
from importers.values.cleaning import yes_no

BOXED = Note("layout", "single values in lists, as R's jsonlite writes them")


def fitted(value: object) -> tuple[Study, tuple[Note, ...]]:
    """The value as a study, and what had to be done; raises Unreadable where it is none."""
    if not isinstance(value, dict) or "protocolSection" not in value:
        raise Unreadable("it is no study: it has no protocolSection")
    fitting = _Fitting()
    members = fitting.struct(value, _shape(), "study")
    try:
        study = msgspec.convert(members, Study)
    except msgspec.ValidationError as error:
        raise Unreadable(f"it is no study of the API ({error})") from None
    return study, tuple(dict.fromkeys(fitting.notes))


@cache
def _shape() -> inspect.StructType:
    shape = inspect.type_info(Study)
    assert isinstance(shape, inspect.StructType)
    return shape


class _Fitting:
    """Fits values to a shape and notes what it did; what does not fit is left out, with a note."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def struct(self, value: object, shape: inspect.StructType, name: str) -> object:
        if isinstance(value, list) and len(value) == 1:
            value = self._unboxed(value)
        if not isinstance(value, dict):
            return self._left_out(value, name)
        members = {}
        for field in shape.fields:
            if field.encode_name in value:
                member = self._fit(value[field.encode_name], field.type, field.encode_name)
                if member is not None:
                    members[field.encode_name] = member
        return members

    def _fit(self, value: object, shape: inspect.Type, name: str) -> object:
        if isinstance(shape, inspect.UnionType):
            shape = next(one for one in shape.types if not isinstance(one, inspect.NoneType))
        if value is None or value == "" or value == {} or value == []:
            return None
        if isinstance(shape, inspect.StructType):
            return self.struct(value, shape, name)
        if isinstance(shape, inspect.VarTupleType):
            items = value if isinstance(value, list) else [value]
            found = (self._fit(item, shape.item_type, name) for item in items)
            return [item for item in found if item is not None]
        return self._scalar(value, shape, name)

    def _scalar(self, value: object, shape: inspect.Type, name: str) -> object:
        if isinstance(value, list) and len(value) == 1:
            value = self._unboxed(value)
        if value is None or value == "":
            return None
        if isinstance(shape, inspect.StrType) and isinstance(value, str):
            return value
        if isinstance(shape, inspect.BoolType):
            said = value if isinstance(value, bool) else yes_no(str(value))
            return self._left_out(value, name) if said is None else said
        if isinstance(value, (dict, list, bool)):
            return self._left_out(value, name)
        if isinstance(shape, inspect.StrType):
            return str(value)
        try:
            if isinstance(shape, inspect.IntType):
                return int(str(value).removesuffix(".0"))  # pandas: a column with gaps is floats
            return float(str(value))
        except ValueError:
            return self._left_out(value, name)

    def _unboxed(self, value: list[object]) -> object:
        self.notes.append(BOXED)
        return value[0]

    def _left_out(self, value: object, name: str) -> object:
        self.notes.append(Note("unread value", f"{name}: {str(value)[:60]}"))
        return None
