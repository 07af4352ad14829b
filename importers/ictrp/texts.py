"""Texts and lists of the WHO ICTRP: what its carriage did to them is undone, lists taken apart.

Every line end of the source arrives as `\\r<br>` or `<br>`, several values of one field with `;`
between, and each registry packs its interventions and outcomes in its own way.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterator

from catalog.model.codes import InterventionType, OutcomeKind, coded
from catalog.model.trial import Arm, Contact, Guess, Identifier, Intervention, Outcome, one_line
from importers.ctgov.legacy_xml.textblocks import textblock
from importers.values.cleaning import blank, identifier, joined

_LINE_END = re.compile(r"\r\n?[ \t]*<br>|<br>|\r\n?")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_NOTHING = frozenset(
    """
    null|nil|nil known|none|-|n/a|na|no|not applicable|nd|not available|not provided
    information not present in eudract
    """.strip()
    .replace("\n", "|")
    .split("|")
)


def lines(text: str | None, prefix: str) -> str | None:
    """A text with its lines as the registry had them."""
    if not text:
        return None
    text = _LINE_END.sub("\n", text)
    if prefix == "NCT":
        return textblock(text)  # the legacy XML's hard-wrapped lines
    stripped = "\n".join(line.strip() for line in text.split("\n"))
    return blank(_EMPTY_LINES.sub("\n\n", stripped))


def said(value: str | None) -> str | None:
    """A value of one line; None for the words that stand for none."""
    if value is None:
        return None
    line = one_line(_LINE_END.sub(" ", value))
    return None if line.lower().rstrip(".") in _NOTHING or not line else line


_HEADING = re.compile(r"((?:in|ex)clusion criteria\s*:)[ \t]*(?=\S)", re.IGNORECASE)


def criteria(inclusion: str | None, exclusion: str | None, prefix: str) -> str | None:
    """Both criteria one under the other, each under the heading that the platform gives it.

    Records of ClinicalTrials.gov have both in the first. The side of a criterion is its column:
    an exclusion cell without a heading of its own gets one, and so does the cell above it.
    """
    parts = [lines(_once(text), prefix) for text in (inclusion, exclusion)]
    if parts[1] and not _EXCLUDES.match(parts[1]):
        parts[1] = _under("Exclusion criteria", parts[1])
        if parts[0] and not _INCLUDES.match(parts[0]):
            parts[0] = _under("Inclusion criteria", parts[0])
    return "\n\n".join(_HEADING.sub(r"\1\n", part, count=1) for part in parts if part) or None


_EXCLUDES = re.compile(r"\W*(?:\w+\s+){0,3}exclusion\s+criteri(?:a|on)\b", re.IGNORECASE)
_INCLUDES = re.compile(r"\W*(?:\w+\s+){0,3}inclusion\s+criteri(?:a|on)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\W*(criterios?\s+de\s+(?:ex|in)clusi[oó]n|crit[eé]rios?\s+de\s+(?:ex|in)clus[aã]o"
    r"|crit[eè]res?\s+(?:de\s+non[\s-]inclusion|d[e'’]\s*(?:ex|in)clusion)|(?:aus|ein)schlusskriterien"
    r"|criteri\s+di\s+(?:es|in)clusione|(?:ex|in)clusiecriteria)\s*(?::|\n)",
    re.IGNORECASE,
)


def _under(heading: str, text: str) -> str:
    """The text under a heading; one that it has in another language stands in brackets there."""
    own = _FOREIGN.match(text)
    if own is None:
        return f"{heading}:\n{text}"
    return f"{heading} ({own[1]}):\n{text[own.end() :].lstrip()}"


_AGAIN = re.compile(r"\n[ \t]*;\s*\n(?=[ \t]*inclusion criteria\s*:)", re.IGNORECASE)


def _once(text: str | None) -> str | None:
    """A text that the platform took over several times, once; other versions of it are kept."""
    if not text or text.lower().count("inclusion criteria") < 2:
        return text
    versions = {one_line(part): part for part in _AGAIN.split(_LINE_END.sub("\n", text))}
    return "\n\n".join(versions.values())


_EQUALS = re.compile(r"(?<![<>=≤≥])=\s*\d|=\s*I{1,3}\b")


def lost_signs(criteria: str | None) -> str | None:
    """Why a text may say `=` where its registry said `≥` or `≤`: the platform loses these signs."""
    if criteria and _EQUALS.search(criteria) and not re.search("[≤≥]", criteria):
        return "the WHO's copy writes = where the registry may have written ≥ or ≤"
    return None


# -- conditions and keywords

_EU = frozenset({"EUCTR", "CTIS"})
_EU_TERM = re.compile(r"\bTerm:\s*(.+?)\s*(?:System Organ Class|$)", re.MULTILINE)
_EU_AREA = re.compile(r"Therapeutic area:\s*([^;]+)")
_EU_END = re.compile(r"\s*(?:MedDRA version:|;?\s*Therapeutic area:)")


def conditions(text: str | None, prefix: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Conditions, and what the EU register files them under: MedDRA terms, therapeutic area."""
    if not text:
        return (), ()
    if prefix in _EU:
        whole = _LINE_END.sub("\n", text)
        condition = _EU_END.split(whole, maxsplit=1)[0]
        terms = [one_line(found[1]) for found in _EU_TERM.finditer(whole)]
        areas = [one_line(found[1]) for found in _EU_AREA.finditer(whole)]
        return tuple(filter(None, [said(condition)])), tuple(dict.fromkeys(terms + areas))
    parts = (part for line in _LINE_END.split(text) for part in joined(line, ";"))
    return tuple(dict.fromkeys(name for part in parts if (name := said(part)))), ()


