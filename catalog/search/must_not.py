"""Which trials only forbid what was typed, and where the words of `must:` and `mustnot:` stand."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from catalog.search.index import sides
from catalog.search.index.bits import among, from_positions, without
from catalog.search.index.reader import Found, Reader
from catalog.search.index.terms import sided
from catalog.search.match import Group
from catalog.search.needs import Need
from catalog.search.reasons import HeldText
from catalog.search.records import Record
from catalog.search.weights import Field, Quality

Choice = Sequence[tuple[Need, Group]]
"""Words of which all must be met, with the trials that meet each."""
_TEXT = 1 << Field.TEXT
_KEPT_BYTES = 250_000
_WORDS_KEPT = 64
_TRIALS_KEPT = 72
"""Of how many words, and of how many of the trials shown last, the sides are known."""
_LISTED = 3_000
"""So few trials are looked up in the postings one by one."""
_SURE = (Quality.EXACT, Quality.VARIANT, Quality.CORRECTED, Quality.SYNONYM)
"""Ways of meeting a word that say what was typed, and no longer word that begins like it."""


class Sided(msgspec.Struct, frozen=True):
    """Words that must stand in one criterion of a side, or must not: only the texts can tell."""

    typed: str
    kind: str
    """`inclusion` or `exclusion`."""
    choices: tuple[tuple[Need, ...], ...]
    """For each value the words of which all must stand there."""
    without: bool = False

    @property
    def is_loose(self) -> bool:
        """Whether the index cannot tell that the words stand in one criterion."""
        return is_loose(self.choices)

    @property
    def is_required(self) -> bool:
        """Whether they are looked for among what a patient must have."""
        return self.kind == "inclusion"

    def sentence(self, record: Record) -> str | None:
        """The criterion of the record that says it, in its own words."""
        text = next(
            (text for label, text in record.texts(Field.TEXT) if label == "eligibility"), ""
        )
        for kind, start, end in record.criteria():
            if kind == self.kind:
                criterion = HeldText("", text[start:end])
                if any(all(_holds(criterion, need) for need in needs) for needs in self.choices):
                    return criterion.text
        return None


def is_loose(choices: Iterable[Sequence[Need]]) -> bool:
    """Whether the index cannot tell that the words stand in one criterion."""
    return any(
        len(needs) > 1 or any(len(way.terms) > 1 for need in needs for way in need.ways)
        for needs in choices
    )


def _holds(criterion: HeldText, need: Need) -> bool:
    return any(all(map(criterion.holds, way.terms)) for way in need.ways)


class MustNot:
    """Which trials only forbid something; what is known of the latest needs is kept."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: OrderedDict[Need, int] = OrderedDict()
        self._kept_bytes = 0
        self._sides: OrderedDict[str, dict[int, int]] = OrderedDict()

    def only_forbidden(self, asked: Iterable[Sequence[Choice]], matched: int) -> int:
        """Of the matched trials those in which something that was typed stands only under must not.

        `asked` has for each part of the query the choices of which one must be met.
        """
        if self._reader.version < sides.SINCE or not matched:
            return 0
        fine = matched
        for choices in asked:
            if len(choices) == 1:  # then every trial that was matched meets these
                for need, group in choices[0]:
                    if fine and (only := self._only(need, group)):
                        fine = without(fine, only)
                continue
            here = 0
            for choice in choices:
                told = fine
                for need, group in choice:
                    told &= group.everyone
                    told = without(told, self._only(need, group)) if told else 0
                here |= told
            fine &= here
        return without(matched, fine) if fine is not matched else 0

    def _only(self, need: Need, group: Group) -> int:
        """The trials that meet the need only in what excludes."""
        if need.without:
            return 0
        known = self._kept.get(need)
        if known is not None:
            self._kept.move_to_end(need)
            return known
        found = _only(self._reader, need, without(group.everyone, group.outside))
        self._kept[need] = found
        self._kept_bytes += _bytes(found)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= _bytes(self._kept.popitem(last=False)[1])
        return found

    def forbidden(self, needs: Iterable[Need], docs: Sequence[int]) -> dict[int, list[str]]:
        """By trial the words that its criteria have under must not, and none under must.

        Each as it was typed, but where a trial holds only what that was corrected to: then as it
        stands there, for nobody looks for *pembrolizumap*.
        """
        found: dict[int, list[str]] = {doc: [] for doc in docs}
        if self._reader.version < sides.SINCE or not docs:
            return found
        for need in needs:
            must: set[int] = set()
            must_not: dict[str, set[int]] = {need.typed: set()}
            for way in need.ways:
                if (way.quality in _SURE or way.corrected) and way.fields & _TEXT:
                    here, not_here = self._on_sides(way.terms, docs)
                    must |= here
                    must_not.setdefault(way.corrected or need.typed, set()).update(not_here)
            for doc in docs:
                if doc not in must:
                    found[doc] += [word for word, held in must_not.items() if doc in held][:1]
        return found

    def _on_sides(self, terms: Sequence[str], docs: Sequence[int]) -> tuple[set[int], set[int]]:
        """Which of these trials have all the words under must, and which under must not."""
        must, must_not = set(docs), set(docs)
        for term in terms:
            told = self._told(term, docs)
            must = {doc for doc in must if told[doc] & sides.MUST}
            must_not = {doc for doc in must_not if told[doc] & sides.MUST_NOT}
        return must, must_not

    def _told(self, term: str, docs: Sequence[int]) -> dict[int, int]:
        """The sides on which at least these trials have a word, as a mask; kept for the next key:
        most of what it shows is shown already, and reading a frequent word costs as much for one
        trial as for all.
        """
        known = self._sides.pop(term, {})
        if missing := [doc for doc in docs if doc not in known]:
            if len(known) + len(missing) > _TRIALS_KEPT:
                known = {doc: known[doc] for doc in docs if doc in known}
            known |= dict.fromkeys(missing, 0)
            held = self._reader.holding(sided(term), sides.MUST | sides.MUST_NOT, missing)
            for side, some in held.items():
                for doc in some:
                    known[doc] |= 1 << side
        self._sides[term] = known
        if len(self._sides) > _WORDS_KEPT:
            self._sides.popitem(last=False)
        return known


