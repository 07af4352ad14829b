"""The queries of this session, walked with the arrows as in a shell. Nothing of it is written."""

from __future__ import annotations

_MOST = 100


class History:
    """What was searched for, the latest last, and where in it somebody walks."""

    def __init__(self) -> None:
        self._queries: list[str] = []
        self._place: int | None = None
        self._longest = ""

    def typed(self, before: str, now: str) -> None:
        """The field changed; when it is emptied, what was in it at its longest is kept."""
        if self._place is not None and now == self._queries[self._place]:
            return
        self._place = None
        is_shorter = before.startswith(now) and before != now
        if not is_shorter:
            self._longest = ""
        elif not self._longest:
            self._longest = before
        if not now.strip():
            self.note(self._longest or before)
            self._longest = ""

    def note(self, query: str) -> None:
        """Somebody has used a query: it becomes the latest."""
        query = query.strip()
        if query and self._place is None:
            self._queries = [each for each in self._queries if each != query][-_MOST:]
            self._queries.append(query)

    @property
    def is_walked(self) -> bool:
        """Whether what stands in the field came from here, and was not changed."""
        return self._place is not None

    def older(self) -> str | None:
        """The query before; None where there is none."""
        place = len(self._queries) if self._place is None else self._place
        if place == 0:
            return None
        self._place = place - 1
        return self._queries[self._place]

    def newer(self) -> str:
        """The query after; behind the latest the empty field."""
        assert self._place is not None
        if self._place + 1 < len(self._queries):
            self._place += 1
            return self._queries[self._place]
        self._place = None
        return ""

    def leave(self) -> None:
        """Somebody goes on with the query that stands in the field."""
        self._place = None
        self._longest = ""

    @property
    def told(self) -> str:
        """`query 2 of 5`, from the latest back."""
        if self._place is None:
            return ""
        return f"query {len(self._queries) - self._place} of {len(self._queries)}"
