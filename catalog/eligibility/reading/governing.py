"""Lines that govern a list: what they say beside opening it."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.eligibility.criterion import LONGEST_HEAD
from catalog.eligibility.reading.word_effects import (
    HEAD,
    MEASURE,
    STOPS,
    TOKEN,
    frames,
    plain_words,
    turning_words,
)
from catalog.eligibility.vocabulary.patterns import MUST


class Head(NamedTuple):
    """What a governing line says beside opening its list."""

    unclear: tuple[str, ...]
    """Its words that do more than that."""
    whom: str = ""
    """Whose list it is, where that is one sex: `female`, `male`; `fertile`: women who can be pregnant."""
    narrows: tuple[str, ...] = ()
    """Words of a line of exclusion that may only make its items narrower: who has not the item is not kept out by it."""
    opens_all: bool = False
    """Whether it begins a list that is asked of everybody: lines of a list before it govern no more."""


def unclear_head(text: str, kind: str) -> tuple[str, ...]:
    """The words of a governing line that do more than open a list."""
    return head_of(text, kind).unclear


@lru_cache(maxsize=1024)  # all items of a list ask for their head
def head_of(text: str, kind: str) -> Head:
    """What a governing line says of its list."""
    form = OF_ALL_PARTS.sub(" ", _last_sentence(text.lower(), kind))
    name, _, list_of = form.partition(": ")
    if list_of.strip() and _is_heading(name):
        form = list_of  # "Prior medication: Excluded:"
    if _is_heading(form):
        return Head(())
    whom, of_all = _of_whom(form)
    if whom and not _unclear(text, of_all, kind):
        return Head((), whom)
    unclear = _unclear(text, form, kind)
    if unclear and kind == "exclusion" and _only_narrows(form):
        said = dict.fromkeys(word for word in TOKEN.findall(form) if word[0].isalpha())
        told = [word for word in said if word not in plain_words()] or list(said)
        ago = (LONG_AGO,) if _LONG_TIME.search(form) else ()
        return Head((), narrows=(*told[: _MOST_TOLD - len(ago)], *ago))
    return Head(unclear, opens_all=_FOR_ALL[kind].search(form) is not None)


LONG_AGO = "in that time"
"""What a head says of values that may have been told long ago: today's says nothing of them."""
_LONG_TIME = re.compile(
    r"\b(?:months?|years?|ever|previously)\b|\bhistory of (?!.*\b(?:active|current|laborator\w+|presence|evidence|screening)\b)"
)
_MOST_TOLD = 6
"""Words of a line that are kept of it."""
# In a line of exclusion: what would make "who has not the item" keep out, or ask it of somebody else.
_MAY_TURN = frozenset(
    "no not none never neither nor without cannot non lack lacks lacking absence absent free denies negative naive naïve unless except excepting exceptions "
    "excluding exempt exempted other than outside beyond below above under over less more fewer least exceed exceeds exceeding insufficient inadequate missing "
    "incomplete fail fails failed fails failure unable inability refuse eligible allowed permitted acceptable accepted must should shall required requirement "
    "requirements minimum maximum within range ranges limits until before withdraw withdrawal withdrawn wash washout wash-out discontinue discontinuation "
    "discontinued stop stopped stopping abstain abstinence control controls healthy unaffected newborn newborns neonate neonates fetal foetal household spouse "
    "spouses contacts concurrent concomitant concurrently during inclusion included include adequate normal sufficient satisfactory".split()
)


def _only_narrows(form: str) -> bool:
    """Whether nothing in a line of exclusion turns its items: "serious illness including", "any of the following within 6 months"."""
    words = set(TOKEN.findall(_TIME_OF_LIST.sub(" ", form)))
    return words.isdisjoint(_MAY_TURN) and words.isdisjoint(turning_words())


# `within 6 months of the first dose:`, `at least two of the following:`, `including but not limited to:`
_TIME_OF_LIST = re.compile(
    r"\bwithin (?:the )?(?:last |past |previous |prior |preceding )*(?:\d+|one|two|three|four|six|twelve)(?: \(\d+\))?(?:[ -](?:days?|weeks?|months?|years?))"
    r"(?: (?:prior to|before|of|from|preceding) (?:(?:the|study|trial|first|dose|of|drug|treatment|screening|enrol\w*|entry|start|day|1|randomi[sz]\w*|baseline|visit)(?: |(?=\W|$)))+)?"
    r"|\bat least (?:one|two|three|\d)(?: \(\d\))? of\b|\b(?:one|two|three|\d) or more of\b|\bbut (?:is |are )?not (?:necessarily )?limited to\b|\bother(?= (?:serious|severe|significant|medical|conditions?|diseases?|illness))"
)


