"""Our words for coded values, beside every registry's own.

The enumerations are those of the ClinicalTrials.gov API v2 ("Study Data Structure"); what other
registries and older downloads write for the same thing is one row of `codes.csv`.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from catalog.model.staleness import OPEN

Word = TypeVar("Word", bound=enum.StrEnum)


class Coded(msgspec.Struct, Generic[Word], frozen=True):
    """What the source wrote, and what it means in our words (None: outside the enumeration)."""

    said: str
    means: Word | None = None

    @property
    def word(self) -> str:
        """Our word where there is one, else the source's."""
        return self.said if self.means is None else self.means.value


class Status(enum.StrEnum):
    """Overall recruitment status of a study, and status of a site."""

    NOT_YET_RECRUITING = "NOT_YET_RECRUITING"
    RECRUITING = "RECRUITING"
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION"
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    COMPLETED = "COMPLETED"
    WITHDRAWN = "WITHDRAWN"
    UNKNOWN = "UNKNOWN"
    AVAILABLE = "AVAILABLE"
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE"
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE"
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING"
    WITHHELD = "WITHHELD"

    @property
    def is_open(self) -> bool:
        """Whether a patient may be able to enter now or soon."""
        return self.value in OPEN


class Phase(enum.StrEnum):
    """Phase of a drug or biological product's trial; a trial may have two."""

    NA = "NA"
    EARLY_PHASE1 = "EARLY_PHASE1"
    PHASE1 = "PHASE1"
    PHASE2 = "PHASE2"
    PHASE3 = "PHASE3"
    PHASE4 = "PHASE4"


class StudyType(enum.StrEnum):
    """Whether something is given by plan, only watched, or given outside a trial."""

    INTERVENTIONAL = "INTERVENTIONAL"
    OBSERVATIONAL = "OBSERVATIONAL"
    EXPANDED_ACCESS = "EXPANDED_ACCESS"


class InterventionType(enum.StrEnum):
    """What kind of thing is given or done."""

    DRUG = "DRUG"
    DEVICE = "DEVICE"
    BIOLOGICAL = "BIOLOGICAL"
    PROCEDURE = "PROCEDURE"
    RADIATION = "RADIATION"
    BEHAVIORAL = "BEHAVIORAL"
    GENETIC = "GENETIC"
    DIETARY_SUPPLEMENT = "DIETARY_SUPPLEMENT"
    COMBINATION_PRODUCT = "COMBINATION_PRODUCT"
    DIAGNOSTIC_TEST = "DIAGNOSTIC_TEST"
    OTHER = "OTHER"


class ArmType(enum.StrEnum):
    """What an arm is to the others: what is tested, or what it is compared with."""

    EXPERIMENTAL = "EXPERIMENTAL"
    ACTIVE_COMPARATOR = "ACTIVE_COMPARATOR"
    PLACEBO_COMPARATOR = "PLACEBO_COMPARATOR"
    SHAM_COMPARATOR = "SHAM_COMPARATOR"
    NO_INTERVENTION = "NO_INTERVENTION"
    OTHER = "OTHER"


class Allocation(enum.StrEnum):
    """How participants come into their arms; NA where there is one arm alone."""

    RANDOMIZED = "RANDOMIZED"
    NON_RANDOMIZED = "NON_RANDOMIZED"
    NA = "NA"


class InterventionModel(enum.StrEnum):
    """How the arms lie to one another in time."""

    SINGLE_GROUP = "SINGLE_GROUP"
    PARALLEL = "PARALLEL"
    CROSSOVER = "CROSSOVER"
    FACTORIAL = "FACTORIAL"
    SEQUENTIAL = "SEQUENTIAL"


class Masking(enum.StrEnum):
    """How many of the four of `WhoMasked` do not know who is given what; NONE: open label."""

    NONE = "NONE"
    SINGLE = "SINGLE"
    DOUBLE = "DOUBLE"
    TRIPLE = "TRIPLE"
    QUADRUPLE = "QUADRUPLE"


class WhoMasked(enum.StrEnum):
    """Who does not know who is given what."""

    PARTICIPANT = "PARTICIPANT"
    CARE_PROVIDER = "CARE_PROVIDER"
    INVESTIGATOR = "INVESTIGATOR"
    OUTCOMES_ASSESSOR = "OUTCOMES_ASSESSOR"


class Purpose(enum.StrEnum):
    """What the trial is for first of all; ECT: education, counselling, training."""

    TREATMENT = "TREATMENT"
    PREVENTION = "PREVENTION"
    DIAGNOSTIC = "DIAGNOSTIC"
    ECT = "ECT"
    SUPPORTIVE_CARE = "SUPPORTIVE_CARE"
    SCREENING = "SCREENING"
    HEALTH_SERVICES_RESEARCH = "HEALTH_SERVICES_RESEARCH"
    BASIC_SCIENCE = "BASIC_SCIENCE"
    DEVICE_FEASIBILITY = "DEVICE_FEASIBILITY"
    OTHER = "OTHER"


