"""Hypothesis strategies for whole Trials, made from the types of the model itself."""

import enum
import types
import typing

import msgspec
from hypothesis import strategies as st

from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.trial import Age, Trial

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20
) | st.sampled_from(
    ["anti-PD-[L]1", "\\<10 mm", "[/ml]", "'; DROP TABLE trial; --", "ß\u0301 漢字"]
)


def _dates() -> st.SearchStrategy[PartialDate]:
    return st.one_of(
        st.builds(PartialDate, st.integers(1900, 2100)),
        st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12)),
        st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
    )


def _of(kind: typing.Any, depth: int) -> st.SearchStrategy[typing.Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is PartialDate:
        return _dates()
    if kind is Age:
        return st.builds(Age, said=_TEXT, amount=st.just(18.0), unit=st.just("Years"))
    if kind is str:
        return _TEXT
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 2**40)
    if kind is float:
        return st.floats(-180, 180, allow_nan=False)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of(each, depth) for each in arguments))
    if kind is type(None):
        return st.none()
    if origin is tuple:
        most = 2 if depth < 2 else 1
        return st.lists(_of(arguments[0], depth + 1), max_size=most).map(tuple)
    if origin is Coded:
        words = st.sampled_from(list(arguments[0])) | st.none()
        return st.builds(Coded, _TEXT, words)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from(list(kind))
    return _struct(kind, depth)


def _struct(kind: typing.Any, depth: int) -> st.SearchStrategy[typing.Any]:
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    parts = {name: _of(hints[name], depth) for name in fields}
    return st.builds(kind, **parts)


def trials() -> st.SearchStrategy[Trial]:
    """Trials with every kind of part, hostile text included; most parts absent."""
    hints = typing.get_type_hints(Trial)
    parts = {name: _of(hints[name], 0) for name in Trial.__struct_fields__ if name != "number"}

    @st.composite
    def some(draw: st.DrawFn) -> Trial:
        chosen = draw(st.sets(st.sampled_from(sorted(parts)), max_size=6))
        return msgspec.structs.replace(Trial(), **{name: draw(parts[name]) for name in chosen})

    return some()