# -- interventions

_TYPES = "|".join(
    ("Drug", "Device", "Biological", "Procedure", "Radiation", "Behavioral", "Genetic", "Other",
     "Dietary Supplement", "Combination Product", "Diagnostic Test")
)  # fmt: skip
_TYPED = re.compile(rf";(?=\s*(?:{_TYPES}): )")
_PRODUCT = re.compile(
    r"(?:^|,)[ \t]*(Trade Name|Product Name|INN or Proposed INN):[ \t]*(\S.*?)"
    r"(?=,\s*(?:[A-Z][A-Za-z]+ ?)+:|$)",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"\s*\bIntervention \d{1,2}: ")
_LONGEST_NAME = 200


def interventions(
    text: str | None, prefix: str, groups: tuple[str, ...] = ()
) -> tuple[tuple[Intervention, ...], tuple[Arm, ...], str | None]:
    """Interventions, arms where the registry names them, and what of it is a guess.

    `groups` are the names that the record's size gives to its arms.
    """
    if not text or not blank(_LINE_END.sub("", text)):
        return (), (), None
    if prefix == "NCT":
        return tuple(dict.fromkeys(map(_typed, _TYPED.split(text)))), (), None
    if prefix in _EU:
        return tuple(_products(_LINE_END.sub("\n", text))), (), "products of one cell"
    if prefix == "ChiCTR" and (arms := _arms(text, groups)):
        names = dict.fromkeys(name for arm in arms for name in arm.interventions)
        given = tuple(
            Intervention(
                name=name,
                arm_labels=tuple(arm.label for arm in arms if name in arm.interventions),
            )
            for name in names
        )
        return given, arms, "arms and treatments of one cell"
    parts = [part for part in _NUMBERED.split(lines(text, prefix) or "") if said(part)]
    return tuple(map(_described, parts)), (), "interventions in words of the registry"


def _typed(part: str) -> Intervention:
    type, colon, name = part.strip().partition(": ")
    if not colon:
        return Intervention(name=one_line(part))
    return Intervention(name=one_line(name), type=coded(InterventionType, type))


def _products(text: str) -> Iterator[Intervention]:
    """Each product by its name, else its trade name or INN; the others are its other names."""
    for block in re.split(r"\n\s*\n", text):
        names = {label: one_line(name) for label, name in _PRODUCT.findall(block)}
        ordered = [
            names[label]
            for label in ("Product Name", "Trade Name", "INN or Proposed INN")
            if said(names.get(label))
        ]
        if ordered:
            others = tuple(dict.fromkeys(name for name in ordered[1:] if name != ordered[0]))
            yield Intervention(name=ordered[0], other_names=others)


