"""Earlier treatments that a criterion requires or forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.event_senses import is_of_other_field
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.labels import ABSENT, UNCLEAR, answer
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.lines import NONE_OR_SOME, OR_SOME_BEHIND
from catalog.eligibility.limits.only_mentioned import DENIED_ELSEWHERE, is_condition
from catalog.eligibility.limits.prepared import Reading

_CUE = Gated(
    r"\b(?:prior(?! to\b)|previous(?:ly)?|previous treatment|received|receipt|history of|treated|refractory|intoleran(?:t|ce)|failed|failure|progress(?:ed|ion|ive)|pre-?treated|earlier|exposure|exposed|undergone|had|first[- ]line|naive|na[iï]ve|relapsed|resistant|most recent|following|after|completed|past)\b"
)
_NOT_PAST = Gated(
    r"\b(?:requiring|concurrent|concomitant|planned|plans? for|will receive|scheduled|eligible for|candidates?|suitable for|able to receive|during|allergy|hypersensitiv|contraindicat|reaction|amenable|can receive|receiving|require|undergo(?:ing)?|tolerate|intend|appropriate|currently|ongoing|curable|needs?|needing)\b"
)


def prior_treatments(reading: Reading, timed: list[tuple[int, int]]) -> Iterator[Constraint]:
    """Earlier treatments required or forbidden; one with only a time limit is an interval."""
    seen: set[str] = set()
    for found in reading.spotted.treated:
        if not found.means or found.means in seen:
            continue
        if (
            reading.is_exception(found.start)
            or not _is_past(reading, found)
            or _is_timed(reading, found, timed)
        ):
            continue
        if found.means == "prior.biologic" and (
            reading.search(_ALLERGEN, max(0, found.start - 40), found.end + 50)
            or (
                reading.form.startswith("immunotherap", found.start) and reading.search(_OF_ALLERGY)
            )
        ):
            continue
        if reading.before(_ANTI, found.start, 5) and reading.behind(_ANTIBODIES, found.end, 14):
            continue
        if reading.before(_WITH_OR_WITHOUT, found.start, 24):
            continue
        if found.means in _GENERAL and (
            reading.before(_LACKING, found.start, 60) or is_of_other_field(reading)
        ):
            continue
        if _is_next_heading(reading, found) or _is_example(reading, found, seen):
            continue
        if _OF_THIS.match(reading.form, found.start) and not _CANCER.match(reading.form, found.end):
            continue
        if found.means == "prior.chemotherapy" and "platinum" in reading.lead(found.start, 25):
            continue
        if (
            found.means == "prior.pd1"
            and _TARGET.search(reading.form, found.start, found.end)
            and not _GIVEN_AGAINST.search(reading.form)
        ):
            continue
        if _is_one_way(reading, found):
            seen.add(found.means)
            continue
        absent = _denies(reading, found)
        if absent and _SO_MUCH.match(reading.tail(found.end, 90)):
            continue
        seen.add(found.means)
        word = "absent" if absent else "present"
        span = (found.start, found.end)
        yield Constraint(found.means, "=", word, None, word, None, negated=absent, span=span)


# `No prior anthracyclines above 240 mg/m2`, `no prior radiotherapy to more than 25 % of the marrow`: less may be had.
_SO_MUCH = re.compile(
    r"(?! (?:within|in the))[^.;,()]{0,60}?(?:\b\d+(?:\.\d+)? ?(?:%|percent\b|mg\b|g/m|c?gy\b|rads?\b)|\bmaxim\w+ tolerated|\b(?:half|a third|a quarter) of)"
)


# `prior therapy for this episode of pneumonia`: of no cancer.
_OF_THIS = re.compile(r"prior therapy for this\b")
_CANCER = re.compile(
    r" (?:type of )?(?:cancer|disease|tumou?r|malignan|leuk|lymphom|myelom|neoplas|carcinom)"
)
# Immunotherapy against an allergy is no biologic.
_ALLERGEN = Gated(
    r"\b(?:immunotherap\w+ to|pollin\w+|cedar|allerg\w+|alternaria|mites?|pollen|grass|venom|ragweed|(?:subcutaneous|oral|nasal) immuno\w*|epicutaneous|desensiti[sz]\w+|dust|cat|dog|wheat|bees?|wasps?|insects?|nuts?|sublingual|food|peanut|milk|egg)\b"
)
_OF_ALLERGY = Gated(r"\b(?:omalizumab|xolair|dupilumab|anti-ige|asthma\w*|rhinitis)\b")
# `previous venom treatment, any ongoing immunotherapy`: not the earlier one.
_NOW = Gated(
    r"[,;] ?(?:or |and )?(?:any )?(?:ongoing|current(?:ly)?|concurrent|concomitant|planned)(?: \w+){0,2} $"
)
# `anti-natalizumab antibodies`: against the drug.
_ANTI = Gated(r"\banti[- ]$")
_ANTIBODIES = Gated(r"[- ]?(?:drug )?antibod")
_WITH_OR_WITHOUT = Gated(r"\b(?:with or without|and/or without|\+/-) (?:[a-z]+ )?$")
# What a tumour shows (`PD-L1 ≥ 1 %`) is not what was given against it.
_TARGET = re.compile(r"\b(?:pd|programmed)")
_GIVEN_AGAINST = re.compile(
    r"therap|treat|inhibit|antibod|agent|anti|immuno|mab|block|receiv|resist|refract|exposure"
)
# `for which no effective standard therapy exists`: what there is, not what was had.
_LACKING = Gated(
    r"\bwithout (?:an? |any |effective |available |known |established )*$|\b(?:for (?:which|whom)(?: there is| there are)?|there is|exists?) no (?:known |effective |curative |other |available |satisfactory |approved |acceptable |further |standard |alternative )*$"
)
_INCLUDING = Gated(r"\b(?:including|includes?)\b[^.;:]*$")


def _is_example(reading: Reading, found: Found[str], seen: set[str]) -> bool:
    """Whether a wider treatment before it includes it: `no systemic therapy, including chemotherapy`."""
    if found.means in _GENERAL or seen.isdisjoint(_GENERAL):
        return False
    return reading.search(_INCLUDING, 0, found.start) is not None


def _is_next_heading(reading: Reading, found: Found[str]) -> bool:
    """Whether it is the heading behind, which an old record without line ends left at this line's end."""
    before = reading.form[: found.start].rstrip()
    return (
        bool(reading.section)
        and reading.text[found.start].isupper()
        and not reading.form[found.end :].strip(" -.")
        and bool(before)
        and before[-1] not in ".;:,(/-"
        and not before.endswith((" or", " and", "no", "prior"))
    )


