"""What an outcome measures, whatever its wording: measures into the endpoints of one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from catalog.model.text import plain
from catalog.outcomes.table import (
    ENDPOINTS,
    FILLER,
    LOOK_ALIKES,
    LOOSE_LABELS,
    NOT_AFTER,
    NOT_BEFORE,
    NOT_DRUGS,
    STRICT,
    Endpoint,
)

BY_ID: dict[str, Endpoint] = {endpoint.id: endpoint for endpoint in ENDPOINTS}
ORDER: dict[str, int] = {endpoint.id: place for place, endpoint in enumerate(ENDPOINTS)}


class Mention(NamedTuple):
    """Where a measure names an endpoint: `[start, end)` in its words."""

    endpoint: str
    start: int
    end: int


def recognise(measure: str) -> tuple[str, ...]:
    """Ids of the endpoints a measure states, in the order it names them; () for none known.

    Only what is measured counts: not the population ("in patients with a CR"), not a definition
    in brackets, not the two sides of a correlation.
    """
    return reading(measure).endpoints


def plainly(measure: str) -> bool:
    """Whether a measure says nothing but its endpoints: no subscale, subgroup, assessor or time.

    Only what is said plainly can be called the same without reading it.
    """
    return reading(measure).plain


class Reading(NamedTuple):
    """What `recognise` and `plainly` tell, found by reading a measure once."""

    endpoints: tuple[str, ...]
    plain: bool


@lru_cache(maxsize=8192)
def reading(measure: str) -> Reading:
    """The endpoints of a measure, and whether it says nothing else."""
    words = _words(plain(measure))
    mentions = tuple(_stated(words))
    families = frozenset(_family(mention) for mention in mentions) & _beside_families()
    if families:
        mentions = tuple(_stated(words, families))
    found: list[str] = []
    for mention in mentions:
        name = _refined(mention, words)
        if name not in found:
            found.append(name)
    strict = {mention.endpoint for mention in mentions if _is_strict(mention, words)}
    names = tuple(
        name
        for name in found
        if not (
            _replaced(name, found) or (name in STRICT and name not in strict and _scaled(found))
        )
    )
    return Reading(names, _covered(mentions, words))


def _family(mention: Mention) -> str:
    endpoint = BY_ID[mention.endpoint]
    return endpoint.family or endpoint.general


def _is_strict(mention: Mention, words: list[Word]) -> bool:
    """Whether a mention is the endpoint's by its own words: "objective response"."""
    said = {word.stem for word in words[mention.start : mention.end]}
    return not said.isdisjoint(STRICT.get(mention.endpoint, said))


def _scaled(found: list[str]) -> bool:
    """Whether a scale is named: "response" is then one on the scale, and no tumour's."""
    return any(BY_ID[name].instrument for name in found)


def label_of(endpoint: Endpoint, measures: Iterable[str]) -> str:
    """How a row of these measures is called: by the endpoint only where one of them names it so.

    "Response rate" in a trial of depression is a response as that trial defines it.
    """
    if endpoint.id not in STRICT or any(_says_strictly(one, endpoint.id) for one in measures):
        return endpoint.label
    return LOOSE_LABELS[endpoint.id]


def _says_strictly(measure: str, endpoint: str) -> bool:
    words = _words(plain(measure))
    return any(word.stem in STRICT[endpoint] for word in words)


def _covered(mentions: tuple[Mention, ...], words: list[Word]) -> bool:
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    return bool(covered) and all(
        word.mark
        or place in covered
        or (word.stem in FILLER and not word.stem.isdigit())
        or _abbreviates(words, place)
        for place, word in enumerate(words)
    )


def _abbreviates(words: list[Word], place: int) -> bool:
    """Whether a word stands alone in brackets and is written like an abbreviation."""
    before = words[place - 1].mark if place else ""
    after = words[place + 1].mark if place + 1 < len(words) else ""
    return before in _OPEN and after in _CLOSE and sum(map(str.isupper, words[place].exact)) > 1


class Word(NamedTuple):
    exact: str
    """As written, without the s of "AEs"."""
    stem: str
    """In lower case, singular and American; "" for a bracket or stop."""
    mark: str = ""
    """The bracket or stop, for what is no word."""


_TOKEN = re.compile(r"[^\W_]+|[()\[\]{}:;,.≥>]")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_WIDE = str.maketrans("（）［］：；，。", "()[]:;,.")
_ABBREVIATIONS = re.compile(r"^(\w*[A-Z])s$")  # AEs, CRs; but CRS is another thing
_PLURAL = re.compile(r"\((?:s|es|ies)\)")
_INNER = re.compile(r"(?<=\w)\((\w{1,4})\)(?=\w)")


