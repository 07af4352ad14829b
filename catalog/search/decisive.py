"""What decides whether a trial is one for a patient, of the trials that a list shows.

Read for a page of hits at once, after ranking: who may enter, and in which country how many sites
have which status.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple


class SiteCount(NamedTuple):
    """So many sites of a trial in one country with one status."""

    country: str | None
    status: str | None
    sites: int


class Decisive(NamedTuple):
    """Who may enter a trial, and its sites."""

    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    sites: tuple[SiteCount, ...] = ()


NOTHING = Decisive()
_WHO = "SELECT key, minimum_age, maximum_age, sex FROM trial WHERE key IN ({})"
_SITES = (
    "SELECT trial, country, status, count(*) FROM site WHERE trial IN ({})"
    " GROUP BY trial, country, status ORDER BY trial, count(*) DESC, country, status"
)


def decisive(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Decisive]:
    """What decides of each of these trials, by its key."""
    if not keys:
        return {}
    places = ",".join("?" * len(keys))
    sites: dict[int, list[SiteCount]] = {key: [] for key in keys}
    for key, *count in connection.execute(_SITES.format(places), keys):
        sites[key].append(SiteCount(*count))
    return {
        key: Decisive(low, high, sex, tuple(sites[key]))
        for key, low, high, sex in connection.execute(_WHO.format(places), keys)
    }