# Earlier treatment that is only what an allergy or a side effect came from.
_REACTION = Gated(
    r"\b(?:allerg\w*|(?:hyper)?sensitivit(?:y|ies)|hypersensitive|anaphyla\w*|toxicit\w+|adverse (?:events?|reactions?|effects?)|i?r?aes?|side effects?|reactions? (?:to|with)|recover\w*|resol(?:ved|ution))\b"
)
_CAUSE = Gated(
    r"(?<!recovered )(?<!elapsed )\b(?:from|due to|caused by|secondary to|because of|related to|attribut\w+ to) [\w, ]{0,25}$"
)
_GIVEN = Gated(
    r"\b(?:received|(?<!while )receiving|treated with|completed|had (?:prior|previous))\b"
)
_GENERAL = frozenset({"prior.systemic", "prior.anticancer"})


# What is only permitted or counted asks for nothing by itself.
_PERMITTED = Gated(
    r"\bmay or may not\b|\bmay (?:be|have|also|enter|participate|receive|enroll|undergo)\b|\b(?:is|are|was|were)? ?(?:allowed|permitted|acceptable|allowable|not required|optional|not (?:be )?(?:an )?exclu\w+)\b|\bany (?:number|amount) |\bprior [\w -]{3,40} limited to\b|\beligible if\b|(?<!only )\b(?:is|are) (?:also )?eligible(?= ?[.;]?$)"
)
_NO_MORE = Gated(
    r"(?:\b(?:no more than|not more than|no greater than|up to|at most|maximum|fewer than|less than|more than|greater than)\b|[≤<>])(?:[^.;]{0,75}|[^.;()]{0,60}\([^.;()]{0,60})$|\b(?:no|not) more than (?:one|two|three|\d) (?:prior|previous|earlier)\b[^.;,]{0,80}$"
)


# What stands in brackets is no distance.
_BRACKETS = re.compile(r"\([^()]*\)")


