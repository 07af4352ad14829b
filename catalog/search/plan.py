"""From the words of a query to what is looked for: every way in which each may be met."""

from __future__ import annotations

import enum
import re
from collections.abc import Container, Iterator, Sequence

from msgspec.structs import replace

from catalog.drugs.medicines import is_known_medicine, is_medicine, looks_like_medicine
from catalog.search.by_number import Numbers
from catalog.search.forms import related, variants
from catalog.search.needs import Draft, Need
from catalog.search.query import Query, Text
from catalog.search.synonyms.lexicon import Correction, Lexicon
from catalog.search.synonyms.thesaurus import Synonym, Thesaurus
from catalog.search.weights import ANYWHERE, LOCATED, NAMED, Field, Quality
from catalog.search.words import STOP_WORDS, compounds, forms, makes_name, parts

MOST_NEEDS = 24
_MOST_WINDOW = 6
_MOST_OF_NUMBER = 5
_MANY = 10
_RARE = 30
"""A word in fewer trials may be a slip for one that is this many times as frequent."""
_NAMES = sum(1 << place for place in (Field.TITLE, Field.CONDITION, Field.DRUG))
_LETTERS_TYPED = (
    (0, 0),
    (6, _NAMES),
    (10, _NAMES),
    (16, NAMED),
    (24, ANYWHERE),
)
"""By letters typed of an unfinished word: how many completions are looked for, and where."""
_SUBSTANCE = 1 << Field.CONDITION | 1 << Field.DRUG
"""Fields whose filters (`drug:keytruda`) take other names, as words without a field do."""
_MOST_FORMS = 4
_FREQUENT = 0.01
"""A word in more of all trials is not also looked for in its other forms: they are as frequent."""
_SMALL = 1_000
"""Nor one in more trials than this, in a small catalogue."""
_LEAST_OWNER = 3
"""Letters of a word before `s` that is a possessive: `cow's`, and not `t s`."""
FORM = "word form"
APART = "two words"
_LEAST_PIECE = 3
_LONGEST_PAIR = 24
_BORDER = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


_NEAR_BY_ONE, _NEAR_BY_TWO = 6, 9
"""Letters of a word that is near enough to another one slip away, and two slips."""
_FAR_OFTENER, _OFTENER_BY_FAR = 20, 100
"""A word that trials hold may be somebody's slip for a medicine one slip away that is in so many
times as many; for what is two slips away, or is no medicine of the tables, in so many."""
_ENDINGS = ("s", "es", "i", "um")
"""What goes on so is another form of a name, and no slip: plurals, Latin (`tamoxifeni citras`)."""
_SELDOM = 400
"""A word that fewer than one trial in so many is about is not meant by chance."""


class Trust(enum.Enum):
    """What may be done with the words that are near a typed one."""

    TAKE = "take"
    TELL = "take, and tell"
    ASK = "ask"