class ObservationalModel(enum.StrEnum):
    """How the groups of an observational study are chosen."""

    COHORT = "COHORT"
    CASE_CONTROL = "CASE_CONTROL"
    CASE_ONLY = "CASE_ONLY"
    CASE_CROSSOVER = "CASE_CROSSOVER"
    ECOLOGIC_OR_COMMUNITY = "ECOLOGIC_OR_COMMUNITY"
    FAMILY_BASED = "FAMILY_BASED"
    DEFINED_POPULATION = "DEFINED_POPULATION"
    NATURAL_HISTORY = "NATURAL_HISTORY"
    OTHER = "OTHER"


class TimePerspective(enum.StrEnum):
    """Whether an observational study looks back, ahead, or at one time."""

    RETROSPECTIVE = "RETROSPECTIVE"
    PROSPECTIVE = "PROSPECTIVE"
    CROSS_SECTIONAL = "CROSS_SECTIONAL"
    OTHER = "OTHER"


class SamplingMethod(enum.StrEnum):
    """How an observational study draws its participants."""

    PROBABILITY_SAMPLE = "PROBABILITY_SAMPLE"
    NON_PROBABILITY_SAMPLE = "NON_PROBABILITY_SAMPLE"


class Sex(enum.StrEnum):
    """Who may enter, by sex."""

    ALL = "ALL"
    FEMALE = "FEMALE"
    MALE = "MALE"


class StandardAge(enum.StrEnum):
    """Child: birth to 17 years; adult: 18 to 64; older adult: 65 and over."""

    CHILD = "CHILD"
    ADULT = "ADULT"
    OLDER_ADULT = "OLDER_ADULT"


class SponsorClass(enum.StrEnum):
    """What kind of organisation it is; FED: of the United States, INDIV: one person."""

    INDUSTRY = "INDUSTRY"
    NIH = "NIH"
    FED = "FED"
    OTHER_GOV = "OTHER_GOV"
    INDIV = "INDIV"
    NETWORK = "NETWORK"
    AMBIG = "AMBIG"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class DateType(enum.StrEnum):
    """Whether a date has passed or a number is reached, or is only expected."""

    ACTUAL = "ACTUAL"
    ESTIMATED = "ESTIMATED"


class PartyType(enum.StrEnum):
    """Who answers for what the record says."""

    SPONSOR = "SPONSOR"
    PRINCIPAL_INVESTIGATOR = "PRINCIPAL_INVESTIGATOR"
    SPONSOR_INVESTIGATOR = "SPONSOR_INVESTIGATOR"


class ContactRole(enum.StrEnum):
    """What somebody is to the study."""

    CONTACT = "CONTACT"
    PRINCIPAL_INVESTIGATOR = "PRINCIPAL_INVESTIGATOR"
    SUB_INVESTIGATOR = "SUB_INVESTIGATOR"
    STUDY_CHAIR = "STUDY_CHAIR"
    STUDY_DIRECTOR = "STUDY_DIRECTOR"


class ReferenceType(enum.StrEnum):
    """RESULT: named by the sponsor; DERIVED: found in PubMed by the number of the trial."""

    BACKGROUND = "BACKGROUND"
    RESULT = "RESULT"
    DERIVED = "DERIVED"


class IpdSharing(enum.StrEnum):
    """Whether data of single participants will be shared."""

    YES = "YES"
    NO = "NO"
    UNDECIDED = "UNDECIDED"


class OutcomeKind(enum.StrEnum):
    """`unspecified` where the source lists outcomes without saying which are primary."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


@cache
def spellings() -> dict[str, dict[str, str]]:
    """What sources write for a word where its plain name ("Non-Randomized") is not enough.

    By kind, then by folded spelling; "" where the source's word says none of ours.
    """
    from catalog.model.csv_table import table  # the first rows on the screen need no table

    found: dict[str, dict[str, str]] = {}
    for kind, spelling, word, _note in table(
        Path(__file__).with_name("codes.csv"),
        ("kind", "spelling", "word", "note"),
        key=("kind", "spelling"),
    ):
        found.setdefault(kind, {})[fold(spelling)] = word
    return found


_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, letters and digits only: what spellings are compared by."""
    return _NOT_WORD.sub("", text.casefold())


@cache
def _table(kind: type[enum.StrEnum]) -> dict[str, enum.StrEnum | None]:
    found: dict[str, enum.StrEnum | None] = {fold(member.value): member for member in kind}
    for spelling, value in spellings().get(kind.__name__, {}).items():
        found[spelling] = kind(value) if value else None
    return found


def is_listed(kind: type[enum.StrEnum], said: str) -> bool:
    """Whether the word is known, also as one that says none of ours ("Not recruiting")."""
    return fold(said) in _table(kind)


def coded(kind: type[Word], said: str | None) -> Coded[Word] | None:
    """What was said as a word of `kind`, with the saying kept; None where nothing was said."""
    if said is None or not said.strip():
        return None
    return Coded(said, _exact(kind, said))


