"""Times that are no time since an event, though they stand beside one: of a start, a plan, a length, a cycle."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity

# `within one year since the last menstrual period`, `at least 2 years postmenopausal`.
_CYCLE = Gated(r"\b(?:menstr\w*|menses|(?:post-?)?menopaus\w*|amenorr\w*)")
# `thrombolysis within 4 hours of symptom onset`, `a reaction less than 2 hours after the drug`: between two events.
_ONSET = Gated(
    r"[\s)]*(?:since|from|after|of|following|post) (?:(?:the|a|an|their|initial|first|symptoms?|disease|illness|stroke|date|time|of|original) )*(?:diagnosis|onset)\b|"
    r"[\s)]*(?:before|prior to) (?:(?:the|a|an|their|initial|first|symptoms?|disease|illness|of) )*onset\b"
)
_AFTER_INTAKE = re.compile(
    r"[\s)]*(?:after|following|of) (?:the |an? |its |their |each )?(?:drug|ingestion|intake|exposure|meals?|eating|injection|infusion)\b"
)
# `no chemotherapy for at least 4 weeks after study completion`
_AFTER_STUDY = re.compile(
    r"[\s)]*(?:after|following) (?:the )?(?:completion of (?:the )?|end of (?:the )?)?(?:study|trial|protocol)(?: (?:completion|participation|end|therapy|treatment))\b"
)
# `7 days of the last 30 days`: how many of them.
_OF_LAST = re.compile(r"[\s)]*of (?:the )?(?:last|past|previous|preceding) \d")
# `at least two years off treatment`, `less than 4 weeks treatment with`: of no event beside it, and a length.
_OFF_TREATMENT = re.compile(r"[\s)]*off (?:of )?(?:all |any )?(?:treatment|therapy)\b")
_OF_TREATMENT = re.compile(
    r" (?:prior |previous |total |cumulative )?(?:treatment|therapy|exposure) (?:with|of|to)\b"
)
# `not recovered from adverse events due to agents given more than 4 weeks earlier`: they may be older than that.
_NOT_RECOVERED = Gated(
    r"\bnot (?:yet |fully |adequately |completely )*recover\w*(?:i\.e\.|[^.;]){0,130}\b(?:agents?|therap\w+|treatments?|drugs?|medications?|chemotherapy|radiotherapy)\b[^.;]{0,30}$"
)
# `during first 4 weeks of ganciclovir`: of the treatment's own length.
_FIRST = Gated(r"\b(?:first|next|following|initial|coming) ?$")
# `not treated with steroids for more than two weeks during the previous year`: both must hold.
_AMOUNT = Gated(
    r"\b(?:for|over)(?: (?:a )?(?:period|duration|total) of)? (?:more|longer|greater) than (?:\d+|a|an|one|two|three|four|five|six)"
    r"(?: \w+){1,2} (?:during|in|within|over) (?:the |any )?(?:past|last|previous|preceding|prior)? ?(?:the )?$"
)
# `on a regular basis or for longer than 72 hours`: how long it is taken.
_LENGTH = re.compile(
    r"\bfor(?: (?:a )?(?:period|duration|total) of)?(?: (?:more|longer|greater) than| [>≥]| at least) ?$"
)
_GONE = Gated(
    r"\b(?:no|not|never|without|off|free|since|stop\w*|discontinu\w*|abst\w+|interrupt\w*|wash\w*|absen\w+|withdraw\w*|stabl\w*|remission|elapsed)\b"
)
# `agrees not to take part in other trials within 30 days from the last dose`.
_AGREES = Gated(
    r"\b(?:agree\w*|willing\w*|commit\w*|consent\w*|will|must)(?: \w+){0,3}? not (?:to )?(?:participat|receiv|tak|us|donat|enter|enrol|engag|undergo)"
)
_FROM_DOSE = re.compile(
    r"[\s)]*(?:from|after|following|of|beyond|post)(?: \w+){0,3}? (?:first|last|final|end|completion|administration|dos(?:e|ing)|infusion|study|treatment)\b"
)


# `Smoking more than 5 cigarettes per day within 3 months`: who smoked two is not meant.
_SO_MANY = re.compile(
    r"(?:cigarettes?|packs?)(?: of cigarettes)? ?(?:per|a|/|each|every|daily)(?![^;]*(?:[,;]|\bor\b))"
)


# `More than 14 drinks a week within 6 weeks`: who drank two is not meant either.
_DRINKS = Gated(
    r"\b(?:units?|drinks?|beverages?|glasses|grams?)(?: of (?:pure )?alcohol)? ?(?:per|a|/|each|every|daily|weekly)\b"
)


def is_of_smoking_alone(reading: Reading, event: Found[str], quantity: Quantity) -> bool:
    """Whether who smokes or drinks is named without the time: by how much in it, or as an item of a list of its own."""
    if event.means == "ts.drug_use":
        start = reading.sentence(quantity.start)[0]
        return reading.search(_DRINKS, start, quantity.start) is not None
    if event.means != "ts.smoking":
        return False
    if (
        reading.form.startswith("smoker", event.start)
        and "," in reading.form[event.end : quantity.start]
    ):
        return True  # "smoker, asthma, immunotherapy in the past 6 weeks"
    return _SO_MANY.search(reading.form, event.start, max(event.start, quantity.start)) is not None


# `Cancer with a prognosis of less than 2 years`: still to come.
_SURVIVAL = Gated(
    r"(?<!free )(?<!free-)\b(?:prognos[ie]s|surviv\w+|life ?-?(?:expectanc\w+|span)|expected to live)\b[^.;,]{0,30}$"
)
# `sensitive to the antibody, determined within 90 days`: when it was tested.
_TESTED_THEN = Gated(
    r"\b(?:determined|measured|assessed|assayed|tested|detection|courses?[^.;]{0,40} lasting)\b[^.;]{0,40}$"
)


# `two values at least 8 weeks apart`, `4 hours before or after a dose`, `of at least 6 months' duration`: no time since.
# `A stroke before 65 years of age`, `a transfusion within 7 days of birth`: how old somebody was then.
_NOT_SINCE = re.compile(
    r"(?:'s?)?[\s)]*(?:apart\b|before (?:and|or) after\b|after (?:and|or) before\b|(?:in |of )?(?:total )?duration\b|out of (?:the )?\d|of (?:age|life)\b|old\b|(?:of|after|from|following) (?:the |their )?birth\b)"
)
_FREE = Gated(
    r"\b(?:free|interval|wash-?out|remission|abstinen\w+|without|stab\w+|off|since|elapsed)\b"
)
# `treatment duration less than 24 months`, `a short course (< 14 days)`, `75 of the 90 days`.
_LENGTH_OF = Gated(
    r"\b(?:durations?|courses?)(?: of| is| was)? ?\(?$|\b(?:lasting|lasts|lasted|persist\w*)(?: for)? ?$|\bdespite ?$|\b(?:short|acute|brief|chronic|prolonged)(?:[- ]term)? (?:courses?|use|therapy|treatment)(?: of [a-z -]{3,30})? ?\($|\bfor at least \S+ (?:days|weeks|months|years) (?:but|and) ?$"
)
# `pregnancy test 24 hours before chemotherapy`, `serum drawn within 1 day of surgery`, `progression documented by CT within 2 weeks`: when it was looked at.
_TEST_AT = Gated(
    r"\b(?:pregnancy tests?|drawn|obtained|collected|sampled|imaged|postoperative mri|mri|ct|scans?)(?: (?:result|done|performed|obtained|taken|at))* (?:(?:within|at least|less than|no more than|at) )?(?:the )?$"
)
_SHOWN_AT = Gated(
    r"\b(?:documented|confirmed|demonstrated|verified|proven|evidenced) (?:by|on|with)\b[^.;,]{0,40}$"
)
# `the same treatment for the past 16 weeks`
_FOR_THE_PAST = Gated(r"\bfor (?:at least )?(?:the )?(?:(?:past|last|previous|preceding) )?$")
_OF_DAYS = Gated(
    r"\b(?:prior to|before|after) the $|\b\d+ of (?:the )?(?:last |past |previous |preceding )?$"
)
# `unless on suppressive therapy for at least 3 months`: how long it has been given.
_ON_FOR = Gated(
    r"\b(?:on|receiving|taking|under)(?: [a-z-]+){1,5} for (?:at least|≥|>=|>|more than|greater than|a minimum of|the (?:past|last|previous)) ?$"
)
# `two or more months on antibiotics`: how long too.
_ON = re.compile(
    r" (?:or more |or longer )?on (?:an? |the )?(?!study|trial|day|protocol|the study)[a-z]{4,}"
)
_STABILITY = Gated(r"\b(?:stab\w+|remission|progression|response)\b[^.;]*$")
_WITHIN_IT = Gated(r"\b(?:within|last|past|previous|prior)(?: the)? ?$")
# `Inability to stop antihistamines for 5 days`: nobody says when they were taken.
_CANNOT_STOP = Gated(
    r"\b(?:inability|unable|unwilling\w*|cannot|can not|not able|not willing|refus\w+)(?: or \w+)? (?:to )?(?:discontinue|stop|cease|withhold|interrupt|suspend|avoid|be (?:stopped|discontinued|withdrawn))\b[^.;]*$"
)


def is_other_time(reading: Reading, quantity: Quantity) -> bool:
    """Whether a time belongs to something that is no event, whatever event stands beside it."""
    lead, at = reading.lead(quantity.number_start, 60), quantity.number_start
    if reading.before(_SURVIVAL, at, 50):
        return True
    if reading.before(_FIRST, at, 16) or (
        reading.kind == "inclusion" and reading.before(_AMOUNT, at, 80)
    ):
        return True
    if reading.before(_LENGTH_OF, quantity.start, 60) or reading.before(_OF_DAYS, at, 24):
        return True
    if reading.before(_TEST_AT, at, 50) or (
        reading.kind == "inclusion" and reading.before(_SHOWN_AT, at, 70)
    ):
        return True
    behind = reading.tail(quantity.end, 60)
    if (told := _NOT_SINCE.match(behind)) and not (
        (told[0].endswith("duration") and reading.before(_FREE, at, 60))
        or ("before" in told[0] and lead.rstrip().endswith("within"))
    ):
        return True
    if (
        _ON.match(behind)
        and not reading.before(_WITHIN_IT, at, 20)
        and not reading.before(_STABILITY, at, 60)
    ):
        return True
    if reading.before(_ON_FOR, at, 90) and not reading.before(_GONE, at, 90):
        return True
    if reading.kind == "exclusion" and reading.before(_CANNOT_STOP, at, 130):
        return True
    if (
        _AFTER_STUDY.match(behind)
        or _OF_LAST.match(behind)
        or reading.behind(_ONSET, quantity.end, 70)
        or _AFTER_INTAKE.match(behind)
    ):
        return True
    start = reading.clause(quantity.start)[0]
    if (
        _OFF_TREATMENT.match(behind)
        or (_OF_TREATMENT.match(behind) and not lead.rstrip().endswith("within"))
        or reading.within(_NOT_RECOVERED, max(start, quantity.start - 190), quantity.start)
    ):
        return True
    if reading.within(_CYCLE, quantity.start - 30, quantity.end + 35):
        return True
    if (
        reading.kind == "exclusion"
        and _LENGTH.search(lead)
        and not reading.within(_GONE, max(start, quantity.start - 90), quantity.end + 8)
    ):
        return True
    return bool(
        _FROM_DOSE.match(behind)
        and reading.within(_AGREES, max(start, quantity.start - 120), quantity.start)
    )


# `Prior hormonal therapy within 12 weeks allowed`: of nobody asked; `transfusion within 7 days is not allowed`: denied.
_PERMITS = Gated(r"(?<!not )(?<!not be )(?<!longer )\b(?:allowed|permitted|acceptable)\b")
_FORBIDS = Gated(r"[^.;]{0,90}?\b(?:not|no longer) (?:be )?(?:allowed|permitted|acceptable)\b")
_FORBIDDEN = Gated(r"\bnot (?:be )?(?:allowed|permitted|acceptable)\b[^.;]{0,30}$")
_LATER_THAN = frozenset({"ts.smoking", "ts.drug_use", "ts.other_malignancy"})
_OTHER_ONE = Gated(
    r"\b(?:others?|prior(?! to\b)|previous\w*|second\w*|another|concurrent|history|free)\b"
)


def is_no_demand(reading: Reading, event: Found[str], quantity: Quantity) -> bool:
    """Whether nobody is asked to have had an event in a time: it is permitted, an age, or the trial's own disease."""
    if quantity.unit == "a" and quantity.low >= 12 and event.means not in _LATER_THAN:
        return True  # "in children under 18 years"
    if reading.kind != "inclusion":
        return False
    if event.means == "ts.other_malignancy":
        return True
    start, end = reading.sentence(quantity.start)
    return (
        reading.within(_PERMITS, max(start, event.start - 150), min(end, quantity.end + 120))
        is not None
    )