def _unclear(text: str, form: str, kind: str) -> tuple[str, ...]:
    tested = _WHEN_TESTED.sub(" ", form) if kind == "inclusion" else form
    if kind == "exclusion" and _lets_in(form):
        return (text.strip()[:LONGEST_HEAD],)
    if opens_side(form, kind) or _DEFINES[kind].fullmatch(tested):
        return ()
    if ONE_OF.search(form) and kind == "inclusion":
        return (text.strip()[:LONGEST_HEAD],)
    if _ALL_OF.search(form) and kind == "exclusion":
        return (text.strip()[:LONGEST_HEAD],)
    if kind == "exclusion" and _DEMANDS.search(form) and not _TURNED.intersection(form.split()):
        # "must meet the following" under exclusion: a slip, or its side is lost
        return (text.strip()[:LONGEST_HEAD],)
    form = _ANY_OF.sub(" ", opened(form, kind))
    if kind == "inclusion":
        form = _WHEN_TESTED.sub(" ", form)
    return tuple(
        found[0]
        for found in TOKEN.finditer(form)
        if found[0] not in STOPS and found[0] not in plain_words() and not frames(found[0], _HEADS)
    )


@lru_cache(maxsize=1)
def plain_headings() -> frozenset[str]:
    """Headings that say what a list is about and nothing of whom it is asked."""
    with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["heading"] for row in csv.DictReader(lines))


def _is_heading(form: str) -> bool:
    """`Prior therapy:`; not of what is taken now, for that is not what its items are read as."""
    name = form.strip(" :-.*")
    return name in plain_headings() and not _OF_NOW.search(name)


_OF_NOW = re.compile(r"concurrent|concomitant")


def _last_sentence(form: str, kind: str) -> str:
    """`Aerosolized pentamidine. Patients must have:`: its last sentence, where that opens the list by itself.

    What stands before it ended the list above.
    """
    start = max(form.rfind(". ", 0, -1), form.rfind("; ", 0, -1)) + 1
    if start and _FOR_ALL[kind].search(form, start) and not _OF_PART.search(form, 0, start):
        return form[start:]
    return form


# Few signs stand before a sentence; any number of them would be read anew behind each of them.
_FOR_ALL = {
    "inclusion": re.compile(
        r"(?:^|(?<=[.;]))\W{0,40}(?:all )?(?:patients?|subjects?|participants?|volunteers?) (?:must|should)(?: (?:have|be|meet))?"
        r"(?: (?:all |each )?(?:of )?(?:the )?following(?: criteria| conditions| characteristics)?)?\W*$"
    ),
    "exclusion": re.compile(
        r"(?:^|(?<=[.;]))\W{0,40}(?:all )?(?:patients?|subjects?|participants?|volunteers?) with (?:any of )?(?:the )?following"
        r"(?: (?:prior )?(?:conditions?|symptoms?|diseases?|criteria)(?: (?:or|and) (?:conditions?|symptoms?|diseases?))?)?"
        r" (?:are|will be|should be|must be) excluded\W*$"
    ),
}
_OF_PART = re.compile(
    r"\b(?:cohorts?|groups?|arms?|parts?|strat\w+|phase|donors?|controls?|siblings?|infants?|newborns?|mothers?|partners?|"
    r"one of|any of|either|wom[ae]n|m[ae]n|females?|males?|child\w*|adolescents?|sub-?stud\w+)\b"
)
_BEARS = r"(?:child-?[ -]?bearing|reproductive) (?:potential|age|capacity|years)"
_PEOPLE = r"(?:patients?|subjects?|participants?|volunteers?|individuals?)"
_SEX = re.compile(
    rf"(?:\b(?:for|in|if|of|all|any) )*\b(?:(?P<young>fertile|pre-?menopausal) )?(?:(?P<female>wom[ae]n|females?)|(?P<male>m[ae]n|males?))(?: {_PEOPLE})?\b"
    rf"(?:,? (?:who are |being )?(?:of|with|in) (?P<fertile>{_BEARS})(?: \(wocbp\))?)?"
)


