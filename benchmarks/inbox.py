"""The inbox over 600 trials on lists and 20 kept queries: processor seconds of working it out.

    python -m benchmarks.inbox CATALOGUE

Once where nothing changed, and once where status and criteria of every trial on a list did. The app
does it in a thread that waits while a key is answered.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from personal import lists
from personal.inbox.asked import keep_query
from personal.inbox.gather import gather
from personal.inbox.snapshot import Places
from personal.inbox.tracked import on_lists
from personal.inbox.whole import Inbox
from personal.naming import known
from personal.store import Mine

TRIALS, CASES = 600, 20
TODAY = dt.date(2026, 11, 29)
PLACES = Places(("Houston", "Berlin"), ("Germany",))
QUERIES = (
    "hnscc pd-1|breast cancer|asthma|status:recruiting|copd|diabetes type 2|lung cancer phase:3"
    "|covid-19 vaccine|melanoma|lymphoma car-t|sex:female age:30|hypertension|stroke rehabilitation"
    "|pain opioid|depression|leukemia|hepatitis c|hiv|prostate cancer|multiple sclerosis"
).split("|")


def filled(mine: Mine, catalogue: Catalogue) -> None:
    """Cases with trials by chance, the same each time, and the queries."""
    searcher = catalogue.searcher()
    ids = sorted(each.id for each in searcher.everyone(parse(""), sys.maxsize).trials)
    chosen = random.Random(1).sample(ids, min(TRIALS, len(ids)))
    for number in range(CASES):
        case = lists.open_list(mine, str(number), "case")
        found = (catalogue.get(each) for each in chosen[number::CASES])
        lists.put_on(mine, case, [known(each) for each in found if each])
    for query in QUERIES:
        keep_query(mine, searcher, query, query, TODAY)


def all_changed(mine: Mine) -> None:
    """As if everything had been another when it was looked at."""
    with mine.writing() as connection:
        connection.execute("UPDATE seen_part SET value = '\"RECRUITING\"' WHERE part = 'status'")
        rows = connection.execute(
            "SELECT trial, value FROM seen_part WHERE part = 'eligibility.text' AND value <> 'null'"
        ).fetchall()
        for trial, value in rows:
            criteria = json.loads(value)[:-1]
            for line in criteria[:1]:
                line[2] += " within 28 days"
            connection.execute(
                "UPDATE seen_part SET value = ? WHERE trial = ? AND part = 'eligibility.text'",
                (json.dumps(criteria), trial),
            )


def timed(mine: Mine, catalogue: Catalogue, what: str) -> None:
    begun, worked = time.perf_counter(), time.process_time()
    found: Inbox = gather(mine, catalogue, catalogue.searcher(), on_lists(mine), PLACES, TODAY)
    print(
        f"{what}: {time.process_time() - worked:.2f} s of the processor,"
        f" {time.perf_counter() - begun:.2f} s by the clock; {found.count} lines"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(Path(sys.argv[1])) as catalogue:
        mine = Mine(Path(folder))
        filled(mine, catalogue)
        timed(mine, catalogue, "looked at for the first time")
        timed(mine, catalogue, "nothing changed")
        all_changed(mine)
        timed(mine, catalogue, "everything changed")


if __name__ == "__main__":
    main()
