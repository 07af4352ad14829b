"""The inbox: what changed since its user looked, once, by harm, and nothing lost unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model.dates import PartialDate
from catalog.model.record import SourceRecord
from catalog.model.trial import Eligibility, Identifier, Site, TrialDate
from catalog.store.catalogue import Catalogue
from personal import lists
from personal.forgetting import forget
from personal.inbox import seen
from personal.inbox.net import Harm
from personal.inbox.snapshot import Places
from personal.inbox.tracked import on_lists, own_places
from personal.naming import known
from tests.catalog.keeping import record
from tests.catalog.making import status, trial
from tests.personal.inbox_worlds import World, told

NUMBER = "NCT01234567"
OTHER = "NCT07654321"
TEXT = "Inclusion Criteria:\n* Age >= 18 years\n* CrCl >= 30 mL/min\nExclusion Criteria:\n* HIV"


def version(
    day: str, number: str = NUMBER, word: str = "RECRUITING", **fields: object
) -> SourceRecord:
    said = {"title": "A trial of hnscc", "eligibility": Eligibility(text=TEXT), **fields}
    return record(
        trial(
            number,
            status=status(word),
            last_updated=TrialDate(date=PartialDate.parse(day)),
            **said,
        ),
        date=day,
    )


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.imported(version("2026-01-01"))
    made.on_list(NUMBER)
    assert told(made.inbox()) == []
    return made


def test_a_status_is_told_until_it_is_read(world: World) -> None:
    world.imported(version("2026-02-01", word="TERMINATED"))
    for _ in range(2):
        inbox = world.inbox()
        assert told(inbox) == [("STOPPED", NUMBER, "status")]
    world.read(*inbox.lines)
    assert told(world.inbox()) == []
    world.unread(*inbox.lines)
    assert world.inbox() == inbox


def test_a_catalogue_replaced_twice_tells_one_net_difference(world: World) -> None:
    world.replaced(version("2026-02-01", word="SUSPENDED"))
    world.replaced(version("2026-03-01", word="COMPLETED"))
    [line] = world.inbox().lines
    assert (line.changes[0].before, line.changes[0].after) == ("RECRUITING", "COMPLETED")
    world.replaced(version("2026-04-01"))
    assert told(world.inbox()) == []


def test_a_catalogue_that_was_set_back_is_called_that(world: World) -> None:
    """A snapshot was restored: what was read of what is undone stands here turned round."""
    before = world.path.read_bytes()
    world.imported(version("2026-02-01", word="TERMINATED"))
    newer = world.inbox()
    world.path.write_bytes(before)
    assert told(world.inbox()) == []
    assert not world.inbox().problems, "nothing was read of what is undone"
    world.read(*newer.lines)
    for _ in range(2):
        undone = world.inbox()
        assert told(undone) == [("OPENED", NUMBER, "status")]
        assert undone.problems[0].startswith(
            "this catalogue was set back: its last import is of 20"
        )
        assert "2026-11-01" in undone.problems[0] and "2026-11-02" in undone.problems[0]
    world.imported(version("2026-02-01", word="TERMINATED"))
    again = world.inbox()
    assert told(again) == [] and not again.problems


def test_a_line_of_an_older_catalogue_never_hides_a_newer_change(world: World) -> None:
    world.imported(version("2026-02-01", word="SUSPENDED"))
    older = world.inbox()
    world.imported(version("2026-03-01", word="TERMINATED"))
    world.read(*older.lines)
    [line] = world.inbox().lines
    assert (line.changes[0].before, line.changes[0].after) == ("SUSPENDED", "TERMINATED")


def test_what_another_app_read_is_not_undone(world: World) -> None:
    world.imported(version("2026-02-01", word="SUSPENDED"))
    older = world.inbox()
    world.imported(version("2026-03-01", word="TERMINATED"))
    world.read(*world.inbox().lines)
    world.read(*older.lines)
    assert told(world.inbox()) == []


def test_criteria_are_told_with_the_words_that_changed(world: World) -> None:
    text = TEXT.replace(">= 30", "≥ 45")
    world.imported(version("2026-02-01", eligibility=Eligibility(text=text)))
    [line] = world.inbox().lines
    assert line.harm is Harm.CRITERIA


def test_a_quoted_reason_that_is_another_now_is_told_though_it_was_never_looked_at(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    world.imported(version("2026-01-01"))
    text = TEXT.replace("* HIV", "* HIV, unless controlled")
    world.imported(version("2026-02-01", eligibility=Eligibility(text=text)))
    world.on_list(NUMBER, reasons=["HIV"])
    world.inbox()
    [line] = world.inbox().lines
    assert (line.harm, line.changes[0].before, line.changes[0].after) == (Harm.REASON, "HIV", "")
    world.read(line)
    assert told(world.inbox()) == []


def test_the_words_of_a_reason_in_another_spelling_stand(world: World) -> None:
    world.on_list(NUMBER, where="case 18", reasons=["CrCl >= 30 mL/min"])
    world.inbox()
    text = TEXT.replace("CrCl >= 30", "CrCl ≥30")
    world.imported(version("2026-02-01", eligibility=Eligibility(text=text)))
    inbox = world.inbox()
    assert (inbox.lines, inbox.rest) == ((), ())


def test_a_trial_that_stopped_before_it_was_first_looked_at_is_told(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.imported(version("2026-01-01"))
    world.on_list(NUMBER, status="RECRUITING")
    world.imported(version("2026-02-01", word="TERMINATED"))
    world.inbox()
    assert told(world.inbox()) == [("STOPPED", NUMBER, "status")]


def test_own_sites(tmp_path: Path) -> None:
    def at_lyon(day: str, word: str) -> SourceRecord:
        here = Site(facility="A", city="Lyon", country="France", status=status(word))
        there = Site(facility="B", city="Oslo", country="Norway", status=status("RECRUITING"))
        return version(day, sites=(here, there))

    world = World(tmp_path)
    world.places = Places(("Lyon",), ("France",))
    world.imported(at_lyon("2026-01-01", "RECRUITING"))
    world.on_list(NUMBER)
    assert told(world.inbox()) == []
    world.imported(at_lyon("2026-02-01", "COMPLETED"))
    [line] = world.inbox().lines
    assert line.harm is Harm.SITE
    assert line.where == ("case 17", "own site Lyon")
    assert {each.part for each in line.changes} == {"own:Lyon", "country:France"}
    world.read(line)
    assert told(world.inbox()) == []
    world.imported(at_lyon("2026-03-01", "RECRUITING"))
    assert [line.harm for line in world.inbox().lines] == [Harm.OPENED, Harm.NEW]


def test_kept_queries_tell_new_trials_and_those_that_stopped(world: World) -> None:
    world.tracked.clear()
    world.keep_search("heads", "hnscc")
    assert told(world.inbox()) == []
    world.imported(version("2026-02-01", OTHER), version("2026-02-01", word="TERMINATED"))
    stopped, new = world.inbox().lines
    assert (stopped.harm, stopped.trials[0].id) == (Harm.STOPPED, NUMBER)
    assert (new.harm, new.where, new.trials[0].id) == (Harm.NEW, ('"heads"',), OTHER)
    world.read(new)
    assert told(world.inbox()) == [("STOPPED", NUMBER, "status")]
    world.read(stopped)
    assert told(world.inbox()) == []
    world.unread(stopped, new)
    assert [line.harm for line in world.inbox().lines] == [Harm.STOPPED, Harm.NEW]


def test_a_trial_that_leaves_a_query_because_it_stopped_is_told(world: World) -> None:
    world.tracked.clear()
    world.keep_search("open", "hnscc status:recruiting")
    world.inbox()
    world.imported(version("2026-02-01", word="TERMINATED"))
    [line] = world.inbox().lines
    assert (line.harm, line.changes[0].after) == (Harm.STOPPED, "TERMINATED")
    world.read(line)
    inbox = world.inbox()
    assert (inbox.lines, inbox.rest) == ((), ())


def test_merging_two_records_and_renumbering_change_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    eu = "2020-000001-11"
    world.imported(version("2026-01-01"), version("2026-01-01", eu, word="COMPLETED"))
    world.on_list(NUMBER)
    world.on_list(eu, where="lungs")
    world.keep_search("heads", "hnscc")
    world.inbox()
    also = (Identifier(value=eu, kind="eudract"),)
    world.imported(version("2026-02-01", identifiers=also))
    inbox = world.inbox()
    assert (inbox.lines, inbox.rest) == ((), ())
    alias = (Identifier(value=NUMBER, kind="nct_alias"),)
    world.replaced(version("2026-03-01", OTHER, identifiers=alias))
    inbox = world.inbox()
    assert told(inbox) == []
    assert {line.changes[0].part for line in inbox.rest} <= {"found", "here"}
    world.imported(version("2026-04-01", OTHER, word="TERMINATED", identifiers=alias))
    assert {line.trials[0].id for line in world.inbox().lines} == {OTHER}


def test_a_trial_that_the_catalogue_lacks_keeps_what_was_seen_of_it(world: World) -> None:
    world.replaced(version("2026-02-01", OTHER))
    inbox = world.inbox()
    assert told(inbox) == []
    assert [line.changes[0].part for line in inbox.rest] == ["here"]
    world.imported(version("2026-03-01", word="TERMINATED"))
    assert told(world.inbox()) == [("STOPPED", NUMBER, "status")]


def test_what_is_forgotten_leaves_nothing_that_was_seen_but_what_other_lists_need(
    world: World,
) -> None:
    world.imported(version("2026-01-01", OTHER))
    for label, numbers in (("17", (NUMBER, OTHER)), ("18", (OTHER,))):
        with Catalogue.open(world.path) as catalogue:
            trials = [known(found) for each in numbers if (found := catalogue.get(each))]
        listed = lists.open_list(world.mine, label, "case")
        lists.put_on(world.mine, listed, trials)
        why = lists.sentence("exclusion", "HIV")
        for entry in lists.state(world.mine).lists[0].entries:
            lists.give_reason(world.mine, entry, why)
    world.tracked = on_lists(world.mine)
    assert told(world.inbox()) == []
    forgotten = lists.find(lists.state(world.mine), "17")
    assert forgotten is not None
    forget(world.mine, forgotten)
    with world.mine.reading() as connection:
        left = seen.load(connection)
        assert [each.numbers for each in left] == [frozenset({OTHER})]
        assert not any(part.startswith("reason:") for each in left for part in each.parts)


def test_the_own_country_is_that_of_the_place_in_the_settings(world: World) -> None:
    with Catalogue.open(world.path) as catalogue:
        assert own_places(catalogue, ["A"], ["Lyon"], ["Norway"]) == Places(
            ("A",), ("France", "Norway")
        )
        assert own_places(catalogue, [], ["no place at all"], []) == Places()