def _of_whom(form: str) -> tuple[str, str]:
    """The one sex that a line names, and the line without those words."""
    named = list(_SEX.finditer(form))
    if len(named) != 1:
        return "", form
    (found,) = named
    whom = (
        "male" if found["male"] else "fertile" if found["fertile"] or found["young"] else "female"
    )
    if whom == "male" and found["fertile"]:
        return "", form
    return whom, f"{form[: found.start()]} patients {form[found.end() :]}"


_ORGANS = (
    r"(?:organs?|bone|marrow|liver|hepatic|renal|kidneys?|cardiac|heart|cardiovascular|cerebrovascular|pulmonary|lungs?|hematologic\w*|haematologic\w*|"
    r"coagulation|blood|thyroid)"
)
# What its list spells out: `adequate organ function, as defined by`; an organ is what everybody has.
_DEFINES = {
    "inclusion": re.compile(
        rf"\W*(?:(?:patients?|subjects?|participants?|must|should|have|has|with|show|demonstrate|the) )*(?:adequate|normal|acceptable|sufficient|preserved|satisfactory) "
        rf"(?:(?:major |vital |end[- ])?{_ORGANS}(?: ?(?:,|/|and|,? and) ?)? ?)+(?:system )?(?:functions?|reserve|status)?\W*"
        r"(?:(?:as|which is|is|are|that is) )*(?:defined|evidenced|indicated|demonstrated|shown|determined|documented|follows?)?(?: (?:by|as|below|with))?"
        r"(?: (?:all|each) of)?(?: (?:the )?following)?(?: (?:laboratory )?(?:values?|parameters|criteria|tests?|results?))?\W*"
    ),
    "exclusion": re.compile(
        rf"\W*(?:(?:patients?|subjects?|participants?|with|evidence|presence|history|of|known|have|has) )*(?:(?:severe|significant|serious|clinically|inadequate|abnormal|impaired|major|poor) )*"
        rf"(?:{_ORGANS}(?: ?(?:,|/|and|or|,? and|,? or) ?)? ?)+(?:system )?(?:dysfunctions?|diseases?|impairments?|insufficiency|abnormalit\w+|failure|functions?|conditions?|events?)\W*"
        r"(?:(?:as|which is|is|are|that is) )*(?:defined|evidenced|indicated|demonstrated|shown|determined)(?: (?:by|as))"
        r"(?: (?:any|one|either)(?: or more)?(?: of)?)?(?: (?:the )?following)?(?: (?:values?|parameters|criteria|conditions))?\W*"
    ),
}
# `obtained within 14 days prior to enrollment`
_WHEN_TESTED = re.compile(
    r"\(?\b(?:(?:as )?(?:obtained|measured|done|performed|taken|collected|confirmed|assessed|documented|met|drawn) )*(?:(?:within|in|during|no more than|not more than|up to)|[≤<]=?|=<) ?"
    r"(?:the )?(?:\d+|one|two|three|four)(?: \(\d+\))? ?(?:days?|weeks?|months?|hours?) (?:prior to|before|of|from|preceding) (?:the |start |initiation |first |dose |of |day |study |trial |protocol |administration )*"
    r"(?:enrol\w*|randomi[sz]\w*|registration|screening|entry|treatment|therapy|dosing|dose|study|trial|inclusion|drug|consent)\b\)?"
)