class Planner:
    """Makes the needs of a query with one catalogue's vocabulary, names and numbers."""

    def __init__(
        self, lexicon: Lexicon, thesaurus: Thesaurus, numbers: Numbers, trials: int
    ) -> None:
        self._lexicon = lexicon
        self._thesaurus = thesaurus
        self._numbers = numbers
        self._trials = trials

    def needs(self, texts: Sequence[Text], query: Query, fields: int = ANYWHERE) -> list[Need]:
        """One need for each word; the last one may be unfinished."""
        typed: list[tuple[str, bool]] = []
        found: list[Need] = []
        for text in texts:
            if text.kind == "word" and not text.without and not query.exact:
                whole = _is_abbreviation(text.text)
                typed += ((compound, whole) for compound in compounds(text.text))
            else:
                found += self._literal(text, fields)
        is_last = bool(texts) and texts[-1].kind == "word" and not query.finished
        drafts = self._drafts(typed[:MOST_NEEDS], is_last and not query.exact)
        self._windows(drafts, fields, query.synonyms)
        if query.synonyms and fields & _SUBSTANCE:
            self._forms(drafts, unfinished=is_last)
        found += [draft.need(fields) for draft in drafts]
        return found

    def _literal(self, text: Text, fields: int) -> Iterator[Need]:
        """A phrase, an exact word, or one that must be absent."""
        said = compounds(text.text)
        plain = [part for compound in said for part in parts(compound)]
        if text.kind == "phrase" and len(plain) > 1:
            draft = Draft(text.text)
            draft.add(plain, Quality.EXACT)
            if draft.ways:
                ways, phrase = tuple(draft.ways.values()), tuple(plain)
                yield Need(text.text, ways, fields, phrase=phrase, without=text.without)
            return
        for compound in said:
            draft = Draft(compound)
            _as_typed(draft, compound)
            self._by_number(draft, (compound,), unfinished=False, slips=False)
            if draft.ways or draft.docs:
                yield replace(draft.need(fields), without=text.without)

    def _drafts(self, typed: list[tuple[str, bool]], unfinished: bool) -> list[Draft]:
        drafts: list[Draft] = []
        kept = [each for each in typed if each[0] not in STOP_WORDS]
        if typed and unfinished and typed[-1][0] in STOP_WORDS:
            kept.append(typed[-1])
        for n, (compound, whole) in enumerate(kept):
            draft = Draft(compound, is_whole=whole)
            is_last = unfinished and n == len(kept) - 1
            _as_typed(draft, compound)
            if compound.isalnum():
                self._spellings(draft, compound, is_last)
            else:
                self._compound(draft, compound, is_last)
            drafts.append(draft)
        return drafts

    def _spellings(self, draft: Draft, word: str, is_last: bool) -> None:
        count, subject = self._lexicon.count(word)
        begun = 0
        if is_last and not draft.is_whole:
            most, fields = _LETTERS_TYPED[min(len(word), len(_LETTERS_TYPED) - 1)]
            quality = Quality.LONGER if count else Quality.PREFIX
            for term in self._lexicon.completions(word)[:most]:
                draft.add((term,), quality, fields=fields)
                if begun <= _RARE:
                    begun += self._lexicon.count(term)[0]
        if count or not begun:  # what only begins a word has no other spelling
            for variant in variants(word):
                if self._lexicon.count(variant)[0]:
                    draft.add((variant,), Quality.VARIANT)
        if subject > _RARE or begun > _RARE:
            return
        sure = [synonym.name for synonym in self._thesaurus.synonyms(word) if synonym.is_sure]
        if sure:
            draft.other_names = tuple(sure) if not (count or begun) else ()
            return  # it is a name, if a rare one: `haart` is no slip for `heart`
        corrections = [
            found
            for found in self._lexicon.corrections(word)
            if self._lexicon.count(found.term)[0] >= _MANY * (count + begun) + 1
        ]
        trust = self._trust(word, corrections)
        if trust is Trust.ASK:
            draft.meant += [] if count else [found.term for found in corrections]
            return
        if trust is Trust.TELL and count:
            draft.rather += self._rather(draft.ways, word, corrections[0], count + begun)
            return
        nearest = min((found.slips for found in corrections), default=3)
        for found in corrections[: 1 if trust is Trust.TELL else None]:
            doubted = Quality.DOUBTED if count else _corrected(found.slips)
            draft.add((found.term,), doubted, f"{word}→{found.term}")
            if trust is Trust.TELL and not begun:
                draft.said.append(found.term)
        if not begun:
            self._split(draft, word, 1 if count else 0)
        if is_last and not begun and not count and nearest > 1:
            self._begun_with_a_slip(draft, word)

    def _rather(
        self, ways: Container[tuple[str, ...]], word: str, near: Correction, count: int
    ) -> list[str]:
        """What is asked after beside a word that some trials hold, maybe by somebody's slip."""
        is_close = near.slips == 1 and is_medicine(near.term)
        least = count * (_FAR_OFTENER if is_close else _OFTENER_BY_FAR)
        is_form = word.removeprefix(near.term) in _ENDINGS
        if is_form or (near.term,) in ways or self._lexicon.count(near.term)[0] < least:
            return []
        return [near.term]

    def _trust(self, word: str, corrections: Sequence[Correction]) -> Trust:
        """Whether the nearest words may stand for a typed one unasked.

        One medicine is never taken for another: what may be a medicine's name is corrected only
        where a single one is near enough, and that is told; else it is asked for. A rare word two
        slips away from a short one is chance.
        """
        if not corrections:
            return Trust.TAKE
        best = corrections[0]
        if is_known_medicine(word):
            return Trust.ASK
        if looks_like_medicine(word) or any(map(self._is_medicine, corrections)):
            rivals = [each for each in corrections[1:] if self._is_medicine(each)]
            near = len(word) >= (_NEAR_BY_ONE if best.slips == 1 else _NEAR_BY_TWO)
            one = near and not rivals and self._is_medicine(best)
            return Trust.TELL if one else Trust.ASK
        is_rare = self._lexicon.count(best.term)[1] * _SELDOM < self._trials
        by_chance = best.slips > 1 and len(word) < _NEAR_BY_TWO and is_rare
        return Trust.ASK if by_chance else Trust.TAKE

    def _is_medicine(self, found: Correction) -> bool:
        return is_medicine(found.term) or self._thesaurus.is_medicine(found.term)

    def _split(self, draft: Draft, word: str, least: int) -> None:
        """Two words of the catalogue that were written as one: `eyedrops`."""
        if not word.isalpha() or not 2 * _LEAST_PIECE <= len(word) <= _LONGEST_PAIR:
            return
        for place in range(_LEAST_PIECE, len(word) - _LEAST_PIECE + 1):
            pair = word[:place], word[place:]
            if all(
                each not in STOP_WORDS and self._lexicon.count(each)[1] > least for each in pair
            ):
                draft.add(pair, Quality.CORRECTED, APART)

    def _begun_with_a_slip(self, draft: Draft, word: str) -> None:
        best: list[tuple[int, int, str, str]] = []
        for found in self._lexicon.beginnings(word):
            for term in self._lexicon.completions(found.term)[:6]:
                if is_medicine(term) or self._thesaurus.is_medicine(term):
                    draft.meant.append(term)  # a beginning says too little to take it for one
                    continue
                best.append((found.slips, -self._lexicon.count(term)[1], term, found.term))
        for slips, _, term, begun in sorted(best)[:6]:
            draft.add((term,), _corrected(slips), f"{word}→{begun}…")

    def _compound(self, draft: Draft, compound: str, is_last: bool) -> None:
        """`PD-1`: joined, or its parts; an unfinished last part may go on."""
        pieces = parts(compound)
        joined = "".join(pieces)
        if is_last:
            for term in self._lexicon.completions(joined)[:8]:
                draft.add((term,), Quality.PREFIX)
            if pieces[-1].isalpha():
                for term in self._lexicon.completions(pieces[-1])[:8]:
                    draft.add((*pieces[:-1], term), Quality.PREFIX)
        for n, piece in enumerate(pieces):
            held = self._lexicon.count(piece)[0]
            if held > _RARE or len(piece) < 4:
                continue
            corrections = self._lexicon.corrections(piece)
            if held:
                if corrections and self._trust(piece, corrections) is Trust.TELL:
                    draft.rather += [
                        "-".join((*pieces[:n], term, *pieces[n + 1 :]))
                        for term in self._rather((), piece, corrections[0], held)
                    ]
                continue
            if self._trust(piece, corrections) is not Trust.TAKE:
                draft.meant += [
                    "-".join((*pieces[:n], each.term, *pieces[n + 1 :])) for each in corrections
                ]
                continue
            for found in corrections:
                terms = (*pieces[:n], found.term, *pieces[n + 1 :])
                draft.add(terms, _corrected(found.slips), f"{piece}→{found.term}")
        for found in self._lexicon.corrections(joined) if len(pieces) == 2 else ():
            if not self._lexicon.count(joined)[0]:
                draft.add((found.term,), Quality.FAR, f"{compound}→{found.term}")

    def _windows(self, drafts: list[Draft], fields: int, synonyms: bool) -> None:
        """Ways that meet several words in a row at once: names, joined writings, numbers."""
        is_named = bool(fields & _SUBSTANCE)
        for start in range(len(drafts)):
            for end in range(start + 1, min(start + _MOST_WINDOW, len(drafts)) + 1):
                window = drafts[start:end]
                typed = tuple(draft.typed for draft in window)
                if is_named and end - start <= _MOST_OF_NUMBER:
                    for draft in window:
                        self._by_number(draft, typed, end == len(drafts), slips=True)
                if is_named and end - start == 2:
                    self._joined(window)
                if synonyms and fields & (_SUBSTANCE | LOCATED):
                    self._synonyms(window, fields)

    def _joined(self, window: list[Draft]) -> None:
        left, right = (draft.typed for draft in window)
        joined = left + right
        if not joined.isalnum() or not self._lexicon.count(joined)[0]:
            return
        is_name = makes_name(left, right)
        for draft in window:
            if is_name:
                draft.doubt()
            draft.add((joined,), Quality.EXACT if is_name else Quality.VARIANT)

    def _synonyms(self, window: list[Draft], fields: int) -> None:
        typed = " ".join(draft.typed for draft in window)
        for name in (*_written(window), *self._other_spellings(window)):
            for synonym in self._thesaurus.synonyms(name):
                quality = Quality.SYNONYM if synonym.is_sure else Quality.FAR
                self._add_synonym(window, synonym, quality, typed, fields)
        if len(window) == 1 and (meant := window[0].corrected) is not None:
            for synonym in self._thesaurus.synonyms(meant):
                self._add_synonym(window, synonym, Quality.FAR, meant, fields)

    def _other_spellings(self, window: Sequence[Draft]) -> list[str]:
        """Spellings of a word that the catalogue has oftener: `pediatric` for `paediatric`."""
        if len(window) != 1:
            return []
        typed = window[0].typed
        count = self._lexicon.count(typed)[0]
        if not count and not any(way.quality is Quality.VARIANT for way in window[0].ways.values()):
            return []
        return [form for form in variants(typed) if self._lexicon.count(form)[0] > count]

    def _add_synonym(
        self, window: list[Draft], synonym: Synonym, quality: Quality, meaning: str, fields: int
    ) -> None:
        if not synonym.fields & fields:
            return
        as_said, bare = _possessives(synonym.name.split(" "))
        for terms, rank in ((as_said, quality), (bare, Quality.FAR)):
            if terms and self._known(terms):
                for draft in window:
                    draft.add(terms, rank, f"{meaning} = {synonym.name}", synonym.fields)

    def _forms(self, drafts: Sequence[Draft], *, unfinished: bool) -> None:
        """Words made from the same stem, for words that are not too frequent."""
        most = max(_SMALL, _FREQUENT * self._trials)
        for n, draft in enumerate(drafts):
            count, subject = self._lexicon.count(draft.typed)
            if subject > most or (not count and (unfinished and n == len(drafts) - 1)):
                continue
            known = ((self._lexicon.count(form)[1], form) for form in related(draft.typed))
            for number, form in sorted(known, reverse=True)[:_MOST_FORMS]:
                if number:
                    draft.add((form,), Quality.SYNONYM, FORM, NAMED)

    def _known(self, terms: Sequence[str]) -> bool:
        return all(term in STOP_WORDS or self._lexicon.count(term)[0] for term in terms)

    def _by_number(
        self, draft: Draft, typed: tuple[str, ...], unfinished: bool, *, slips: bool
    ) -> None:
        for found in self._numbers.find("".join(typed), unfinished, slips):
            draft.docs.setdefault(found.doc, found)