def is_not_allowed(reading: Reading, quantity: Quantity) -> bool:
    """Whether inclusion forbids what is named: the time is one without it."""
    if reading.kind != "inclusion":
        return False
    return bool(
        reading.behind(_FORBIDS, quantity.end, 120)
        or reading.before(_FORBIDDEN, quantity.start, 60)
    )


def is_of_own_cancer(reading: Reading, event: Found[str], sign: str) -> bool:
    """`Cervical cancer patients who completed treatment at least 2 months earlier`: no other cancer is named."""
    return (
        reading.kind == "inclusion"
        and event.means == "ts.other_malignancy"
        and sign in (">=", ">")
        and not reading.search(_OTHER_ONE)
        and not reading.is_negated(event.start)
    )


# `stable over the past year`: that long at least; `a stable viral load within 30 days`: no such time.
_ALL_OF_IT = Gated(
    r"\b(?:for|over|throughout)(?: at least)?(?: the)?(?: (?:past|last|previous|preceding|prior))? ?$"
)


def of_stability(reading: Reading, event: Found[str], quantity: Quantity) -> str | None:
    """The sign of a time below which something progressed, or was stable; None where the time is of neither."""
    if quantity.unit in ("h", "min"):
        return None  # "lesions progressed more than 50 % within 24 hours"
    asked = reading.kind == "inclusion" or reading.is_exception(event.start)
    if not asked or not reading.form.startswith("stab", event.start):
        return "<"
    return ">=" if reading.before(_ALL_OF_IT, quantity.number_start, 36) else None