_WHO = r"(?:you|your child|an? (?:patient|subject|participant|volunteer|person|individual)|(?:all )?(?:patients?|subjects?|participants?|volunteers?|individuals?|people|persons|candidates))"
_STUDY_ITSELF = r"(?: (?:for|from|in|into|to (?:participate|enter|enrol\w*|join))(?: participation)?(?: in)?(?: (?:this|the) (?:study|trial|protocol)| (?:study|trial) (?:entry|participation|enrol\w*))?)?"
_IF_THEY = r",?(?: (?:if|when))?(?: (?:they|you|he/she|he or she|the patient|any))?(?: (?:are|have|meets?))?"
_OPENS_LIST = {
    "inclusion": re.compile(
        rf"\b{_WHO} (?:may|will|can|must|should) be (?:considered )?(?:eligible|included|enrolled){_STUDY_ITSELF}{_IF_THEY}"
        rf"|(?:^|\b(?:in order )?)to be (?:eligible|included|enrolled){_STUDY_ITSELF}|\binclusion criteria \d\."
    ),
    "exclusion": re.compile(
        r"\b(?:if )?(?:any of )?(?:the )?following (?:exclusion )?(?:criteria|conditions) (?:are|is|apply|applies)(?: (?:met|present|true|fulfilled))?\b"
        rf"|\b{_WHO} (?:with|who have|having|who meet|meeting) (?:any |either |one )?(?:or more )?(?:of )?(?:the )?following"
        r"(?: (?:prior |co-?existing |medical |concurrent )*(?:conditions?|symptoms?|criteria|characteristics|diseases?)"
        r"(?: (?:or|and) (?:symptoms?|conditions?|diseases?))?)? (?:are|is|will be|must be|should be) (?:excluded|ineligible|not eligible)"
        rf"{_STUDY_ITSELF}"
        rf"|\b{_WHO} (?:(?:will|may|can|should|must) (?:not be (?:eligible|included|enrolled)|be (?:excluded|ineligible))|(?:are|is) (?:excluded|ineligible|not eligible))"
        rf"{_STUDY_ITSELF}{_IF_THEY}|\bco-?existing conditions?(?=:)|^\W*excluded(?=\W*$)"
    ),
}


def opened(form: str, kind: str) -> str:
    """A governing line in lower case without the words that only open a list of its own side."""
    return _OPENS_LIST[kind].sub(" ", form)


# Who it is meant for, where that is everybody; what is told elsewhere is read there.
OF_ALL_PARTS = re.compile(
    r"\bunless otherwise (?:noted|specified|stated|indicated|mentioned),?"
    r"|\(?\b(?:(?:common|applied|applicable|apply|applies|relevant) )?(?:to|for|in|of) (?:all|both) (?:of )?(?:the )?(?:study |treatment )?"
    r"(?:patients?|subjects?|participants?|cohorts?|groups?|arms?|parts?|phases?|stages?|sub-?studies)"
    r"(?: (?:of|in) (?:the |this )?(?:study|trial))?(?: \d?[a-d]? ?(?:and|&) (?:(?:phase|part|arm|cohort|group|stage) )?\d?[a-d]?(?!\w))?\)?"
)
_SIDE_WORDS = frozenset(
    "you your he she they them their it a an the this that these those all any each every either one 1 or more and of to in into for from "
    "with by at on as if when only also only not no cannot can may must should shall will would could is are be being been was were has have having had do does "
    "who which whom whose patient patients subject subjects participant participants volunteer volunteers individual individuals person persons "
    "people candidate candidates following follow follows below listed above criterion criteria condition conditions characteristic characteristics "
    "requirement requirements exclusion inclusion eligibility exclude excludes excluded excluding ineligible eligible disqualified disqualify "
    "non-eligible meet meets meeting met satisfy satisfies satisfied fulfil fulfill fulfils fulfills fulfilled fulfilling none apply applies applied exist exists "
    "present true enter entering entry participate participating participation join joining enrol enroll enrolled enrolment enrollment "
    "enrolling include included including recruit recruited accepted admitted considered randomized randomised randomization study studies trial trials research protocol "
    "order potential clinical key main general additional core basic".split()
)
"""Words of lines that open the list of a side and ask nothing themselves."""
_TURNED = frozenset(
    "not no none cannot exclude excludes excluded excluding ineligible non-eligible disqualified disqualify".split()
)
_OPENING = re.compile(
    r"\b(?:following|follows|criteria|conditions|characteristics|any|if|who|below|these)\b"
)


def opens_side(form: str, kind: str) -> bool:
    """Whether a line only says that its list is what includes, or what excludes, in words of its side.

    "A volunteer may not enter the study if any of the following apply": one of its words turns it, so that who has
    what is listed is out; two would turn it back, and none may stand on the other side.
    """
    words = TOKEN.findall(form)
    said = [word for word in words if word not in STOPS]
    if not _OPENING.search(form) or any(word not in _SIDE_WORDS for word in said):
        return False
    turned = sum(word in _TURNED for word in said)
    if kind == "inclusion":
        return turned == 0 and "exclusion" not in said and not ONE_OF.search(form)
    # "Inclusion criteria: all of the following" under exclusion, "eligible if they have": the side is not sure.
    if _ALL_OF.search(form) or "inclusion" in said or _NOT_MEETING.search(form):
        return False
    return turned == 1 or (turned == 0 and not _LETS_IN.search(form))


