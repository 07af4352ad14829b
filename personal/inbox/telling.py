"""What is told of each trial, gathered until the lines of the inbox are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from personal.inbox.lines import Line, Named, Telling, lines_of
from personal.inbox.net import Change, Harm, changes
from personal.inbox.seen import PartRead, Seen
from personal.inbox.snapshot import Snapshot
from personal.searches import SITE, ChangeRead, Search


def _account(search: Search) -> str:
    """On whose account something is told."""
    return f"own site {search.name}" if search.kind == SITE else f'"{search.name}"'


class Told:
    """What is told, trial by trial, until it is made lines of."""

    def __init__(self) -> None:
        self._trials: dict[str, tuple[Named, dict[str, Telling]]] = {}
        self._new: dict[str, tuple[Search, list[Named], list[ChangeRead]]] = {}

    def parts(
        self, named: Named, where: tuple[str, ...], earlier: Sequence[Seen], now: Snapshot
    ) -> None:
        """What is another in a trial on lists."""
        for change in changes([each.parts for each in earlier], now):
            value = now[change.part]
            having = [each for each in earlier if change.part in each.parts]
            reads = (
                PartRead(each.key, change.part, each.parts[change.part], value) for each in having
            )
            since = min((each.at.get(change.part, "") for each in having), default="")
            self._tell(named, Telling(change, where, since, tuple(reads), ()))

    def searched(self, search: Search, named: Named, change: Change, read: ChangeRead) -> None:
        """What is another in a trial that a query found."""
        where = (_account(search),)
        self._tell(named, Telling(change, where, search.looked or "", (), (read,)))

    def new(self, search: Search, named: Named, read: ChangeRead) -> None:
        """A trial that a query did not find before."""
        _, trials, reads = self._new.setdefault(_account(search), (search, [], []))
        trials.append(named)
        reads.append(read)

    def _tell(self, named: Named, telling: Telling) -> None:
        """Each part of a trial once, on whosever account."""
        _, told = self._trials.setdefault(named.id, (named, {}))
        part = telling.change.part
        told[part] = told[part].and_(telling) if part in told else telling

    def lines(self) -> Iterator[Line]:
        """A line for each trial and harm, and one for what each query finds anew."""
        for named, told in self._trials.values():
            yield from lines_of(named, told.values())
        for where, (search, trials, reads) in self._new.items():
            yield Line(
                harm=Harm.NEW,
                trials=tuple(trials),
                where=(where,),
                since=search.looked or "",
                searched=tuple(reads),
            )