def _exact(kind: type[Word], said: str) -> Word | None:
    # The API's own spelling is by far the commonest: one dictionary look-up, no folding.
    member = kind._value2member_map_.get(said)
    if member is None:
        member = None if _is_divided(kind, said) else _table(kind).get(fold(said))
    if member is None and kind is Sex:
        member = _both_sexes(said)
    return member if isinstance(member, kind) else None


def _is_divided(kind: type[enum.StrEnum], said: str) -> bool:
    """Whether a cell holds several words, each with a meaning: they are not folded into one."""
    parts = [fold(part) for part in _DIVIDES.split(said)]
    return len(parts) > 1 and all(_table(kind).get(part) for part in parts)


_DIVIDES = re.compile(r"[/|;,\n]")
_BETWEEN = re.compile(r"[/|;,&+\n-]|\band\b|\bor\b", re.IGNORECASE)


def _both_sexes(said: str) -> Sex | None:
    """Each part of a cell by itself: `F/M`, `Women; Men`; one that is no sex makes it unread."""
    named = {_table(Sex).get(fold(part)) for part in _BETWEEN.split(said) if fold(part)}
    both = len(named) > 1 and named <= set(Sex)
    return Sex.ALL if both else None


_RUN = re.compile(r"[A-Za-z]+")
_LONGEST_ABBREVIATION = 4


def settled(word: str) -> str:
    """One writing of a word outside the enumerations: `Not Recruiting` is `Not recruiting`.

    Short words in capitals are abbreviations and stay (`GB - no longer in EU/EEA`).
    """
    told = " ".join(word.split())
    runs = _RUN.findall(told)
    if all(map(str.isupper, runs)) and any(len(run) > _LONGEST_ABBREVIATION for run in runs):
        told = told.lower()
    told = _RUN.sub(lambda run: run[0].lower() if run[0].istitle() else run[0], told)
    return told[:1].upper() + told[1:]


_STAGE = r"(?:IV|I{1,3}|[0-4])(?:[ -]?[ABCabc])?"
_DIVIDED = re.compile(
    r"[/|_;,&+\n]|\s[-\u2010-\u2015]\s|[-\u2010-\u2015](?=\s*(?:\d|[IVX]|phase|fase))"
    rf"|\b(?:and|or|to|und|oder|bis|et|ou|y|o|e)\b|(?<=\b[I1-4])\s+(?={_STAGE}\b)",
    re.IGNORECASE,
)
"""What stands between two phases of one cell; a hyphen only in front of another phase."""
_NAMED_PHASE = re.compile(
    rf"\b(early\s+)?(?:phase|fase)s?[\s:-]*({_STAGE})(?![A-Za-z0-9])", re.IGNORECASE
)
_OPENING_STAGE = re.compile(rf"({_STAGE})\s*\(", re.IGNORECASE)


_NO_PART = frozenset(("", "a", "b", "c", "phase", "phases", "fase", "fases"))


def phases(said: str | None) -> tuple[Coded[Phase], ...]:
    """Phases of one cell or element: `Phase 1/Phase 2`, `PHASE1|PHASE2`, `I_II`, `2-3`, `Phase II`.

    The cell is divided before anything is folded, so that two phases never become a third. A part
    that is no phase is kept as written beside None.
    """
    if said is None or not said.strip():
        return ()
    if said in Phase._value2member_map_:
        return (Coded(said, Phase(said)),)
    text = unicodedata.normalize("NFKC", said)
    parts = [part.strip(" .:-") for part in _DIVIDED.split(text)]
    parts = [part for part in parts if fold(part) not in _NO_PART]
    if not any(map(_phases_of, parts)):
        whole = _exact(Phase, said)  # "N/A" is one word
        return (Coded(said, whole),) if whole else tuple(Coded(part, None) for part in parts)
    if len(parts) == 1:
        return tuple(Coded(said.strip(), phase) for phase in _phases_of(parts[0]))
    told = (Coded(part, phase) for part in parts for phase in _phases_of(part) or (None,))
    return tuple({(one.means or one.said): one for one in reversed([*told])}.values())[::-1]


def _phases_of(part: str) -> tuple[Phase, ...]:
    """The phases that a part names; several only where each has the word before it."""
    if (whole := _phase(part)) is not None:
        return (whole,)
    named = [_phase(f"{found[1] or ''}phase {found[2]}") for found in _NAMED_PHASE.finditer(part)]
    if not named and (found := _OPENING_STAGE.match(part)):
        named = [_phase(found[1])]
    return tuple(dict.fromkeys(phase for phase in named if phase))


_BARE_PHASE = {
    **{str(n): f"PHASE{n}" for n in range(1, 5)},
    **{roman: f"PHASE{n}" for n, roman in enumerate(("i", "ii", "iii", "iv"), 1)},
}


def _phase(part: str) -> Phase | None:
    if (known := _exact(Phase, part)) is not None:
        return known
    stage = re.sub(r"^(?:phases?|fases?)|[abc]$", "", fold(part))  # "Phase IIa" is a phase 2 trial
    value = _BARE_PHASE.get(stage)
    return Phase(value) if value else None