def _words(text: str) -> list[Word]:
    if not text.isascii():
        text = text.translate(_WIDE)
    if "(" in text:
        text = _INNER.sub(r" \1 ", _PLURAL.sub("s", text))  # event(s), 25(OH)D
    return [_word(said) for said in _TOKEN.findall(text)]


@lru_cache(maxsize=16384)
def _word(said: str) -> Word:
    if not said[0].isalnum():
        return Word(said, "", said)
    exact = _ABBREVIATIONS.sub(r"\1", said)
    return Word(exact, _stem(exact.lower()))


_IRREGULAR = {
    "tumour": "tumor", "tumours": "tumor", "randomised": "randomized", "haemoglobin": "hemoglobin",
    "hospitalisation": "hospitalization", "hospitalisations": "hospitalization",
    "analogue": "analog", "metastases": "metastase", "utilisation": "utilization",
    "normalised": "normalized", "annualised": "annualized", "standardised": "standardized",
    "tolerated": "tolerated", "relapses": "relapse", "responses": "response", "oedema": "edema",
    "haemorrhage": "hemorrhage", "ischaemic": "ischemic", "generalised": "generalized",
}  # fmt: skip
_KEEPS_S = frozenset("metastasis basis analysis pancreatitis paralysis thrombosis stenosis".split())