# `Patients who do not meet the following` keeps out who lacks its items; `must not meet any` who has one.
_NOT_MEETING = re.compile(
    r"(?<!\bmust )(?<!\bshould )(?<!\bshall )(?<!\bmay )(?<!\bcan )(?<!\bwill )\bnot (?:meet(?:ing)?|met|satisf\w+|fulfil\w*|have|having)\b"
)
# `The following are not exclusion criteria:`, `Patients with the following are eligible:` among the exclusions.
_NO_BAR = re.compile(
    r"\b(?:not|no|never|nor)(?: (?:be|an?|the|any|as|to|considered|regarded|deemed|necessarily|automatically|themselves|by|itself|reasons?|grounds|cause|for|constitute))*"
    r" (?:exclu(?!ded from)\w*|inelig\w*|disqual\w*|contra-?indicat\w*|preclu\w*)"
)
_OFFERS = re.compile(
    r"\b(?:eligible|allowed|allowable|allowances?|permitted|acceptable|accepted|welcome|exempt(?:ed|ions?)?|exceptions?|waived|optional|(?:may|can|could|will) (?:still |also )?be (?:included|enrolled|considered|admitted|recruited)"
    r"|(?:may|can|could|will) (?:still |also )?(?:participate|enter|enroll?|join|take part|receive|use|take))\b"
)


def _lets_in(form: str) -> bool:
    """Whether a line among the exclusions says that its items keep out nobody."""
    if _NO_BAR.search(form):
        return True
    return _OFFERS.search(form) is not None and _TURNED.isdisjoint(TOKEN.findall(form))


_LETS_IN = re.compile(
    r"\b(?:eligible|include[ds]?|enroll?(?:ed)?|enter|participate|join|accepted|admitted|considered|recruit(?:ed)?|must|should|shall)\b"
)
_DEMANDS = re.compile(rf"\b(?:{MUST})\b")
_HEADS = (HEAD, MEASURE, "creatinine", "bili_total", "anc", "inr", "lvef")
ONE_OF = re.compile(
    r"\b(?:any|one|two|three|either|some|\d)\b(?:\s*\(\d\))?(?: or more)? of\b|\bone or more\b|\bor\b|\beither\b"
)
_DISEASE = re.compile(
    r"histolog|cytolog|carcinoma|cancer|tumou?rs?\b|melanoma|leuk[ae]*mia|lymphoma|myeloma|sarcoma|gliom|blastoma|metastas|lesions?\b|\bstages?\b|subtypes?|malignan|neoplas"
)
_LISTS = re.compile(
    r"\b(?:following|one of|any of|includ\w+|confirmed|proven|considered|criteria)\b"
)
_OF_SOME = re.compile(
    r"cohort|\barms?\b|group|strat(?:um|a|ified)|\bparts?\b|phase|control|donor|sibling|healthy|\bage[ds]?\b|years?|(?<!allowed )(?<!eligible )\bif\b|unless|\bwhen\b|risk|prognos|poor|features?|factors?|function|"
    r"laborator|adequate|begin|randomi|previously|relapse|refractory|dose|step|presence|absence|due to|attribut|myeloprolif|polycyth|thrombocyth|neutrophilic|\bmpns?\b|^\W*(?:in|for|with|of|among)\b|\b(?:patients?|subjects?|participants?|those|wom[ae]n|m[ae]n|children|adults) (?:with|who|whose|having|in|on|receiving|treated)\b"
)


# `One of the following highly effective methods:`
_OF_CONTRACEPTION = re.compile(r"contracepti|birth control|highly effective methods?\b")
_PARTS_OF_STUDY = re.compile(r"\b(?:cohorts?|arms?|parts?|phase|strat\w+)\b")


def ended_by_the_fit(text: str) -> bool:
    """Whether a line begins a list of diseases, stages or lesions of which one is asked, or of ways not to conceive."""
    form = text.lower()
    if _OF_CONTRACEPTION.search(form):
        return _PARTS_OF_STUDY.search(form) is None
    return (
        _DISEASE.search(form) is not None
        and _LISTS.search(form) is not None
        and _OF_SOME.search(form) is None
    )


_ALL_OF = re.compile(r"\b(?:all|both|two|three|\d) (?:or more )?of\b")
_ANY_OF = re.compile(r"\b(?:any|one|1)(?: or more)?(?: \(\d\))? of\b|\bone or more\b")
