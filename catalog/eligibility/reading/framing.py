"""Phrases that frame what is asked and change nothing of it: when, how and by what it is found, whose side it is on."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated

REQUIRING = Gated(
    r"\b(?:requiring|that requires?|that required|which requires?|needing|necessitating|treated with|in need of"
    r"|(?<=progressing )or (?:(?:has|have|had|is|are|currently) )*requir(?:es?|ed|ing)) "
    r"(?:[a-z-]+ ){0,3}(?:therapy|treatments?|antibiotics?|medications?|intervention|hospitali[sz]ation|steroids)\b"
    r"|\bfor which (?:[a-z-]+ ){0,3}(?:therapy|treatment) is (?:underway|under way|ongoing|required|needed|indicated|planned)\b"
)
# `Hemoglobin ≥ 8 g/dL (may be transfused)`: who has less may be helped to have it.
HELPED = Gated(
    r",? ?\(?\b(?:(?:(?:red (?:blood )?cells?|rbc|prbc|packed|platelet|blood|growth factor|g-csf) )*(?:transfusions?|support|use)(?: (?:to (?:achieve|reach|obtain|meet|maintain) (?:this|these|the) (?:level|value|criteria|criterion)s?))?(?: (?:is|are))? (?:allowed|permitted|acceptable|allowable)"
    r"|(?:(?:patients?|subjects?|participants?|this|they) )?(?:can|may) (?:be )?(?:transfused|receive (?:red (?:blood )?cell |platelet |blood |rbc |prbc )*transfusions?|supported|achieved|reached|obtained|corrected)"
    r"(?: (?:by|with|through|after|using|to) (?:(?:red|blood|cell|cells|rbc|prbc|platelet|transfusions?|support|achieve|reach|maintain|obtain|this|the|level|value|or|other|intervention|hemoglobin|means)(?: |(?=\W|$)))+)?)\)?"
)
# `BP > 150 despite antihypertensive treatment`: whose value is in order is not meant, treated or not.
TREATED = Gated(
    r",? ?\b(?:despite|in spite of|while|whilst|when|even) (?:(?:being|already|currently|on|taking|receiving|under|with|the|use|of|an?) )*"
    r"(?:(?:adequate|optimal|optimi[sz]ed|maximal(?:ly)?|appropriate|standard|ongoing|stable|best|full|current|at least one|two or more|three or more|anti-?hypertensives?|hypertensive|blood pressure|bp|lipid|glucose|lowering|"
    r"medical|drug|oral|tolerated|anti-?diabetic|more) )*(?:therap(?:y|ies)|treatments?|medications?|drugs?|agents?|management|anti-?hypertensives)\b"
)
# `Women may not be pregnant`: they must not.
MAY_NOT = Gated(r"\bmay (?=not (?:be|have|currently be)\b)")
# What a bound of weight, pressure or another value is called: the value is the test of it.
NAMED_BY_VALUE = Gated(
    r"\b(?:(?:morbid|severe|extreme|marked|significant|clinical|gross|class (?:i{1,3}|[123]) )(?:ly)? ?)*(?:(?:overweight ?(?:/|or|and/or) ?)?obes(?:e|ity)|overweight|underweight|hypotension|hypotensive|hypoxi[ac]|hypoxemi[ac]|leu[ck]openia|lymphopenia|eosinophilia|hypoalbuminemia|hypoalbuminaemia)"
    r"(?: (?:patients?|subjects?|class (?:i{1,3}|[123])))?(?: ?\((?=[^()\x00]{0,20}\x00)|,? ?(?:as |which is |is )?(?:defined|evidenced|indicated) (?:by|as)(?: having)?(?: an?)?|:| with (?:an? )?(?=\x00)|,? (?=\x00))"
)
# `Administration of killed vaccines is allowed`: of vaccines that are not meant.
OTHER_VACCINES = Gated(
    r"(?<=[.;(]) ?\*? ?(?:note:? )?(?:(?:the )?(?:administration|use) of )?(?:(?:seasonal|killed|inactivated|non-?live|mrna|influenza|flu|covid-19|sars-cov-2|recombinant|and|or|/|,) )*"
    r"vaccin(?:es?|ations?)(?: for injection)?(?: that (?:do|does) not contain live virus(?:es)?)?"
    r"(?: (?:is|are) (?:generally )?(?:killed|inactivated)(?: (?:flu |virus )?vaccines)?,? ?(?:and)?)?"
    r" (?:is|are) (?:allowed|permitted|acceptable)(?=[.;)]|\W*$|; however|, however)"
    r"(?:[;,.]? ?however,? (?:intranasal|nasal|live)[^.;]{0,60}(?:\([^()]*\))?[^.;]{0,60}?(?:is|are) not (?:allowed|permitted))?"
)
# A reason ends where somebody is let in, or only some are meant: `because of the risk, unless she uses contraception`.
_ENDS_REASON = (
    r"(?:\b(?:unless|except\w*|excluding|exempt\w*|other than|apart from|but|however|although|if|when|only|until|allow\w*|permit\w*|accept\w*|eligib\w*|waived?|"
    r"(?:may|can|could|will) (?:still |also |be )*(?:enrol\w*|enter|includ\w*|particip\w*|consider\w*|join|take part))\b|, ?(?:with|without|who|whose|in whom|for|of|not|no)\b|,(?=[^.;]*\x00))"
)
_REASON = rf"(?:(?!{_ENDS_REASON})[^.;])*"
_STUDY = (
    r"(?:enrol\w*|randomi[sz]\w*|registration|screening|baseline|(?:study |trial )?entry(?: (?:in)?to (?:(?:the|this|our|current|present) )*(?:study|trial|protocol))?|treatments?|therapy|drugs?|dose|dosing|"
    r"medication|research|product|intervention|administration|infusion|injection|study|trial|day -?\d+|month \d ?[-/, ] ?day \d|cycle \d|c\d+d-?\d+|imp|ip|consent(?: form)?(?: \(icf\))?(?: signature)?|icf(?: signature)?|"
    r"assent|admission(?: (?:in)?to (?:this|the) (?:study|trial))?|(?:inclusion )?visits?(?: -?\d+)?|allocation|recruitment|check-in|inclusion|run-in|lead-in)(?: (?:period|phase|visit|day|date|examination|assessment|evaluation))?"
    r"(?: of (?:[a-z]{2,6}-? ?\d{2,6}[a-z]?|(?:the )?(?:investigational|study) (?:product|drug|treatment|medication|agent)))?(?: ?\((?:day -?\d+|v\d+|visit \d+|icf|baseline|screening|c\d+d\d+|imp|ip)\))?"
)
_OF_STUDY = (
    r"(?:the |their |this |current |obtaining |giving |providing |introducing |introduction |date of |any |initial |first |1st |scheduled |planned |start |starting |entering |beginning |initiation |initiating |receiving |commencing |"
    r"dose |day |of |study |trial |protocol |investigational |informed |written |signing |signature |signed |provision |administration |infusion |treatments? |therapy |drugs? |medications? )*"
)
_METHOD = (
    r"(?:2-?d |12-lead )?(?:gated radionuclide(?: (?:scan|study|imaging|angiogram))?|mult(?:i|iple)-?gated (?:(?:radionuclide )?angiogra\w+|acquisition)|radionuclide (?:angiogra|ventriculogra)\w+|fluorescen(?:ce|t) in situ hybridi[sz]ation|(?:other )?(?:non-specified |validated |approved |accepted |appropriate |equivalent |standard )*(?:sequencing |imaging |diagnostic |molecular )?methods?|histology|cytology|histopathology|biopsy|echocardiogra\w+|echo|muga|multi-?gated acquisition|electrocardiogra\w+|ecg|ekg|mri|ct|pet|pet/ct|x-?ray|ihc|immunohistochemistry|"
    r"pcr|fish|ngs|next generation sequencing|western blot|elisa|cockcroft[- ]gault|mdrd|ckd-epi|fridericia\w*|bazett\w*)"
    r"(?: \((?:echo|muga|ihc|fish|ngs|mri|ct|pcr)\))?(?: scans?| formulas?| equations?| methods?| criteria| test(?:ing)?| correction)?"
)
_RESPONSE = (
    r"(?:\b(?:20[0-2]\d )?(?:modified )?(?:m?i?recist(?: ?v(?=\d)|\b)|lugano\b)|\b(?:nci[- ])?ctcae\b|\b(?:m?rano|recil|cheson|gcig|percist)\b|response evaluation criteria in solid tumou?rs)"
    r"(?:[ ,(]*(?:criteria|classification|version|ver|v|response|20[0-2]\d))*\.? ?(?:\d(?:\.\d)?)?(?: criteria)?\)?"
)
_FOR_AGE = r"for (?:the )?(?:patient'?s? |their )?age\b"
FRAMES = (
    # "(either measured or estimated by the Cockcroft-Gault formula)"
    Gated(
        r"\(?\b(?:either )?(?:measured|calculated|estimated)(?: (?:or|and/or) |/)(?:measured|calculated|estimated)(?: (?:by|using|per|with|via|according to) (?:the )?(?:standard )?(?:cockcroft[- ](?:and )?gault|mdrd|ckd-epi)(?: formula| equation| method)?)?\)?"
    ),
    # Reasons, before what frames their words.
    Gated(r"\b(?:due to|because of|given) (?:an? |the |their )*(?:possible |increased )*(?:potential|risk|possib\w+|unknown|teratogen\w+|lack of)\b" + _REASON),
    Gated(r"(?:^|(?<=[.;] ))(?:because|since)(?: (?![^.;]*,[^.;]*\x00)" + _REASON + r"| [^.;,\x00]*)"),
    Gated(
        rf"(?:\b(?:at|on|by|before|prior to|of|from|to|until|during|preceding) )(?:the )?(?:time |date |day |moment |start )?{_OF_STUDY}{_STUDY}(?!\w)"
    ),
    Gated(
        r"\b(?:as )?(?:defined|determined|assessed|measured|calculated|estimated|evaluated|documented|confirmed|demonstrated|"
        r"evidenced|graded|classified|scored)(?: (?:by|using|per|with|according to|as|on|via|through))? (?:the |a |an )?"
        r"(?:investigator assessment|(?:the )?local (?:site )?(?:laborator\w+|investigator(?:/radiology)?|radiology|site)(?: assessment)?(?!'s)|(?:the )?(?:(?:investigator|local|site)[ /]*)+radiology(?: (?:assessment|review))?|cockcroft[- ]gault|mdrd|ckd-epi|"
        rf"{_METHOD}(?: ?(?:,? or|,? and|and/or|/|,) ?(?:the |a |an |by |with )*{_METHOD})*)"
        r"(?: scans?| formula| equation| method| criteria| test\w*)?"
    ),
    Gated(
        r"\(?(?:\b(?:as |defined |determined |assessed )*(?:by|per|using|according to|with|on|based on) )?(?:the )?"
        rf"{_RESPONSE}(?: ?(?:,|/|or|and|and/or|, or)? ?\(?(?:the |by |per |as per )*{_RESPONSE})*\)?"
    ),
    Gated(r"\beastern? co-?operative oncology group\b|\bworld health organi[sz]ation\b(?: \(who\))?(?= performance)|\bwho\b(?= performance)"),
    Gated(r"\bhistologic(?:al(?:ly)?)?(?: ?/ ?| (?:or|and|and/or) )cytologic(?:al(?:ly)?)?\b|\bcytologic(?:al(?:ly)?)?(?: ?/ ?| (?:or|and|and/or) )histologic(?:al(?:ly)?)?\b"),
    Gated(r"\bnew york heart association\b|\bnyha\b|\becog\b"),
    Gated(
        rf"\(?(?:\b(?:as )?(?:assessed|measured|determined|confirmed|documented|obtained|estimated|evaluated|detected)? ?(?:by|using|on|via|with|per|from) )(?:the |a |an |local |central |either |transthoracic )*{_METHOD}(?: ?(?:,? or|,? and|and/or|/|,) ?(?:the |a |an |by |with )*{_METHOD})*\)?",
        holds=_METHOD,
        quick=rf"\b{_METHOD}",
    ),
    Gated(r"\(?\bsee (?:also )?(?:appendix|section|table|criterion)(?: \w{1,3}(?:\.\d+)*)?\b\)?"),
    # Of whom it is asked: all of them.
    Gated(
        r"(?:,? ?\band )?(?:\b(?:of|from|regardless of|irrespective of) )?\b(?:any|all|either|both) (?:genders?|sex(?:es)?|races?|ethnicit(?:y|ies)|ethnic (?:groups?|origins?|backgrounds?))"
        r"(?: ?(?:,|/|or|and) ?(?:any |all )?(?:genders?|sex(?:es)?|races?|ethnicit(?:y|ies)|ethnic (?:groups?|origins?|backgrounds?)))*\b"
    ),
    Gated(r"\bgender[- ]based: no\b"),
    Gated(
        r"(?:[,;(] ?|\band )?\b(?:there (?:is|are) |with )?no (?:restrictions?|limitations?|limits?|preference)(?: (?:on|of|to|in|as to|for))+ (?:genders?|sex|race|ethnicity)\b\)?"
        r"|(?:[,;(] ?|\band )?\b(?:there (?:is|are) |with )?no (?:genders?|sex|race)(?:(?: ?/ ?| or | and )(?:genders?|sex|race|ethnicity))* (?:restrictions?|limitations?|limits?|preference)\b\)?"
        r"|(?:[,;(] ?|\band )?\b(?:the )?(?:genders?|sex)(?: (?:is|are|was))? (?:not (?:limited|restricted)|unlimited|unrestricted)\b\)?",
        holds=r"gender|sex|race|ethnic",
    ),
    # "(consent of a parent required if under 18)": of what nothing was read.
    Gated(
        r" ?\((?![^()]*\b(?:or|unless|except\w*|younger|may|eligible|allowed)\b[^()]*\b(?:younger|eligible|enrol\w*|included|allowed)\b)(?=[^()]*\b(?:consent|assent)\b)(?=[^()]*\b(?:parents?|parental|guardians?)\b)"
        r"(?=[^()]*\b(?:required|needed|necessary|must|obtained|if (?:under|younger|less|below|aged?|minor|the|<))\b)[^()]*\)",
        holds=r"consent|assent",
    ),
    Gated(r"\b(?:before|prior to|of|at) (?:joining|entering|entry (?:in)?to|enrolling in|participating in) (?:this|the|our) (?:present |current )?(?=\x00)"),
    Gated(r"\(?\b(?:by |via |through )?any route(?: of administration)?\b\)?"),
    Gated(
        r"\b(?:as )?(?:determined|assessed|evaluated|detected|tested|measured|documented|confirmed|identified|shown) (?=\x00)"
    ),
    Gated(r"\bunless otherwise (?:noted|specified|stated|indicated)\b"),
    Gated(r"\b(?:based on )?(?:the )?\b(?:obtained|derived|averaged|calculated|mean|average) (?:from|of|over|on) (?:\d|two|three|triplicate)(?: \(\d\))? (?:consecutive |separate |triplicate |serial )*(?:ecgs?|ekgs?|electrocardiograms?|readings|measurements|recordings)\b"),
    Gated(r"\b(?:using|with) (?:the |a )?local (?:clinic |site )?(?:ecg|ekg) machine-derived (?:qtc[bf]? )?values?\b"),
    # "Abnormal liver function: AST > 3 x ULN": what the values spell out.
    Gated(r"\babnormal (?:(?:liver|hepatic|renal|kidney|cardiac|heart|bone|marrow|hematologic\w*|haematologic\w*|thyroid|coagulation|blood|laboratory)(?: ?(?:,|/|or|and) ?)?)+ ?(?:functions?|tests?|values?|parameters?)?(?= ?(?::|\(|,? ?(?:as |which is |is )?defined|,? ?i\.?e\.?))"),
    # "Severe renal impairment defined as a clearance below 30": the value is the test of it.
    Gated(
        r"(?:\b(?:severe|moderate|significant|clinically significant|major|chronic|advanced) )*\b(?:renal|kidney|hepatic|liver|cardiac|heart|hematologic\w*|bone marrow|coagulation) "
        r"(?:impairment|insufficiency|dysfunction|failure|disorders?)(?:,? ?(?:as |which is |that is |is )?(?:defined|evidenced|indicated|demonstrated|shown|determined) (?:by|as)(?: an?)?(?: following)?:?| ?\((?=[^()\x00]{0,20}\x00))"
    ),
    # "Elevated LDL above 160", "impaired renal function with creatinine above 2": the value says how much.
    Gated(r"\b(?:elevated|increased|raised|high|low|lowered|decreased|reduced) (?=\x00)"),
    Gated(
        r"\b(?:impaired|inadequate|abnormal|poor|decreased|reduced|insufficient) (?:renal|kidney|hepatic|liver|cardiac|heart|bone marrow|hematologic\w*) functions?"
        r"(?: ?\((?=[^()\x00]{0,20}\x00)|,? ?(?:as )?(?:defined|evidenced|indicated|demonstrated|shown) (?:by|as)(?: an?)?|:| with (?:an? )?(?=\x00))"
        r"|\b(?:renal|kidney|hepatic|liver) (?:impairment|insufficiency|dysfunction|failure) with (?:an? )?(?=\x00)"
    ),
    Gated(r"[;.,]? ?\(?note: breast milk cannot be stored[^.;()]*\)?"),
    Gated(r"\b(?:any|all) (?:kinds?|forms?|types?|sorts?) of (?=\x00)"),
    Gated(r"\bof any (?:type|kind|sort|cause|etiology|aetiology|origin|nature)\b|\(any (?:type|kind|sort|cause|etiology|aetiology|origin|stage)\)"),
    Gated(r"(?:,? ?\b(?:and|with|there is) )?\bno (?:upper|maximum|maximal|lower) (?:age )?limit(?: (?:of|on|for|to) age)?\b"),
    Gated(r"(?<=uln\)) for (?:the )?(?:patient'?s? |their )?age\b(?! (?:of|\d))|(?<=predicted) for (?:their )?age\b(?! (?:of|\d))", quick=_FOR_AGE),
    Gated(r",? ?\bbased (?:up)?on (?:an? |the )?(?:cbc|complete blood counts?)(?: ?/ ?differential| with differential| and differential)?"),
    Gated(r"(?:^|(?<=[.;])) ?(?:note:? ?)?(?:other|additional|further) (?:(?:protocol[- ](?:defined|specified)|study) )?(?:(?:inclusion|exclusion|eligibility)[ /]*(?:and |or |and/or )?)+criteria (?:may|might|will|do) (?:also )?apply"),
    Gated(r"(?<=normal) for (?:the )?(?:patient'?s? |their )?age\b|(?<=\x00) for (?:the )?(?:patient'?s? |their )?age\b(?! (?:of|\d))", quick=_FOR_AGE),
    Gated(r"\b(?:who|zubrod)/|/(?:who|zubrod)\b"),
    Gated(r"(?:\b(?:in|of|with) (?:the |an )?)?\bage[- ]groups?(?: (?:is|of|from|between)|:)? ?(?=\x00)|(?:\b(?:in|of|with) (?:the |an )?)?\x00{3} groups?(?= (?:(?:is|of|from|between) )?\x00)"),
    # What is asked once the study has begun.
    Gated(
        r"(?:(?<=[.;]) ?)?\bnote: (?:patients?|participants?|subjects?),? if enrolled,? (?:should|must|may) not receive [a-z\x00 ]{3,40}? (?:while|whilst|during|when) [^.;]*"
    ),
    Gated(
        r"(?<=[.;]) ?(?:evaluation|assessment) of [a-z\x00 ]{2,40}? (?:is to|must|should|will|has to) be (?:performed|done|made|assessed) "
        r"(?:(?:within|in) \d+ days (?:prior to|before|of) (?:the )?)?[a-z /\x00]{3,80}?(?=\.|$)"
    ),
)  # fmt: skip
# Tried behind the numbers of lists.
FRAMES_LAST = (
    Gated(
        r"\(?\bv(?:ersion|\.)? ?\d(?:\.\d)+\b\)?|\bversion \d\b", quick=r"v(?:ersion|\.)? ?\d"
    ),
    Gated(r"\bcockcroft[- ](?:and )?gault\b(?: formula| equation| method)?"),
    Gated(r"\b(?:institutional |laboratory |local )*(?:upper |lower )(?:limit|level)s? of (?:the )?(?:institutional |laboratory )?(?:normal|reference)(?: range| value)?\b"),
)  # fmt: skip
# Numbers of a list within a line, and of the next line at its end.
LAST_NUMBER = re.compile(r"(?<=[.;] )\d{1,2}\.?$|(?<=\x00 )\d{1,2}\.$|(?<=[.;]) ?\(?\b[a-z]\)$")
LONGEST_NUMBER = 4
"""Letters and signs of such a number at a line's end, at most."""
FIRST_NUMBER = re.compile(r"\W{0,4}(?:[ivx]{1,4}|[a-h]|\d{1,2})[.)] (?=\S)")
# `HIV testing is not required unless mandated`: nothing is asked of the patient.
TESTING = Gated(
    r"[;.,]? ?\(?(?:note:? )?\b(?:no )?(?:hiv|hbv|hcv|hepatitis(?: [bc](?: (?:and|or) (?:hepatitis )?[bc])?)?|hiv, hepatitis b,? (?:and|or) hepatitis c)? ?(?:virus )?"
    r"(?:test(?:ing|s)?|screening) (?:(?:(?:is|are|will be) )?not required\)|(?:is|are|will be) (?:not )?required,? unless (?:it is )?(?:mandated|required|clinically indicated)(?: by (?:the )?(?:local )?(?:health )?(?:authorit\w+|regulations?|guidelines?))?\)?)"
)
WINDOW = Gated(
    r"(?:\b(?:within|in|during)(?: the)?|(?:\b(?:obtained|performed|done|measured|assessed|documented) )?(?:≤|<=?)(?= ?\d+ days?\b)|(?<=\()(?:≤|<=?)) ?(?:\d+|one|two|three|four|seven|fourteen)(?: \(\d+\))?(?: |-)?(?:days?|weeks?|months?|hours?|h)"
    rf"(?: \(\d+\))? ?(?:prior to|before|of|from|preceding|to) {_OF_STUDY}{_STUDY}(?!\w)"
)
_GROUP = r"(?:children|child|p(?:a)?ediatrics?|adolescents?|teenagers?|(?:young |older )?adults?|youths?)"
# `Pediatric and young adult patients 10-25 years`: names of groups whose bounds are told.
AGES = Gated(
    rf"\b{_GROUP}(?: ?(?:,|/|and|or|to) ?{_GROUP})+\b|\byoung adults?\b|(?<=patients )whose(?= (?:the )?\x00)|(?<=patient )whose(?= (?:the )?\x00)|\bminors(?= ?\(?\x00)"
)
# `on a scale of 0 to 10`, `(0-10 NRS)`, `on a 100 mm VAS`, `over the last 24 hours`: how a score is taken.
_SCALE = r"(?:scale|vas|nrs|nprs|numeric(?:al)? (?:pain )?rating scale|visual analog(?:ue)? (?:pain )?scale)"
ON_SCALE = Gated(
    rf"[,(]? ?\b(?:(?:on|using|by|with) (?:an? |the )?)?{_SCALE}:? ?(?:\(?(?:n(?:p)?rs|vas)\) ?[,;]? ?)?(?:of |from |ranging from |,? ?range |\()?\(?\d{{1,3}} ?(?:-|to) ?\d{{2,3}}\)?"
    rf"|\(?\b(?:on|using|by|with) (?:an? |the )?\d{{1,3}} ?(?:-|to) ?\d{{2,3}}(?:[ -]?points?| mm)? {_SCALE}\)?|\(?\b(?:on|using|by|with) (?:an? |the )?(?:10|11|100)[ -]?(?:mm|points?|cm)? {_SCALE}\)?"
    r"|\b(?:within|in|over|during) (?:the )?(?:last|prior|past|previous|preceding) (?:24|48|72|7) ?-?(?:hours?|hrs?|h|days?)\b"
)
_EXON = r"(?:exons? ?|ex ?)(?:18|19|20|21)|(?:19|20) ?(?=del)|21 ?(?=l858r)"
_VARIANT = (
    rf"(?:(?:the )?(?:{_EXON}) ?(?:del(?:etion)?s?)?(?:,? ?\(?l858r\)?)?|del(?:etion)? ?(?:of )?(?:exon )?19|"
    r"l ?858 ?r|t ?790 ?m\+?|g719x|s768i|l861q)(?: (?:point )?(?:mutations?|substitutions?|deletions?|insertions?))?"
)
# `EGFR mutation, either DEL19 or L858R`: which of them it must be.
VARIANTS = Gated(
    rf"(?:[,(:] ?)?(?:\b(?:either|such as|including|i\.e\.|e\.g\.|with|of|in|namely) ?,?)* ?(?<![\w.]){_VARIANT}(?![\w%])(?: ?(?:,|/|or|and|and/or|, or) ?{_VARIANT}(?![\w%]))*\)?"
)
# `≥ 18 years (or the legal age of consent)`: who is younger may be let in, or who is older not yet.
LEGAL_AGE = Gated(
    r",? ?\(?\b(?:or|and) (?:≥ ?|>= ?|at least |have reached |of |above |older than )?(?:the |an? |their )*(?:local(?:ly)? |country'?s? |national |state |applicable )*(?:legal(?:ly)?|acceptable|minimum|majority)(?: legal| acceptable| adult| minimum)? ?(?:ages?|majority)"
    r"(?: of (?:consent|majority|adulthood))?(?P<told>[^.;()]*)\)?"
    r"|\((?:follow|according to|in accordance with|per|as per) (?:the )?local [^()]*\b(?:legal )?age(?: of (?:consent|majority))?[^()]*\)"
)
# `Karnofsky or Lansky index (depending on the patient's age)`
PD_L1 = re.compile(
    r"\b(?:positive )?pd-?l1(?:[ -](?:expression|positive|positivity|status|tumou?r|levels?|scores?))*"
)
BY_AGE = re.compile(
    r"\(?\b(?:depending|based|according) (?:on|upon|to) (?:the )?(?:(?:patient|subject|participant)'?s? )?age\)?"
)
_BEARING = r"(?:child-?[ -]?bearing (?:potential|age|capacity)|reproductive (?:potential|age)|child-?[ -]?bearing|wocbp|fertile|pre-?menopausal)"
_WOMEN = r"(?:\b(?:women|woman|females?|girls|subjects|patients|participants|wocbp)|\x00+)"
# `Unless she is postmenopausal for at least 1 year`: who is pregnant is not.
_BARREN = r"(?:post-?menopaus\w+|steril\w+|hysterectom\w+|menopaus\w+|oophorectom\w+|salpingo-?oophorectom\w+|ovariectom\w+|tubal|amenorrh\w+|pre-?menarch\w+|non-?child-?bearing)"
_BARREN_WORDS = (
    r"(?:if|they|she|the|patients?|subjects?|participants?|is|are|has|have|had|been|be|documented|documentation|to|women|woman|females?|who|those|an?|undergone|verified|that|with|surgical(?:ly)?|permanent(?:ly)?|natural(?:ly)?|bilateral|or|and|and/or|at|least|"
    r"for|more|than|\d+|one|two|years?|months?|prior|previous(?:ly)?|history|of|spontaneous|complete|partial|total|consecutive|status|post|ligations?|potential)"
)
_UNLESS_BARREN = rf",? ?\(?\b(?:unless|except|or (?:be|is|are|has|have|had|documented))(?: {_BARREN_WORDS}\b)* {_BARREN}\b(?:[ ,(/]+(?:{_BARREN}|{_BARREN_WORDS})\b)*\)?(?=\W*$|[.;,)]| (?:must|should|will)\b)"
# A test of pregnancy is asked of those who can be pregnant; who cannot be is not.
CHILDBEARING = {
    "inclusion": re.compile(
        rf"(?:\b(?:for|in|if) )?\b(?:focbp|wocbp|wcbp|focp)\b:?|\bif (?:you are |the (?:patient|subject|participant) is )?(?:an? )?(?:female|woman)(?: (?:patient|subject|participant))?(?=, | is | are | not | non)|(?:\b(?:if|for|in|of|from) (?:a |an |the )?)?(?:{_WOMEN}(?: (?:subjects|patients|participants|volunteers))?(?: (?:who are|being))? ?)?(?:\b(?:of|with|in) )?{_BEARING}(?: \(wocbp\))?(?=,? ?(?:only )?(?:must|should|shall|need|are required|will|:|have to|has to|are to|have|has))"
        rf"|\b(?:for|in|if|of|from)(?: all)? (?:an? |the )?(?:{_WOMEN} )?(?:of |in |with )?{_BEARING}(?: {_WOMEN})?:?|(?<=\x00) (?:of|with|in) {_BEARING}"
        rf"|\b(?:all )?fertile {_WOMEN}(?=,? (?:must|should|shall|need|are required|will|:|have to|has to|are to|have|has))"
        rf"|{_UNLESS_BARREN}"
        r"|\bor (?:(?:have|has) )?(?:(?:documented |documentation of |evidence of )+)?non-?child-?bearing potential"
        r"|\bor (?:not (?:be )?)?(?:an? )?(?:woman )?of non-?child-?bearing potential"
    ),
    "exclusion": re.compile(
        rf",? ?\(?\bif (?:an? |the (?:patient|subject|participant) is (?:an? )?)?(?:female|woman|women|applicable)\b\)?,?|\b(?:for|in|if|of|and)?(?: all)? ?(?:{_WOMEN} )?(?:of |with |in ){_BEARING}(?: \(wocbp\))?"
    ),
}
AT_LEAST_ONE = re.compile(r"\bat least (?:one|1)(?: \(1\)| \(one\))?|\bone or more\b|\b(?:one|1)\b")
ABBREVIATION = re.compile(r"\([a-z]{2,6}(?:[-/][a-z]{1,4})?\)")
SIDES = {
    "inclusion": Gated(
        r"\b(?:are|is|will be|may be|must be|should be) (?:eligible|included|enrolled)(?: (?:for|in|into) (?:this |the )?(?:study|trial))?\b(?! if)"
        # "Male or non-pregnant, non-lactating female"
        r"|\b(?:men|males?)(?: (?:subjects?|patients?|participants?|volunteers?))?,? (?:or|and|and/or|&) (?:healthy )?(?=non ?-?\x00)"
    ),
    "exclusion": Gated(
        r"\b(?:(?:are|is|will be|must be|should be|shall be)(?: also)? (?:excluded|ineligible|not eligible|not allowed|not permitted)"
        r"|(?:will|shall|must|should|can|may) not be (?:eligible|included|enroll?ed|admitted|accepted|recruited|considered|allowed|permitted)|cannot be (?:included|enroll?ed|admitted)"
        r"|(?:cannot|can not|may not|will not|should not|must not|shall not) (?:participate|take part|enter|enroll?|join))"
        r"(?: (?:from|for|in) (?:this |the )?(?:study|trial|participation))?(?:,? (?:because|since|due to|owing to|as (?=the(?:re|y|ir)?\b|this\b|its?\b)|as well(?=\W*$)) ?(?:(?!"
        + _ENDS_REASON
        + r")[^.;\x00])*(?=[.;]|$))?\b|\bexclud(?:ed|es)\b(?: if)?"
        r"|,? \b(?:preceding|prior to|before) (?:and|or|and/or) during (?:the )?(?:present |current |entire |whole |this )*(?:study|trial)(?: period)?\b"
        # "If they had ...", "are participating or have participated in":
        # whoever has any of it is meant.
        r"|^[ *•(.-]*if (?:they|he|she|he/she|the (?:patient|subject|participant))?\b"
        r"|\b(?:(?:is|are) )?(?:currently |presently )?(?:participating|receiving|taking|using|enrolled)(?: in)?(?: [a-z\x00]{1,40}){0,3}? or (?:(?:have|has|having|had|recently|previously) )+(?:been )?(?=participated|received|taken|used|enrolled|treated|\x00)"
    ),
}