def _follows_class(reading: Reading, found: Found[str]) -> bool:
    """`anti-EGFR monoclonal antibodies`: the class says it all."""
    said = reading.form[found.start : found.end]
    return "antibod" in said and bool(
        re.search(r"\banti-?[a-z0-9-]+ $", reading.lead(found.start, 30))
    )


# `scheduled to receive chemotherapy containing cisplatin or carboplatin`: all of the list.
_WILL_BE_GIVEN = Gated(
    r"\b(?:scheduled|planned|planning|due|about|going|plan|intend\w*) to (?:receive|undergo|start|begin|be treated)\b|\bto be followed by\b(?![^.;]*\b(?:prior|previous\w*|received|after)\b)[^.;]*$"
)


# `PFTs of 60 % for those who have received mantle radiotherapy`, `those who received it must have a free interval`.
_FOR_THOSE = Gated(
    r"\b(?:for|in|of) (?:the )?(?:patients?|those|subjects?|participants?|individuals?) (?:who|that) (?:have |had |has )?(?:previously |already |prior )?(?:been )?(?:received|treated|undergone|had)\b[^.;)]*$"
)
_THOSE_WHO = Gated(
    r"\W*(?:however,? )?(?:those|patients?|subjects?|participants?) (?:who|that) (?:have |had )?(?:previously |already )?(?:received|been treated|undergone|had)\b"
)
_ASKED_OF_THEM = Gated(r"\b(?:must|should|(?:is|are|was|were) (?:required|eligible))\b")


def _is_of_some(reading: Reading, found: Found[str], start: int, end: int) -> bool:
    """Whether those who had a treatment are only those of whom something else is asked."""
    if reading.kind != "inclusion":
        return False
    if reading.before(_FOR_THOSE, found.start, 110):
        return True
    told = reading.match(_THOSE_WHO, start)
    return told is not None and reading.search(_ASKED_OF_THEM, found.end, end) is not None


# `measurable disease that has not been in the field of prior radiotherapy`: a lesion.
_IN_FIELD = Gated(
    r"\b(?:fields?|ports?|areas?|sites?|zones?|region) of (?:the |any |a |an )?(?:prior |previous )?$"
)
# `previously irradiated or new metastases`: lesions too.
_OF_LESION = Gated(
    r"(?: or \w+)?(?: [a-z]+){0,3}?(?: \([^()]*\))? (?:metast\w+|lesions?|tumou?rs?|sites?|areas?|fields?|region)\b"
)
# `relapse after surgery or radiotherapy`: an operation alone is enough.
_OR_OTHERWISE = Gated(
    r"\b(?:surgery|surgical resection|resection|operation|transplant\w*|brachytherapy|embolization|ablation|observation)(?: and/or| or|, or|/)(?: \w+){0,2} $"
)
_OR_ELSE_TAIL = re.compile(
    r"(?: and/or| or|, or)(?: [a-z]+){0,5}? (?:surgery|resection|operation|(?:stem cell |bone marrow )?transplant\w*|ablation)\b"
)
# `refractory to standard therapy or for whom none exists`, `failed or be ineligible for chemotherapy`: one way of two.
_OR_NONE = re.compile(
    r"[^.;]{0,70}?\bor (?:be |is |are |were )?(?:(?:for (?:which|whom)|who|that|where|have|has|had|there is|with)\b[^.;]{0,40}?)?(?:\b(?:no|not|none|lack\w*)\b(?! (?:more|longer|less|yet)\b)[^.;]{0,60}\b(?:therap|treatment|option|regimen|alternative|exist|available|candidate|eligible|suitable|tolerat)|\b(?:unavailable|ineligible|unable|refus\w+|declin\w+|unsuitable)\b)"
)
_OR_UNFIT = Gated(
    r"\bor (?:be |is |are |were )?(?:ineligible|not eligible|unsuitable|not suitable|refus\w+|declin\w+|unable)\b[^.;]{0,40}$"
)
# `unlikely to respond to existing therapy, including chemotherapy`, `incurable with surgery or radiotherapy`.
_OF_NO_USE = Gated(
    r"\b(?:incurable (?:by|with)|(?:unlikely|not likely|not expected) to (?:respond|benefit))\b[^.;]*$"
)
_CURRENTLY = Gated(
    r"\bagree\w* to (?:undergo|receive|complete|be treated)\b[^.;]*$|\b(?:currently|presently) (?:being )?(?:treated|receiving|undergoing)\b[^.;]*$"
)
# `use of different regimens without interruption is considered one first line therapy`: a definition.
_COUNTS_AS = Gated(
    r"[^.;()]{0,60}?\b(?:is|are|will be|counts?|counted) (?:to be )?(?:considered|regarded|counted|as) (?:as |to be )?(?:an? |one |1 |two |2 |the )?(?:\w+ ){0,2}(?:lines?|regimens?|therap\w+|treatments?|courses?)\b"
)


