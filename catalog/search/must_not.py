"""Which trials only forbid what was typed, and where the words of `must:` and `mustnot:` stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from catalog.search.index import sides
from catalog.search.index.bits import from_positions, without
from catalog.search.index.reader import Reader
from catalog.search.index.terms import sided
from catalog.search.match import Group
from catalog.search.plan import Need
from catalog.search.reasons import HeldText
from catalog.search.records import Record
from catalog.search.weights import Field, Quality

Choice = Sequence[tuple[Need, Group]]
"""Words of which all must be met, with the trials that meet each."""
_TEXT = 1 << Field.TEXT
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


def only_forbidden(reader: Reader, asked: Iterable[Sequence[Choice]], matched: int) -> int:
    """Of the matched trials those in which something that was typed stands only under must not.

    `asked` has for each part of the query the choices of which one must be met.
    """
    if reader.version < sides.SINCE or not matched:
        return 0
    fine = matched
    for choices in asked:
        here = 0
        for choice in choices:
            told = fine
            for need, group in choice:
                told &= group.everyone
                told = without(told, _only(reader, need, told)) if told else 0
            here |= told
        fine &= here
    return without(matched, fine)


def _only(reader: Reader, need: Need, matched: int) -> int:
    """Of these trials, all of which meet the need, those that meet it only in what excludes."""
    if need.without:
        return 0
    rest = matched
    if need.docs:
        rest = without(rest, from_positions([found.doc for found in need.docs], reader.size))
    inside: list[tuple[str, ...]] = []
    for way in need.ways:
        fields = need.fields & way.fields
        elsewhere = _together(reader, way.terms, fields & ~_TEXT)
        rest = without(rest, elsewhere & rest)
        if not rest:
            return 0
        if fields & _TEXT:
            inside.append(way.terms)
    for terms in inside:
        here = _together(reader, terms, _TEXT) & rest
        if here:
            excluded = 0
            for term in terms:
                excluded |= reader.bits(sided(term), sides.ONLY_MUST_NOT)
            rest = without(rest, without(here, excluded & here))
        if not rest:
            return 0
    return rest


def _together(reader: Reader, terms: Sequence[str], fields: int) -> int:
    """Trials that hold all the words in one of the fields."""
    if len(terms) == 1:
        return reader.bits(terms[0], fields) if fields else 0
    found = 0
    for field in Field:
        if fields >> field & 1:
            here = reader.bits(terms[0], 1 << field)
            for term in terms[1:]:
                here &= reader.bits(term, 1 << field) if here else 0
            found |= here
    return found


def forbidden(reader: Reader, needs: Iterable[Need], docs: Sequence[int]) -> dict[int, list[str]]:
    """By trial the words that its criteria have under must not, and none under must.

    Each as it was typed, but where a trial holds only what that was corrected to: then as it stands
    there, for nobody looks for *pembrolizumap*.
    """
    found: dict[int, list[str]] = {doc: [] for doc in docs}
    if reader.version < sides.SINCE or not docs:
        return found
    for need in needs:
        must = 0
        must_not: dict[str, int] = {need.typed: 0}
        for way in need.ways:
            if (way.quality in _SURE or way.corrected) and way.fields & _TEXT:
                word = way.corrected or need.typed
                must |= _on(reader, way.terms, sides.MUST)
                must_not[word] = must_not.get(word, 0) | _on(reader, way.terms, sides.MUST_NOT)
        for doc in docs:
            if must >> doc & 1:
                continue
            found[doc] += [word for word, bits in must_not.items() if bits >> doc & 1][:1]
    return found


def _on(reader: Reader, terms: Sequence[str], side: int) -> int:
    found = reader.bits(sided(terms[0]), side)
    for term in terms[1:]:
        found &= reader.bits(sided(term), side)
    return found