_CAPITALS = 4
"""Letters of a word in capitals that is an abbreviation and no beginning of a word."""


def _is_abbreviation(text: str) -> bool:
    return len(text) <= _CAPITALS and text.isalpha() and text.isupper()


def _written(window: Sequence[Draft]) -> tuple[str, ...]:
    """How records may write a name: in plain words, digits apart or not, the last one singular."""
    plain = [part for draft in window for part in parts(draft.typed)]
    names = [" ".join(plain)]
    if any(map(str.isdigit, names[0])):
        names += ["".join(plain), _BORDER.sub(" ", names[0])]
    elif len(plain) > 1 and plain[-1].endswith("s") and not plain[-1].endswith("ss"):
        names.append(names[0][:-1])
    return tuple(dict.fromkeys(names))


def _possessives(terms: list[str]) -> tuple[list[str], list[str]]:
    """`hodgkin s lymphoma` as `hodgkins lymphoma` and, with less right, `hodgkin lymphoma`."""
    place = terms.index("s", 1) if "s" in terms[1:] else 0
    if not place or len(terms[place - 1]) < _LEAST_OWNER:
        return terms, []
    before, after = terms[:place], terms[place + 1 :]
    return [*before[:-1], before[-1] + "s", *after], [*before, *after]


def _apart(pieces: Sequence[str]) -> Quality:
    """How good the parts of a compound are by themselves: of `IL-10` hardly, of `beta-blocker`."""
    if len(pieces) > 2:
        return Quality.EXACT
    return Quality.VARIANT if all(map(str.isalpha, pieces)) else Quality.FAR


def _corrected(slips: int) -> Quality:
    return Quality.FAR if slips > 1 else Quality.CORRECTED


def _as_typed(draft: Draft, compound: str) -> None:
    if compound.isalnum():
        draft.add((compound[:48],), Quality.EXACT)
        return
    pieces = parts(compound)
    draft.add(("".join(pieces)[:48],), Quality.EXACT)
    draft.add(pieces, _apart(pieces))
    known = forms(compound)
    for n in range(len(pieces) - 1):
        pair = pieces[n] + pieces[n + 1]
        if len(pieces) > 2 and pair in known:
            draft.add((*pieces[:n], pair, *pieces[n + 2 :]), Quality.EXACT)