# `ECOG 0-2 prior to chemotherapy`: it is still to come.
_BEFORE_IT = re.compile(
    r"\b(?:prior to|before|until|preceding)(?: (?:the|any|their|this|start|starting|initiation|initiating|beginning|commencing|receiving|planned|study|first|cycle|course|dose|of))* $"
)


# `contraception until 90 days after the last dose of the study drug combined with pembrolizumab`
_DOSE_OF = Gated(
    r"\b(?:last|final|first)(?: full| study)? (?:doses?|administration|infusion|injection) of [^.;,]{0,45}$"
)


# `At least 6 months since prior anthracyclines`, `cumulative doxorubicin dose`: who never had it has no such terms to meet.
_ONLY_IF_HAD = Gated(
    r"\b(?:since|elapsed|wash-?out|cumulative|lifetime|intervals?)\b[^.;]{0,60}$|\b(?:total|lifetime|prior|previous) doses? of [^.;]{0,40}$|\bfor (?:which|whom)\b[^.;]{0,40}$"
)
_ITS_TERMS = re.compile(
    r" (?:records?|reports?|films?|details|documentation)\b|[^.;]{0,30}?\b(?:must not (?:contraindicate|preclude|interfere)|subject to|(?:requires?|requiring|with) (?:the )?approval|(?:must |may |should )?not (?:to )?exceed|"
    r"must not have (?:included|involved|contained|been to)|must (?:not )?have been (?:limited|confined|completed|discontinued|stopped|finished|to|in|less|no)|(?:at )?(?:a )?(?:total )?cumulative)\b"
)


def _is_one_way(reading: Reading, found: Found[str]) -> bool:
    """Whether a treatment is only one of the ways to fit: who never had it may fit by another."""
    if reading.kind != "inclusion" or reading.is_negated(found.start):
        return False
    return bool(
        reading.before(_OR_OTHERWISE, found.start, 60)
        or reading.before(_OR_UNFIT, found.start, 80)
        or _OR_NONE.match(reading.form, found.end)
        or _OR_ELSE_TAIL.match(reading.form, found.end)
    )


def _is_past(reading: Reading, found: Found[str]) -> bool:
    start, end = reading.sentence(found.start)
    said = reading.form[found.start : found.end]
    lead = reading.form[start : found.start]
    tail = reading.form[found.end : min(end, found.end + 40)]
    if _BEFORE_IT.search(lead) or reading.find(_DOSE_OF, lead):
        return False
    if reading.kind == "inclusion" and (reading.find(_ONLY_IF_HAD, lead) or _ITS_TERMS.match(tail)):
        return False
    if (reading.find(_REACTION, lead) and not reading.find(_GIVEN, lead)) or reading.find(
        _CAUSE, lead
    ):
        return False
    if reading.search(_PERMITTED, start, end) or reading.find(_NO_MORE, lead):
        return False
    if answer(reading, found) == UNCLEAR or reading.find(DENIED_ELSEWHERE, lead[-60:]):
        return False
    if reading.find(NONE_OR_SOME, lead) or reading.behind(OR_SOME_BEHIND, found.end, 60):
        return False
    if is_condition(reading, found.start) or _is_of_some(reading, found, start, end):
        return False
    if reading.kind == "inclusion" and reading.before(_IN_FIELD, found.start, 40):
        return False
    if reading.behind(_COUNTS_AS, found.end, 150) or reading.find(_OF_NO_USE, lead):
        return False
    if reading.find(_CURRENTLY, lead) and not re.search(r"prior|previous", lead):
        return False
    if said.endswith("irradiated") and reading.behind(_OF_LESION, found.end, 70):
        return False
    if found.means in _GENERAL and re.search(
        r"\bas (?:the |an? )?(?:most recent |last |first |their )*(?:line of )?$", lead
    ):
        return False
    if found.means == "prior.biologic" and _follows_class(reading, found):
        return False
    if reading.section in (
        "chemotherapy",
        "radiotherapy",
        "biologic therapy",
        "endocrine therapy",
    ) and re.search(r"\bprior\b", lead):
        return "concurrent" not in lead or "prior" in lead
    if reading.find(_WILL_BE_GIVEN, lead) or reading.find(_NO_PROGRESS, lead):
        return False
    if reading.find(_NOT_PAST, lead[-45:]) and (
        not re.search(r"prior|previous", lead[-60:]) or reading.find(_NOW, lead)
    ):
        return False
    if re.match(r"[ -]?(?:sensitive|sensitivity|candidates?|eligible)", tail):
        return False
    if re.search(
        r"\bexpression|\bpositive|\bnegative|\bstatus|\blevel|\bscore|\bmutation|\bcps", tail[:28]
    ):
        return False
    cue = reading.search(_CUE, start, found.end)
    if cue is not None and cue[0].startswith("intoleran") and reading.kind == "exclusion":
        # "known intolerance to hydroxyurea": nobody is told to have had it
        cue = reading.search(_CUE, cue.end(), found.end)
    return cue is not None or bool(
        re.match(
            r"[\w\s/-]{0,20}(?:naive|na[iï]ve|[- ]pre-?treated|[- ]refractory|[- ]resistant|resistance|failure)",
            tail,
        )
    )