@cache
def _stem(word: str) -> str:
    """Singular and American, enough for the table's words."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word in _KEEPS_S:
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1]


class _Spelling(NamedTuple):
    stems: tuple[str, ...]
    exact: tuple[str, ...]
    """What must be written just so ("pCR" is no PCR), "" for a word in any case; () for none."""
    weak: bool
    beside: bool
    """Counts only where the measure names its family: CL is a clearance among pharmacokinetics."""
    endpoint: str


class _Under(NamedTuple):
    """The spellings that begin with one word."""

    lengths: tuple[int, ...]
    """How many words they have, the longest first."""
    by_stems: dict[tuple[str, ...], list[_Spelling]]


@cache
def _written() -> dict[str, list[tuple[str, str]]]:
    """The table's rows, unexpanded, with their endpoint, by each word they can begin with.

    Expanded as a whole the table has 15,000 spellings, most of which no measure at hand begins.
    """
    table: dict[str, list[tuple[str, str]]] = {}
    rows = [(written, one.id) for one in ENDPOINTS for written in one.spellings]
    for row in (*rows, *((written, "") for written in LOOK_ALIKES)):
        for first in {_spelled(word)[1] for word in first_words(row[0].lstrip("~&"))}:
            table.setdefault(first, []).append(row)
    return table


def first_words(phrase: str) -> Iterator[str]:
    """The words that a phrase with choices can begin with."""
    whole, opened, _ = phrase.lstrip().partition("(")
    if not opened or " " in whole:
        yield whole.split()[0]
        return
    for chosen in _choices_of_first(phrase.lstrip()):
        yield from first_words(chosen)


@cache
def _under(first: str) -> _Under:
    """The spellings that begin with a word of `_written`."""
    found: dict[tuple[str, ...], list[_Spelling]] = {}
    for written, endpoint in _written()[first]:
        for spelling in _expanded(written, endpoint):
            if spelling.stems[0] == first:
                same = found.setdefault(spelling.stems, [])
                if spelling not in same:
                    same.append(spelling)
    for same in found.values():
        same.sort(key=lambda spelling: ORDER.get(spelling.endpoint, -1))
    return _Under(tuple(sorted({len(stems) for stems in found}, reverse=True)), found)


def _expanded(written: str, endpoint: str) -> Iterator[_Spelling]:
    weak, beside = written.startswith("~"), written.startswith("&")
    for phrase in choices(written.lstrip("~&")):
        spelled = [_spelled(part) for part in phrase.split()]
        exact = tuple(exact for exact, _ in spelled)
        yield _Spelling(
            tuple(stem for _, stem in spelled), exact if any(exact) else (), weak, beside, endpoint
        )


def _spelled(part: str) -> tuple[str, str]:
    """How a word of a spelling must be written, "" for anyhow, and its stem."""
    exact = part[1:] if part.startswith("!") else ""
    return exact, _stem(part.lstrip("!").lower())


def choices(phrase: str) -> Iterator[str]:
    """Every phrase that one with choices stands for; choices may hold choices."""
    if "(" not in phrase:
        yield phrase
        return
    for chosen in _choices_of_first(phrase):
        yield from choices(chosen)


def _choices_of_first(phrase: str) -> Iterator[str]:
    """The phrases that stand for one, its first choice made."""
    opened = phrase.find("(")
    depth, cuts = 0, [opened]
    for place in range(opened, len(phrase)):
        depth += (phrase[place] == "(") - (phrase[place] == ")")
        if depth == 0:
            cuts.append(place)
            break
        if depth == 1 and phrase[place] == "|":
            cuts.append(place)
    for start, end in pairwise(cuts):
        yield phrase[:opened] + phrase[start + 1 : end] + phrase[cuts[-1] + 1 :]


@cache
def _beside_families() -> frozenset[str]:
    """Families with spellings that count only beside another of the family."""
    return frozenset(
        endpoint.family
        for endpoint in ENDPOINTS
        if any(written.startswith("&") for written in endpoint.spellings)
    )


def _stated(words: list[Word], families: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """Mentions that say what is measured, from left to right; `families` are those it names."""
    depth, main, aside, skipping, defined = 0, False, False, False, False
    denied: set[str] = set()
    place = 0
    while place < len(words):
        word = words[place]
        if word.mark:
            depth = max(0, depth + (word.mark in _OPEN) - (word.mark in _CLOSE))
            if depth == 0 and word.mark in ",;.":
                skipping = False
                aside = aside and word.mark == ","
            if word.mark == ":" and main:
                aside = True
            place += 1
            continue
        if _correlates(words, place):
            return
        if depth == 0:
            skipping = skipping or (main and _opens(_POPULATION, words, place))
            aside = aside or (main and _opens(_DEFINITION, words, place))
            defined = defined or (place > 0 and _opens(_MEANING, words, place))
        longest = _longest(words, place, families)
        if longest and not longest[0].endpoint:
            place = longest[0].end
            continue
        # What was dismissed is not let in by the abbreviation that stands in brackets behind it.
        denied.update(found.endpoint for found in longest if _dismissed(words, found))
        mentions = [found for found in longest if found.endpoint not in denied]
        if mentions and not depth:
            denied.clear()
        for mention in mentions:
            endpoint = BY_ID[mention.endpoint]
            if not (skipping or defined or (main and (depth or aside))) or endpoint.instrument:
                yield mention
        main = main or any(not BY_ID[mention.endpoint].general for mention in mentions)
        place = mentions[0].end if mentions else place + 1


_MEANING = frozenset({("defined", "as"), ("defined", "by")})
_POPULATION = frozenset(
    {
        *product(
            ("in", "among", "for", "of", "between"),
            ("subject", "patient", "participant", "those", "individual", "people", "men", "women",
             "children", "adult", "all"),
        ),
        ("prior", "to"), ("according", "to"), ("based", "on"), ("with", "respect"), ("from",),
    }
)  # fmt: skip
_DEFINITION = frozenset(
    {
        ("measured", "by"), ("measured", "as"), ("assessed", "by"), ("i", "e"), ("per",),
        ("using",), ("evaluated", "by"), ("as", "assessed"), ("as", "measured"),
        ("determined", "by"), ("ie",),
    }
)  # fmt: skip


def _opens(openers: frozenset[tuple[str, ...]], words: list[Word], place: int) -> bool:
    """Whether one of the openers, of one word or two, begins here."""
    first = words[place].stem
    after = words[place + 1].stem if place + 1 < len(words) else ""
    return (first, after) in openers or (first,) in openers


def _longest(words: list[Word], place: int, families: frozenset[str]) -> list[Mention]:
    """What the longest fitting spelling means; one writing may stand for two endpoints."""
    if words[place].stem not in _written():
        return []
    under = _under(words[place].stem)
    for length in under.lengths:
        end = place + length
        stems = tuple(word.stem for word in words[place:end])
        found = [
            Mention(spelling.endpoint, place, end)
            for spelling in under.by_stems.get(stems, ())
            if _written_so(spelling, words, place)
            and (not spelling.weak or _alone(words, place, end))
            and (not spelling.beside or BY_ID[spelling.endpoint].family in families)
        ]
        if found:
            return list(dict.fromkeys(found))
    return []


def _written_so(spelling: _Spelling, words: list[Word], place: int) -> bool:
    return not spelling.exact or all(
        exact in ("", words[place + step].exact) for step, exact in enumerate(spelling.exact)
    )


def _alone(words: list[Word], start: int, end: int) -> bool:
    """Whether a measure says nothing else, brackets aside, but how it counts."""
    depth = 0
    for place, word in enumerate(words):
        depth += (word.mark in _OPEN) - (word.mark in _CLOSE) if word.mark else 0
        counts = word.mark or depth > 0 or start <= place < end
        if not (counts or word.stem in FILLER or word.stem.isdigit()):
            return False
    return True


def _correlates(words: list[Word], place: int) -> bool:
    """Whether from here on a measure tells what goes together with, or predicts, what."""
    after = words[place + 1].stem if place + 1 < len(words) else ""
    if words[place].stem == "association":
        return after in _LINKS
    return words[place].stem in _CORRELATES


_LINKS = frozenset({"between", "of", "with"})
_CORRELATES = frozenset(
    "correlation correlate correlated correlating associated relationship odd predictor predict "
    "predictive predicting prediction".split()
)
_REASONS = {("due", "to"), ("caused", "by"), ("because", "of")}
_BEFOREHAND = {("prior", "to"), ("history", "of"), ("with", "prior"), ("manifestation", "of")}


def _dismissed(words: list[Word], mention: Mention) -> bool:
    """Whether the words around say that the endpoint is not what is measured."""
    before = tuple(word.stem for word in words[max(0, mention.start - 4) : mention.start])
    after = words[mention.end].stem if mention.end < len(words) else ""
    name = mention.endpoint
    pairs = set(pairwise(before))
    if pairs & _REASONS and BY_ID[name].family != "safety":
        return True
    if pairs & _BEFOREHAND or (before and before[-1] == "at"):
        return True
    if name == "pk_concentration":
        return any(word.stem in NOT_DRUGS for word in words[mention.end : mention.end + 4])
    return not _right_before(words, mention.start).isdisjoint(NOT_AFTER.get(name, ())) or (
        after in NOT_BEFORE.get(name, ())
    )


_LONGEST_NAME = 3
"""Words of an abbreviation in brackets: `(CA-125)` has two."""


def _right_before(words: list[Word], start: int) -> set[str]:
    """The word before; of an abbreviation in brackets it and the word that it stands behind.

    `Prostate specific antigen (PSA) response`: a response of the antigen.
    """
    if start == 0:
        return set()
    if words[start - 1].mark in _CLOSE:
        opens = range(start - 2, max(0, start - 2 - _LONGEST_NAME), -1)
        opened = next((at for at in opens if words[at].mark in _OPEN), None)
        if opened:
            return {word.stem for word in words[opened - 1 : start - 1] if word.stem}
    return {words[start - 1].stem}


_GRADE = re.compile(r"grades? (?:[≥>] )?(?:3|4|iii|iv|3 5|3 4)\b")
_STOPS = re.compile(
    r"(?:discontinu|withdraw|stopp)\w* .*\b(?:due to|because of|for|owing to)\b.*"
    r"\b(?:adverse|ae|toxicit)|(?:adverse|ae|toxicit)\w* .*\b(?:leading to|resulting in|"
    r"that lead to|causing|led to)\b.*(?:discontinu|withdraw|stopp|cessation)"
    r"|(?:adverse|ae|toxicit)\w* .*\b(?:end|ends|ended|ending|stop|stops|stopping) (?:the |study )?"
    r"(?:treatment|therapy|drug|medication)"
)


def _refined(mention: Mention, words: list[Word]) -> str:
    """Adverse events of grade 3 and above, or that end treatment, are endpoints of their own."""
    if mention.endpoint == "ae_grade3" and any(word.exact == "SAE" for word in words):
        return "sae"  # many authors write "severe" for serious: their abbreviation tells
    if mention.endpoint not in _EVENTS:
        return mention.endpoint
    text = " ".join(word.mark or word.stem for word in words)
    if _STOPS.search(text):
        return "ae_discontinuation"
    if mention.endpoint == "ae" and _GRADE.search(text):
        return "ae_grade3"
    return mention.endpoint


_EVENTS = frozenset({"ae", "trae", "teae"})


def _replaced(name: str, found: list[str]) -> bool:
    """Whether a field ("safety") is there only as the heading of an endpoint named beside it."""
    family = BY_ID[name].general
    return bool(family) and any(
        BY_ID[other].family == family and not BY_ID[other].general for other in found
    )