def _bytes(bits: int) -> int:
    return 500 + (bits.bit_length() >> 3)


def _only(reader: Reader, need: Need, inside: int) -> int:
    """Of these trials, which meet the need in texts alone, those that do so in what excludes.

    In each of the ways in which one meets it, one of the words must stand only there.
    """
    ways = [way.terms for way in need.ways if need.fields & way.fields & _TEXT]
    excluding = {
        term: reader.fresh(sided(term), sides.ONLY_MUST_NOT)
        for term in dict.fromkeys(term for terms in ways for term in terms)
    }
    # Few words stand only there, so that mostly next to nothing is left to be looked at.
    few = _few(excluding.values())
    if few is not None:
        return _only_listed(reader, ways, excluding, among(inside, few)) if few else 0
    rest = inside & _all(reader, excluding.values())
    for terms in ways if rest else ():
        here = rest
        for term in terms:
            here &= _all(reader, [reader.fresh(term, _TEXT)]) if here else 0
        if here:
            rest = without(rest, without(here, _all(reader, [excluding[each] for each in terms])))
    return rest


def _only_listed(
    reader: Reader,
    ways: Iterable[Sequence[str]],
    excluding: Mapping[str, list[Found]],
    docs: Sequence[int],
) -> int:
    """The same where few trials are left: these are looked up, and no other is made bits of."""
    rest = set(docs)
    for terms in ways if rest else ():
        here = set(rest)
        for term in terms:
            if here:
                here &= reader.holding(term, _TEXT, sorted(here)).get(Field.TEXT, set())
        for term in terms:
            if here:
                here -= _held(excluding[term], here)
        rest -= here
    return from_positions(rest, reader.size) if rest else 0


def _few(postings: Iterable[list[Found]]) -> set[int] | None:
    """The trials of all these postings, where they are so few that bits of them cost more."""
    found = set[int]()
    for each in postings:
        for _, docs in each:
            if isinstance(docs, int) or len(found) + len(docs) > _LISTED:
                return None
            found.update(docs)
    return found


def _held(postings: Iterable[Found], docs: set[int]) -> set[int]:
    """Those of a few trials that are in one of these postings."""
    found: set[int] = set()
    for _, held in postings:
        found.update(among(held, docs) if isinstance(held, int) else docs.intersection(held))
    return found


def _all(reader: Reader, postings: Iterable[list[Found]]) -> int:
    """The trials of all these postings; what is few is put together before it becomes bits."""
    found, few = 0, array("I")
    for each in postings:
        for _, docs in each:
            if isinstance(docs, int):
                found |= docs
            else:
                few.extend(docs)
    return found | from_positions(few, reader.size) if few else found
