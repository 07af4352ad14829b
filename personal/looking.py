"""A list as it is to be read today: each trial as this catalogue has it, and what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from personal.events import Entry, Listed, State, TrialNote
from personal.inbox.wordings import stands_in
from personal.lists import note_of
from personal.marks import mark
from personal.naming import found_as, known, sentence_hash

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.store.catalogue import Catalogue

STANDS, CHANGED, UNKNOWN = "stands", "changed", "unknown"
"""What has become of the sentence that is a reason: the same, no more there, nothing to say."""


class Row(msgspec.Struct, frozen=True):
    """A trial of a list."""

    entry: Entry
    id: str | None
    """What this catalogue calls it; None where it has it under none of its numbers."""
    title: str
    status: str
    """Now; empty where none is stated, or the trial is not here."""
    changed_on: str = ""
    """Day on which an import brought another status; empty where that is not known."""
    sentence: str = UNKNOWN
    note: TrialNote | None = None
    elsewhere: tuple[str, ...] = ()
    """Marks of the other cases that have rejected it."""
    merged_with: tuple[str, ...] = ()
    """Under which names the same trial stands on this list once more."""

    @property
    def number(self) -> str:
        return self.id or self.entry.trial

    @property
    def has_another_status(self) -> bool:
        """Than when somebody last decided on it, or looked."""
        return self.id is not None and self.status != self.entry.status

    @property
    def has_another_sentence(self) -> bool:
        return self.sentence == CHANGED

    @property
    def has_changed(self) -> bool:
        return self.has_another_status or self.has_another_sentence


def rows(
    held: State, listed: Listed, catalogue: Catalogue, stop: Callable[[], bool] = lambda: False
) -> tuple[Row, ...]:
    """A list's trials as this catalogue has them; fewer where it was stopped."""
    found: list[Row] = []
    for entry in listed.entries:
        if stop():
            break
        found.append(_row(held, listed, entry, catalogue))
    twins = {row.id: [each for each in found if each.id == row.id] for row in found if row.id}
    return tuple(_with_twins(row, twins.get(row.id or "", [])) for row in found)


def _with_twins(row: Row, same: Iterable[Row]) -> Row:
    names = tuple(each.entry.trial for each in same if each is not row)
    return msgspec.structs.replace(row, merged_with=names) if names else row


def _row(held: State, listed: Listed, entry: Entry, catalogue: Catalogue) -> Row:
    id = found_as(catalogue, entry.numbers or (entry.trial,))
    merged = catalogue.get(id) if id is not None else None
    elsewhere = tuple(
        mark(each.label) for each, _ in rejected(held, entry.numbers) if each != listed
    )
    note = note_of(held, (entry.trial, *entry.numbers))
    if merged is None:
        return Row(entry, None, entry.title, "", note=note, elsewhere=elsewhere)
    now = known(merged)
    changes = [each.at for each in catalogue.history(now.id) if each.field == "status"]
    return Row(
        entry,
        now.id,
        now.title or entry.title,
        now.status,
        changes[0][:10] if changes else "",
        sentence_now(entry, catalogue.criteria(now.id)) if entry.reason_hash else UNKNOWN,
        note_of(held, now.numbers) or note,
        elsewhere,
    )


def sentence_now(entry: Entry, criteria: Iterable[Criterion]) -> str:
    """Whether the sentence that is the reason still stands among these criteria, however spelt.

    Nothing is said where there are none: then the text is not in this catalogue.
    """
    texts = [each.text for each in criteria if each.kind == entry.reason_kind]
    if not texts:
        return UNKNOWN
    is_there = entry.reason_hash in map(sentence_hash, texts) or stands_in(entry.reason, texts)
    return STANDS if is_there else CHANGED


def nearest_sentence(entry: Entry, criteria: Iterable[Criterion]) -> str:
    """The criterion of the same side that is most like the reason; empty where none is like it."""
    from catalog.model.fuzzy import fuzz, process

    texts = [each.text for each in criteria if each.kind == entry.reason_kind]
    best = process.extractOne(entry.reason, texts, scorer=fuzz.ratio, score_cutoff=50)
    return best[0] if best else ""


# marks in every list


def rejected(held: State, numbers: Iterable[str]) -> Iterator[tuple[Listed, Entry]]:
    """The cases for which a trial was rejected, by any number that both have."""
    wanted = set(numbers)
    for listed in held.lists:
        for entry in listed.entries:
            if entry.state == "rejected" and wanted & {entry.trial, *entry.numbers}:
                yield listed, entry


def marks(held: State, named: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is shown of each rejected trial in every list, by each of its numbers.

    `named` has the ids of the catalogue for names of entries, where they were looked up.
    """
    found: dict[str, dict[str, None]] = {}
    for listed in held.lists:
        for entry in listed.entries:
            if entry.state != "rejected":
                continue
            names = {entry.trial, *entry.numbers}
            if named and entry.trial in named:
                names.add(named[entry.trial])
            for name in names:
                found.setdefault(name, {})[mark(listed.label)] = None
    return {name: " ".join(of) for name, of in found.items()}


def named_here(
    held: State, catalogue: Catalogue, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """By which id this catalogue has each rejected trial, where it has it.

    `known` are those that were looked up before, in the same catalogue.
    """
    found = dict(known or {})
    for listed in held.lists:
        for each in listed.entries:
            if each.state == "rejected" and each.trial not in found:
                # What is not here is looked up once too, and keeps its own name.
                found[each.trial] = found_as(catalogue, each.numbers or (each.trial,)) or each.trial
    return found
