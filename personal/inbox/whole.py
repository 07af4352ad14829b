"""The inbox as one value; that of somebody who follows nothing loads nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from personal.inbox.lines import Line


class Inbox(msgspec.Struct, frozen=True):
    """Everything that changed since its user looked."""

    lines: tuple[Line, ...] = ()
    """What matters, the worst first."""
    rest: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be looked at, a sentence each."""

    @property
    def count(self) -> int:
        """How many lines matter; a line of new trials is one."""
        return len(self.lines)


def new_of(search: int, inbox: Inbox | None) -> int:
    """How many trials a query, by its key, finds that nobody has looked at yet."""
    reads = (each for line in (inbox.lines if inbox else ()) for each in line.searched)
    return sum(each.search == search and each.was is None for each in reads)
