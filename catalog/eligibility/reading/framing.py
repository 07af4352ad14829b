"""Phrases that frame what is asked and change nothing of it: when, how and by what it is found, whose side it is on."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated

REQUIRING = Gated(
    r"\b(?:requiring|that requires?|that required|which requires?|needing|necessitating|treated with|in need of) "
    r"(?:[a-z-]+ ){0,3}(?:therapy|treatments?|antibiotics?|medications?|intervention|hospitali[sz]ation|steroids)\b"
)
_STUDY = (
    r"(?:enrol\w*|randomi[sz]\w*|registration|screening|baseline|(?:study |trial )?entry|treatment|therapy|drug|dose|dosing|"
    r"medication|product|study|trial|day \d|cycle \d|consent(?: form)?|assent|admission|visit(?: \d)?|inclusion)"
)
_OF_STUDY = (
    r"(?:the |their |this |any |initial |first |start |starting |entering |beginning |initiation |initiating |receiving |commencing |"
    r"dose |day |of |study |trial |protocol |investigational |informed |written |signing |treatment |therapy |drug )*"
)
_METHOD = (
    r"(?:2-?d )?(?:fluorescen(?:ce|t) in situ hybridi[sz]ation|(?:other )?(?:non-specified |validated |approved |accepted |appropriate |equivalent |standard )*(?:sequencing |imaging |diagnostic |molecular )?methods?|histology|cytology|histopathology|biopsy|echocardiogra\w+|echo|muga|multi-?gated acquisition|electrocardiogra\w+|ecg|ekg|mri|ct|pet|pet/ct|x-?ray|ihc|immunohistochemistry|"
    r"pcr|fish|ngs|next generation sequencing|western blot|elisa|cockcroft[- ]gault|mdrd|ckd-epi|fridericia\w*|bazett\w*)"
    r"(?: \((?:echo|muga|ihc|fish|ngs|mri|ct|pcr)\))?(?: scans?| formula| equation| method| criteria| test(?:ing)?| correction)?"
)
FRAMES = (
    Gated(
        rf"(?:\b(?:at|on|by|before|prior to|of|from|to|until|during|preceding) )(?:the )?(?:time |date |day |moment |start )?{_OF_STUDY}{_STUDY}\b"
    ),
    Gated(
        r"\b(?:as )?(?:defined|determined|assessed|measured|calculated|estimated|evaluated|documented|confirmed|demonstrated|"
        r"evidenced|graded|classified|scored)(?: (?:by|using|per|with|according to|as|on|via|through))? (?:the |a |an )?"
        r"(?:investigator assessment|local laborator\w+|cockcroft[- ]gault|mdrd|ckd-epi|echocardiogra\w+|electrocardiogra\w+|ecg|ekg|echo|muga|mri|ct|pet)"
        r"(?: scans?| formula| equation| method| criteria| test\w*)?"
    ),
    Gated(
        r"\(?(?:\b(?:as |defined |determined |assessed )*(?:by|per|using|according to|with|on|based on) )?(?:the )?"
        r"(?:\brecist\b|\b(?:nci[- ])?ctcae\b|response evaluation criteria in solid tumou?rs)"
        r"(?:[ ,(]*(?:criteria|version|ver|v))*\.? ?(?:\d(?:\.\d)?)?(?: criteria)?\)?"
    ),
    Gated(r"\beastern cooperative oncology group\b|\bworld health organi[sz]ation\b(?: \(who\))?(?= performance)|\bwho\b(?= performance)"),
    Gated(r"\bhistologic(?:al(?:ly)?)?(?: ?/ ?| (?:or|and|and/or) )cytologic(?:al(?:ly)?)?\b|\bcytologic(?:al(?:ly)?)?(?: ?/ ?| (?:or|and|and/or) )histologic(?:al(?:ly)?)?\b"),
    Gated(r"\bnew york heart association\b|\bnyha\b|\becog\b"),
    Gated(
        rf"\(?(?:\b(?:as )?(?:assessed|measured|determined|confirmed|documented|obtained|estimated|evaluated|detected)? ?(?:by|using|on|via|with|per|from) )(?:the |a |an |local |central )*{_METHOD}(?: ?(?:,? or|,? and|and/or|/|,) ?(?:the |a |an )?{_METHOD})*\)?",
        holds=_METHOD,
    ),
    Gated(r"\(?\bsee (?:also )?(?:appendix|section|table|criterion)(?: \w{1,3}(?:\.\d+)*)?\b\)?"),
    Gated(r"\b(?:due to|because of|given) (?:an? |the |their )*(?:possible |increased )*(?:potential|risk|possib\w+|unknown|teratogen\w+|lack of)\b[^.;]*"),
    Gated(r"(?:^|(?<=[.;] ))(?:because|since) [^.;]*"),
    re.compile(r"\(?\bv(?:ersion|\.)? ?\d(?:\.\d)+\b\)?|\bversion \d\b"),
    Gated(r"\bcockcroft[- ](?:and )?gault\b(?: formula| equation| method)?"),
    Gated(r"\b(?:institutional |laboratory |local )*(?:upper |lower )(?:limit|level)s? of (?:the )?(?:institutional |laboratory )?(?:normal|reference)(?: range| value)?\b"),
)  # fmt: skip
# `HIV testing is not required unless mandated`: nothing is asked of the patient.
TESTING = Gated(
    r"[;.,]? ?\(?(?:note:? )?\b(?:no )?(?:hiv|hbv|hcv|hepatitis(?: [bc](?: (?:and|or) (?:hepatitis )?[bc])?)?|hiv, hepatitis b,? (?:and|or) hepatitis c)? ?(?:virus )?"
    r"(?:test(?:ing|s)?|screening) (?:is|are|will be) (?:not )?required,? unless (?:it is )?(?:mandated|required|clinically indicated)(?: by (?:the )?(?:local )?(?:health )?(?:authorit\w+|regulations?|guidelines?))?\)?"
)
WINDOW = Gated(
    r"\b(?:within|in|during)(?: the)? (?:\d+|one|two|three|four|seven|fourteen)(?: \(\d+\))?(?: |-)?(?:days?|weeks?|months?|hours?|h)"
    rf"(?: \(\d+\))? ?(?:prior to|before|of|from|preceding|to) {_OF_STUDY}{_STUDY}\b"
)
_GROUP = r"(?:children|child|p(?:a)?ediatrics?|adolescents?|teenagers?|(?:young |older )?adults?|youths?)"
# `Pediatric and young adult patients 10-25 years`: names of groups whose bounds are told.
AGES = re.compile(rf"\b{_GROUP}(?: ?(?:,|/|and|or|to) ?{_GROUP})+\b|\byoung adults?\b")
_EXON = r"(?:exons? ?|ex ?)(?:18|19|20|21)|(?:19|20) ?(?=del)|21 ?(?=l858r)"
_VARIANT = (
    rf"(?:(?:the )?(?:{_EXON}) ?(?:del(?:etion)?s?)?(?:,? ?\(?l858r\)?)?|del(?:etion)? ?(?:of )?(?:exon )?19|"
    r"l ?858 ?r|t ?790 ?m\+?|g719x|s768i|l861q)(?: (?:point )?(?:mutations?|substitutions?|deletions?|insertions?))?"
)
# `EGFR mutation, either DEL19 or L858R`: which of them it must be.
VARIANTS = re.compile(
    rf"(?:[,(:] ?)?(?:\b(?:either|such as|including|i\.e\.|e\.g\.|with|of|in|namely) ?,?)* ?(?<![\w.]){_VARIANT}(?![\w%])(?: ?(?:,|/|or|and|and/or|, or) ?{_VARIANT}(?![\w%]))*\)?"
)
AT_LEAST_ONE = re.compile(r"\bat least (?:one|1)(?: \(1\)| \(one\))?|\bone or more\b|\b(?:one|1)\b")
ABBREVIATION = re.compile(r"\([a-z]{2,6}(?:[-/][a-z]{1,4})?\)")
SIDES = {
    "inclusion": Gated(
        r"\b(?:are|is|will be|may be|must be|should be) (?:eligible|included|enrolled)(?: (?:for|in|into) (?:this |the )?(?:study|trial))?\b(?! if)"
    ),
    "exclusion": Gated(
        r"\b(?:are|is|will be|must be|should be|shall be)(?: also)? (?:excluded|ineligible|not eligible|not allowed|not permitted)"
        r"(?: (?:from|for|in) (?:this |the )?(?:study|trial|participation))?\b|\bexclud(?:ed|es)\b(?: if)?"
    ),
}
