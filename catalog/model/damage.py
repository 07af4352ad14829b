"""One boundary around reading a catalogue: whatever a damaged file leads to is one sentence.

Any byte of a file may be wrong, so any value may be missing, of another type, or not what it was
packed as. It would take a repair at every use of a value to tell each of these; they are told here,
where reading begins, with the place in the code, for what looks like damage may be a defect.
"""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from catalog.model.errors import CatalogueError

T = TypeVar("T", bound=type)
_OF_VALUES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
              EOFError)  # fmt: skip
_OF_READERS = ("sqlite3", "zlib", "msgspec", "msgspec._core")
_SOUND = {
    5: "another program is just writing to it: try again",
    6: "another program is just writing to it: try again",
    8: "a change of it by some program was broken off, and its journal lies beside it: an import,"
    " or whoever may write it, undoes that first",
}
"""What SQLite refuses of a file that is no less whole for it, by the last byte of its codes: busy,
locked, and for a reader readonly (https://sqlite.org/rescode.html#readonly_rollback)."""


def is_damage(error: Exception) -> bool:
    """Whether an error met while reading may come of the file."""
    if type(error).__name__ == "ProgrammingError":
        return False  # a connection used wrongly
    return isinstance(error, _OF_VALUES) or type(error).__module__ in _OF_READERS


def not_read(name: str, error: Exception, otherwise: str = "cannot be read") -> str:
    """Why a catalogue cannot be read, by SQLite's error: a sentence; `otherwise` than busy."""
    sound = _SOUND.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return f"{name}: {sound or f'{otherwise} ({error})'}"


def told(name: str, error: Exception) -> CatalogueError:
    """The error as the sentence that the user gets."""
    if type(error).__module__ == "sqlite3":
        sentence = not_read(name, error)
        more = "; trials check says more" if sentence.endswith(f"({error})") else ""
        return CatalogueError(sentence + more)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return CatalogueError(
        f"{name}: holds what cannot be read ({type(error).__name__} in {place}); "
        f"it is damaged, or trials is: trials check says more"
    )


def guarded(name: Callable[[Any], str]) -> Callable[[T], T]:
    """Tell what goes wrong in the public methods of a class; `name` is that of its file."""

    def guard(cls: T) -> T:
        for attribute, method in list(vars(cls).items()):
            if not attribute.startswith("_") and inspect.isfunction(method):
                wrap = _iterating if inspect.isgeneratorfunction(method) else _calling
                setattr(cls, attribute, wrap(method, name))
        return cls

    return guard


def _calling(method: Callable[..., Any], name: Callable[[Any], str]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *given: Any, **named: Any) -> Any:
        try:
            return method(self, *given, **named)
        except Exception as error:
            if is_damage(error):
                raise told(name(self), error) from error
            raise

    return call


def _iterating(method: Callable[..., Any], name: Callable[[Any], str]) -> Callable[..., Any]:
    @functools.wraps(method)
    def iterate(self: Any, *given: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from method(self, *given, **named)
        except Exception as error:
            if is_damage(error):
                raise told(name(self), error) from error
            raise

    return iterate