# `inhaled steroids initiated within the past month`, `change in dose of an antidepressant within 12 weeks`.
_STARTED = Gated(
    r"\b(?:initiated|started|begun|commenced|changed|adjusted|altered|modified|increased|escalated|titrated|introduced)\b[^.;,]{0,25}$|\b(?:no|without)(?: any)? changes? (?:in|of|to)\b[^.;,]*$"
)
_START_OF = Gated(
    r"\b(?:changes?|additions?|subtractions?|introduction|increases?|decreases?|reductions?|initiation|initiating|start|starting|started|beginning|adjustments?|alterations?|modifications?|switch|switching|escalation|titration)"
    r"(?: (?:of|in|to|with|on|the|any|or|and|a|an|new|dose|doses|dosage|dosing|type|regimen|their|his|her|prescription|concomitant|chronic|systemic|oral))* $"
)
# `scheduled to receive first line chemotherapy within 6 weeks`: still to come.
_TO_COME = Gated(
    r"\b(?:anticipated|future|intended)(?: [\w/-]+){0,4} $|\b(?:scheduled|planned|planning|plans|due|going|about|intend\w*|candidates?|awaiting|eligible)(?: (?:to|for))(?: [\w-]+){0,5} $|\bwill (?:receive|undergo|start|begin)(?: [\w-]+){0,4} $|"
    r"\b(?:inability|unable|ability|able|cannot|refus\w+|declin\w+)(?: \([^)]*\)| for any reason)?(?: to)? (?:undergo|receive|have|tolerate)(?: [\w-]+){0,4} $"
)
_TO_BE_DONE = Gated(
    r" (?:is |are )?(?:to be (?:accomplished|performed|done|given|completed|carried)|(?:must|should|will|to) (?:begin|start|commence|be started|be begun)|scheduled|planned|anticipated)\b"
)
# `Agree to be treated with rifabutin at least 2 weeks before`: still to come, however long.
_AGREES_TO = Gated(
    r"\b(?:agree\w*|willing\w*|consent\w*) to (?:be treated with|receive|take|start|begin|undergo)(?: [\w-]+){0,4} $"
)
# `stable use of inhaled steroids in the previous 3 months`: they are taken.
_STEADY = Gated(r"\b(?:stable|unchanged|constant|stabili[sz]ed)\b")
_LASTING_TREATMENTS = frozenset(
    "ts.medication ts.steroids ts.immunosuppressants ts.hormonal ts.biologic ts.antibiotics ts.immunotherapy ts.anticancer ts.targeted".split()
)