# `since prior chemotherapy (6 weeks for nitrosoureas and high-dose chemotherapy)`
_TIMED_IN_BRACKETS = Gated(
    r"\((?:at least )?(?:\d+|two|three|four|six|eight|twelve) (?:weeks?|days?|months?) (?:for|if|since) [^()]*$"
)


# `hydroxyurea, filgrastim, or sargramostim within 6 weeks`: a list and what it is for may stand between.
_OWN_TERMS = re.compile(r"\b(?:and|with|progress\w*|relaps\w*)\b")


def _reaches(between: str) -> bool:
    return len(between) < (90 if _OWN_TERMS.search(between) else 160)


def _is_timed(reading: Reading, found: Found[str], timed: list[tuple[int, int]]) -> bool:
    """Whether a time limit in the same sentence is what is asked, not the treatment itself."""
    start, end = reading.sentence(found.start)
    for at, _ in timed:
        if reading.is_exception(at):
            continue
        between = _BRACKETS.sub(" ", reading.form[found.end : at])
        if start <= at < end and found.end <= at and _reaches(between):
            return (
                not re.search(r"\band\b.{0,30}$", reading.form[found.end : at])
                or "complet" not in reading.form[found.end : at]
            )
        if at == found.start or (start <= at < found.start and found.start - at < 120):
            return True
    return bool(timed and reading.before(_TIMED_IN_BRACKETS, found.start, 90))


# `do not achieve remission after the first course of therapy`: it was had.
_NO_RESPONSE = Gated(
    r"\b(?:not|never|no|without|unable to)(?: \w+){0,2}? (?:achiev\w*|respon\w*|obtain\w*|attain\w*|reach\w*|improv\w*|benefit\w*)\b[^.;]*$|\bno (?:complete |partial )*(?:remission|response)\b[^.;]*$"
)
# `no progression following it`: nobody is told to have had it, or not.
_NO_PROGRESS = Gated(
    r"\b(?:not|never|no|without)(?: \w+){0,3}? (?:(?:progress\w*|recurrence|relapse\w*|pd|worsening)\b[^.;,]{0,40}\b(?:following|after|on|during|since|while)|failures? (?:of|on|to|after))\b[^.;,]*$"
)


def _denies(reading: Reading, found: Found[str]) -> bool:
    if re.match(r"[\w\s/-]{0,20}(?:naive|na[iï]ve)", reading.tail(found.end, 30)):
        return True
    if reading.before(_NO_RESPONSE, found.start, 80):
        return False
    if answer(reading, found) == ABSENT:
        return True
    if reading.kind == "exclusion":
        return bool(
            re.search(
                r"\b(?:no|not) (?:prior|previous|received|been treated)",
                reading.lead(found.start, 60),
            )
        )
    return reading.is_negated(found.start) or bool(
        re.search(
            r"\b(?:not|never)(?: have| been| previously)* (?:received|had|treated|undergone)|\buntreated (?:with|by) (?:[a-z-]+ ){0,2}$",
            reading.lead(found.start, 80),
        )
    )