def _arms(text: str, groups: tuple[str, ...]) -> tuple[Arm, ...]:
    """`Experimental group:A;Control group:B;`; nothing where a part has no label.

    A treatment may have semicolons and colons too: the arms begin where the known groups stand,
    else behind a semicolon without a blank.
    """
    arms = []
    starts = _starts(text, groups) or [0, *(found.end() for found in _NEXT_ARM.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end].strip().rstrip(";")
        if not part:
            continue
        label, colon, treatment = part.partition(":")
        if not colon:
            return ()
        given = said(treatment)
        arms.append(Arm(label=one_line(label), interventions=(given,) if given else ()))
    return tuple(arms)


_NEXT_ARM = re.compile(r";(?=\S)(?!<br>)")


def _starts(text: str, groups: tuple[str, ...]) -> list[int]:
    """Where each group's name begins, in order; empty unless each stands there once."""
    starts = []
    for name in groups:
        words = r"\s+".join(map(re.escape, name.split()))
        found = list(re.finditer(rf"(?:^|;)\s*({words})\s*:", text))
        if len(found) != 1:
            return []
        starts.append(found[0].start(1))
    return sorted(starts) if len(set(starts)) == len(groups) else []


def _described(text: str) -> Intervention:
    """A text as an intervention: its first line or sentence names it where it is long."""
    name = one_line(text)
    if len(name) <= _LONGEST_NAME:
        return Intervention(name=name)
    first = one_line(re.split(r"\n|(?<=[.;])\s", text.strip(), maxsplit=1)[0])
    if first.endswith(":"):  # a heading names nothing
        first = name
    return Intervention(
        name=textwrap.shorten(first, _LONGEST_NAME, placeholder=" …"), description=text.strip()
    )


# -- outcomes

_SEPARATED = frozenset({"NCT", "ChiCTR", "IRCT", "KCT", "ACTRN"})
"""Registries whose outcomes stand with `;` between; elsewhere that is part of a sentence."""
_EU_LABEL = re.compile(
    r"(?:^|;)\s*(Main Objective|Secondary Objective|Primary end point\(s\)|"
    r"Secondary end point\(s\)|Timepoint\(s\) of evaluation of this end point)\s*:\s*"
)
_IRCT = re.compile(r"(.+?)\.? Timepoint: (.+?)\.? Method of measurement: (.+?)\.?", re.DOTALL)
_BRACKETED = re.compile(r"(.+?)\s*\[([^\[\]]*)\]\s*", re.DOTALL)


def outcomes(text: str | None, kind: OutcomeKind, prefix: str) -> Iterator[Outcome]:
    """The outcomes of one cell."""
    text = lines(text, "" if prefix == "NCT" else prefix)
    if not text or text.lower().strip(".") in _NOTHING:
        return
    if prefix in _EU:
        found = eu_parts(text)
        name = "Primary" if kind is OutcomeKind.PRIMARY else "Secondary"
        measure = found.get(f"{name} end point(s)")
        if measure:
            time = found.get("Timepoint(s) of evaluation of this end point")
            time = time if said(time) else None
            yield Outcome(measure=measure, kind=kind, time_frame=time)
        return
    parts = joined(text, ";") if prefix in _SEPARATED else (text,)
    measured = (_outcome(part, kind, prefix) for part in parts)
    # The platform repeats what it took over several times.
    yield from dict.fromkeys(one for one in measured if said(one.measure))


def eu_parts(text: str | None) -> dict[str, str]:
    """What the EU register's cell of outcomes holds, by label; objectives are among it."""
    found = list(_EU_LABEL.finditer(text)) if text else []
    if not text or not found:
        return {}
    ends = [*(later.start() for later in found[1:]), len(text)]
    return {
        match[1]: value
        for match, end in zip(found, ends, strict=True)
        if (value := blank(text[match.end() : end].strip(" ;\n")))
    }


def _outcome(part: str, kind: OutcomeKind, prefix: str) -> Outcome:
    if prefix == "IRCT" and (found := _IRCT.fullmatch(part)):
        return Outcome(
            measure=found[1], kind=kind, time_frame=found[2], description=found[3].strip()
        )
    if prefix == "ACTRN" and (found := _BRACKETED.fullmatch(part)):
        return Outcome(measure=found[1], kind=kind, time_frame=blank(found[2]))
    return Outcome(measure=part, kind=kind)


# -- numbers and people


def numbers(trial_id: str | None, *others: str | None) -> tuple[Identifier, ...]:
    """The own number first, then those named with `;` between."""
    named = itertools.chain([trial_id], *(joined(other, ";") for other in others))
    known = [identifier(one_line(value)) for value in named if value and said(value)]
    return tuple({(one.kind, one.value): one for one in reversed(known)}.values())[::-1]


def contacts(
    first: str | None, last: str | None, phone: str | None, email: str | None, at: str | None
) -> Iterator[Contact]:
    """People whose names, numbers and addresses stand in one cell each, in the same order."""
    cells = [
        [part.strip() for part in (cell or "").split(";")] for cell in (first, last, phone, email)
    ]
    places = [part.strip() for part in (at or "").split(";")]
    several = max(map(len, cells)) > 1
    seen = set()
    for number, (given, family, tel, mail) in enumerate(
        itertools.zip_longest(*cells, fillvalue="")
    ):
        name = said(f"{given} {family}")
        place = (places[number] if number < len(places) else "") if several else (at or "")
        contact = Contact(name=name, phone=said(tel), email=said(mail), affiliation=said(place))
        if contact not in seen and (name or contact.phone or contact.email):
            seen.add(contact)
            yield contact


def guessed(field: str, why: str | None) -> tuple[Guess, ...]:
    """A guess of a field, or none."""
    return (Guess(field=field, why=why),) if why else ()