def is_start_or_plan(reading: Reading, event: Found[str], quantity: Quantity, sign: str) -> bool:
    """Whether the time tells when a lasting treatment began or changed, or when one will be given."""
    if sign in ("<", "<=") and (
        reading.before(_TO_COME, event.start, 70) or reading.behind(_TO_BE_DONE, event.end, 30)
    ):
        return True
    if reading.kind == "inclusion" and reading.before(_AGREES_TO, event.start, 60):
        return True
    if event.means not in _LASTING_TREATMENTS:
        return False
    start = reading.clause(event.start)[0]
    if (
        reading.kind == "inclusion"
        and sign == "<"
        and reading.within(_STEADY, *reading.sentence(quantity.start))
    ):
        return True
    return bool(
        reading.within(_STARTED, event.end, quantity.start)
        or reading.before(_TESTED_THEN, quantity.start, 70)
        or reading.within(_START_OF, max(start, event.start - 60), event.start)
    )


_TREATMENTS = frozenset(
    "ts.anticancer ts.chemotherapy ts.radiotherapy ts.immunotherapy ts.pd1 ts.hormonal ts.targeted ts.biologic ts.steroids ts.immunosuppressants "
    "ts.growth_factor ts.antibiotics ts.cyp3a4 ts.medication ts.investigational".split()
)
"""What is given for a while."""
_ELAPSED = re.compile(r"[\s)]*(?:ha(?:s|ve) )?(?:elapsed|passed|since|ago|after|off)\b")
# `receiving steroids for at least 3 months prior to entry`, `on interferon less than 6 months`: how long it was given.
_FOR_SO_LONG = Gated(
    r"\bfor (?:the |an? )?(?:(?:total|minimum|periods?|duration|courses?|maximum)(?: of)? )*(?:(?:at least|≥|>=|>|more than|greater than|a minimum of|minimum of|longer than|over|not less than|no less than|"
    r"<|≤|<=|less than|no more than|not more than|fewer than|up to|no longer than|not longer than) ?)(?:or equal to )?(?:the )?(?:last |past |previous |preceding |prior )?$"
)
_IS_ON = Gated(
    r"(?:^\W*|\b(?:currently|been|is|are|were|was|be) )(?:on|receiving|taking|using|maintained on|undergoing)(?: [a-z-]+){0,2} $"
)
_IN_THE_PAST = Gated(r"\b(?:within|in|during|over|past|last|previous|preceding)\b[^.;,]*$")
_WITHOUT = Gated(
    r"\b(?:(?:no|not)(?! (?:more|less|longer|later|greater|fewer)\b)|without|none|never|nor|off|free|discontinu\w*|stop\w*|wash\w*|withdr\w*|withh\w*|held|abst\w*|abstin\w*|untreated|ceas\w*|cessation|complet\w*|finish\w*|ended|last|since|"
    r"interval|suspend\w*|na[iï]ve|avoid\w*|refrain\w*|paus\w*|interrupt\w*|lack\w*|absen\w*|quit\w*|sober|negative|neither|cannot)\b"
)
_COUNTED_BACK = re.compile(
    r"[\s)]*(?:or (?:less|more) )?(?:prior|before|preceding|ago|since|from|of (?:study|enrol|random|entry|screen|the)|earlier|after)\b"
)


def is_length_of_treatment(
    reading: Reading, quantity: Quantity, event: Found[str], sign: str
) -> bool:
    """Whether a time tells how long a treatment was given, and not how long ago."""
    if event.means not in _TREATMENTS:
        return False
    start = reading.sentence(quantity.number_start)[0]
    if event.end > quantity.number_start or reading.search(_WITHOUT, start, quantity.number_start):
        return False
    if reading.before(_FOR_SO_LONG, quantity.number_start, 60):
        return not _ELAPSED.match(reading.tail(quantity.end, 40))
    if (
        reading.kind == "inclusion"
        and sign == "<"
        and reading.before(_FOR_THE_PAST, quantity.number_start, 40)
    ):
        return True
    on = sign == "<" and reading.before(_IS_ON, event.start, 40)
    if not on or reading.before(_IN_THE_PAST, quantity.number_start, 30):
        return False
    return not _COUNTED_BACK.match(reading.tail(quantity.end, 40))
