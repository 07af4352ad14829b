"""Scales: ECOG, NYHA, Child-Pugh, toxicity grades; and who may enter by sex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import Constraint, NormValue
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.vocabulary.variables import FULL_SCALE

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4, "ⅴ": 5}
_VALUE = r"(?:(?<![\d.])[0-5](?![\d%]|\.\d)|iv|v(?![a-z]|\.? ?\d)|i{1,3}[ab]?(?![a-z])|[ⅰ-ⅴ])"
_JOIN = r"(?: ?(?:-|/|~|,|to|or|and|through|, or|, and|and/or) ?(?:grade|class|stage|functional class)? ?)"
_OPS = (
    (">=", r"= ?or ?>|≥|>=|>/=|=>|> or =|greater than or equal to|more than or equal to|higher than or equal to|at least|minimum(?: of)?|min\.?|equal to or greater than"),
    ("<=", r"= ?or ?<|≤|<=|</=|=<|< or =|less th[ae]n or equal to|lower than or equal to|no greater than|not greater than|no more than|not more than|not exceeding|up to|maximum(?: of)?|max\.?|equal to or less than"),
    (">", r">|greater than|more than|above|higher than|worse than|over"),
    ("<", r"<|less th[ae]n|below|lower than|under|better than"),
    ("=", r"=|equal to|of|is|are|:|score"),
)  # fmt: skip
_OP = "|".join(words for _, words in _OPS)
_AGAIN = r"(?: ?\((?:≤|<=|≥|>=|<|>|=)\))?"
"""The sign in brackets behind its words: `less than or equal to (<=) 1`."""
_LATER = r"(?P<later> ?(?:or|and|/) ?(?:higher|greater|more|above|worse|over|less|lower|better|below|fewer|under)| ?\+)?"
_GRADES = re.compile(
    rf"(?P<op>{_OP})?{_AGAIN} ?(?:to )?(?:a |an |the )?(?:ctcae |nci |nyha |ecog )?(?:grade|grades|class|classes|level|score|functional class|stage|status|ps|of)?s? ?"
    rf"(?P<op2>{_OP})?{_AGAIN} ?(?P<first>{_VALUE})(?P<rest>(?:{_JOIN}{_VALUE})*){_LATER}"
)
_SOON_GRADES = re.compile(rf"[^.;]{{0,25}}?(?={_GRADES.pattern})")
_GRADES_LEAD = re.compile(
    rf"(?:{_OP}) ?(?:or equal to )?(?:nci |ctcae |nci-?ctcae |a |ctc )*(?:v?\d\.\d )?$"
)
_VALUES = re.compile(rf"(?<![a-z\d]){_VALUE}(?![a-z])")
_MENTIONS: dict[str, Gated] = {
    "ecog": Gated(
        r"\b(?:ecog(?:/who|-ps)?|zubrod|who performance(?: status)?|world health organi[sz]ation performance|performance status|performance score|"
        r"(?:ecog|who|swog|gog)[ -]?(?:ps)|eastern co-?operative oncology group|\(?ps\)?(?= ?(?:of )?[0-2≤<]))\b"
    ),
    "nyha": Gated(
        r"\b(?:nyha|new york heart association(?:'s)?|new york(?= (?:heart )?(?:functional )?class))\b"
    ),
    "asa": Gated(r"\basa\b|\bamerican society of an[a]?esthesi(?:ologists?|ology)'?"),
    "toxicity_grade": Gated(r"\bgrades?\b|\bctcae\b"),
}
_BETWEEN: dict[str, re.Pattern[str]] = {
    "ecog": re.compile(
        r"(?:[\s(),:;\-/]|ecog|ps|performance|status|score|scale|scores|eastern|co-?operative|oncology|group|grade|of|is|a|an|the|who|with|"
        r"zubrod|level|index|scoring|physical|strength|world|health|organi[sz]ation|at|screening|baseline|criteria|general|"
        r"within|\d+ days|prior|or|karnofsky|must|be|have|has|should|classification|who/ecog|assessment|value|current|patient|study|entry|enrollment|and|no|not)*"
    ),
    "nyha": re.compile(
        r"(?:[\s(),:;\-/\"]|nyha|class|classes|classification|functional|association|criteria|grade|stage|new|york|heart|of|is|the|congestive|"
        r"failure|chf|status|as|defined|by|guidelines?|score|symptoms|cardiac|disease|category|level|with|standards?|a|an|or|meet|meeting|functional)*"
    ),
    "asa": re.compile(
        r"(?:[\s(),:;\-/\"']|asa|physical|status|class|classes|classification|classified|score|scores|grade|grades|category|ps|system|risk|of|is|as|the|a|an|or|with|patients?|s)*"
    ),
    "toxicity_grade": re.compile(r"[\s(),:]*(?:v?\d\.\d+[\s(),]*)?"),
}
_TOXIC = Gated(
    r"toxicit|adverse|recover|resol|neuropath|ctcae|side effect|residual|immune-?related|immune mediated|irae|prior (?:treatment|therapy)|reaction|"
    r"alopecia|nci|toxic|peripheral|diarrhea|hemorrhag|bleed|mucositis|rash"
)
_NOT_TOXIC = Gated(
    r"gleason|histolog|differentiat|tumou?r grade|glioma|lymphoma|graft|gvhd|fibrosis|carcinoma|prostate|astrocytoma|ascites|varices|meningioma|nuclear|high.grade|low.grade|encephalopathy|who grade|sarcoma|dysplasia|cin ?\d|ulcer|steatosis|sprain|spondylolisthesis|reflux|malignan|\bmrc\b|medical research council|muscle strength|paresis|kellgren"
)
_CHILD = Gated(
    r"\bchild[- ]?(?:turcotte[- ])?pugh(?:'s)?(?:[\s(),:\-]|class|classification|score|grade|stage|liver|function|status|cirrhosis|of|is|category|criteria|or|greater|than|>|≥|=)*(?P<values>(?:[abc]|[5-9]|1[0-5])(?:\d)?(?:(?: ?(?:-|/|or|and|,|to) ?)(?:class )?[abc5-9]\d?)*)(?![a-z])(?P<later> or (?:worse|higher|greater|better))?"
)


def scales(reading: Reading) -> Iterator[Constraint]:
    """Constraints on scales, in order of the text."""
    lacks = reading.lacks
    for variable, named in _MENTIONS.items():
        may = not named.bits & lacks and reading.may(named)
        if may or (variable == "ecog" and reading.section == _PERFORMANCE):
            yield from _scale(reading, variable)
    if reading.may(_CHILD):
        yield from _child_pugh(reading)


_PERFORMANCE = "performance status"


# Cooperative groups and scales named before the grade, under the heading "Performance status".
_SCALE_NAME = re.compile(
    r"[\s\W]*(?:(?:gog|swog|calgb|nci|ctc|sakk|eortc|aux|who|grade|status|0-4 scale)[\s:,-]*)*"
)


def _scale(reading: Reading, variable: str) -> Iterator[Constraint]:
    done = -1
    mentions = list(reading.finditer(_MENTIONS[variable]))
    if not mentions and variable == "ecog" and reading.section == _PERFORMANCE:
        found = _GRADES.match(reading.form, len(_SCALE_NAME.match(reading.form)[0]))  # type: ignore[index]
        if found and "karnofsky" not in reading.form:
            yield _graded(reading, variable, found, 0)
        return
    for mention in mentions:
        if mention.start() < done or _is_karnofsky(reading, variable, mention):
            continue
        found, start = _grades_near(reading, variable, mention)
        if found is None and variable == "nyha":
            found, start = _class_before(reading, mention)
        if found is None or (
            variable == "toxicity_grade"
            and (
                not _is_toxicity(reading, mention.start())
                or reading.before(_OF_LAB, mention.start(), 50)
            )
        ):
            continue
        done = max(found.end(), mention.end())
        if (
            variable == "ecog"
            and reading.kind == "inclusion"
            and reading.behind(_ALLOWED, done, 30)
        ):
            continue  # "ECOG 0-2 (ECOG 3 allowed in some cases)"
        graded = _graded(reading, variable, found, start)
        if graded.norm_value != ():  # "ECOG > 4": no step of the scale
            yield graded


# `Platelets ≥ 100,000/mm3 (CTCAE v3.0 grade 0-1)`: the grade only names the value.
_OF_LAB = Gated(
    r"(?:/l|/mm\^?\(?3\)?|/[uµμ]l|\buln\)?|/dl|\bnormal(?: \(uln\))?)[ ,(]*(?:(?:nci|ctcae|ctc|i\.e\.|v ?\d(?:\.\d)?|version \d(?:\.\d)?)[ ,:-]*)*$",
    quick=r"/l|/mm|/[uµμ]l|uln|/dl|normal",
)
_ALLOWED = Gated(
    r" (?:is |are |may be |will be )?(?:also )?(?:allowed|permitted|accept\w+|eligible)\b"
)


def _is_karnofsky(reading: Reading, variable: str, mention: re.Match[str]) -> bool:
    """`Karnofsky performance status` is a scale of its own."""
    lead = reading.lead(mention.start(), 14)
    return variable == "ecog" and bool(re.search(r"(?:karnofsky|lansky)\W*$", lead))


_CLASS_BEFORE = Gated(rf"(?:(?:{_OP}) ?)?\bclass(?:es)? ?(?:{_OP})? ?{_VALUE}")


def _class_before(reading: Reading, mention: re.Match[str]) -> tuple[re.Match[str] | None, int]:
    """`class III/IV heart failure as defined by the New York Heart Association`."""
    start = reading.sentence(mention.start())[0]
    named = reading.search(_CLASS_BEFORE, max(start, mention.start() - 120), mention.start())
    return (_GRADES.match(reading.form, named.start()), named.start()) if named else (None, 0)


def _grades_near(
    reading: Reading, variable: str, mention: re.Match[str]
) -> tuple[re.Match[str] | None, int]:
    between = _BETWEEN[variable].match(reading.form, mention.end())
    at = between.end() if between else mention.end()
    for start in (at, mention.end()):
        if found := _GRADES.match(reading.form, start):
            if variable == "toxicity_grade" and found["op"] is None:
                return _with_lead(reading, mention, found), mention.start()
            return found, start
    # The filler may have eaten a comparator's first word: look a little further.
    skipped = _SOON_GRADES.match(reading.form, at) if variable != "toxicity_grade" else None
    if skipped and (found := _GRADES.match(reading.form, skipped.end())):
        return found, skipped.end()
    return None, 0


def _with_lead(reading: Reading, mention: re.Match[str], found: re.Match[str]) -> re.Match[str]:
    """`≤ grade 1`: the comparator stands before the word."""
    lead_start = max(0, mention.start() - 40)
    lead = _GRADES_LEAD.search(reading.form[lead_start : mention.start()])
    if lead is None:
        return found
    whole = _GRADES.match(reading.form, lead_start + lead.start())
    return whole or found


def _is_toxicity(reading: Reading, at: int) -> bool:
    near = reading.form[max(0, at - 100) : at + 100]
    return bool(reading.find(_TOXIC, near)) and not reading.within(
        _NOT_TOXIC, max(0, at - 40), at + 40
    )


def _graded(reading: Reading, variable: str, found: re.Match[str], start: int) -> Constraint:
    values = [_number(word) for word in _VALUES.findall(found["first"] + (found["rest"] or ""))]
    op = _op(found["op2"]) or _op(found["op"]) or "="
    op = _later(found["later"]) or op
    if re.search(r"-|~|to|through", found["rest"] or "") and len(values) == 2:
        values = list(range(min(values), max(values) + 1))  # "ECOG 2-0" says 0 to 2
    span = (found.start(), found.end())
    unmet = reading.kind == "exclusion" and bool(reading.before(_UNMET, start, 110))
    if variable == "toxicity_grade" and len(values) == 1:
        if unmet:
            op = _LEFT.get(op, op)  # "not recovered to grade 1": what keeps out is worse
        if reading.kind == "inclusion" and op in (">", ">=", "=") and reading.is_negated(start):
            op = "<=" if op == ">" else "<"  # "no neuropathy above grade 1"
        if op == "=" and not unmet and reading.before(_RECOVERED_TO, found.start(), 150):
            op = "<="
        return Constraint(
            variable, op, values[0], "{CTCAE_grade}", values[0], "{CTCAE_grade}", span=span
        )
    grades = _grades(variable, op, values)
    denied = _negates(reading, variable, op, found.start())
    if unmet or denied:
        worst = variable == "toxicity_grade" and denied
        grades = tuple(
            g
            for g in FULL_SCALE.get(variable, (0, 1, 2, 3, 4, 5))
            if isinstance(g, int) and g not in grades and not (worst and g > max(grades))
        )
    unit = "{CTCAE_grade}" if variable == "toxicity_grade" else None
    return Constraint(variable, "in", grades, unit, grades, unit, negated=denied, span=span)


# A lack under exclusion: `not recovered to grade 1`, `without ECOG 0-1`.
_UNMET = Gated(
    r"\b(?:not|never|failed to|failure to|without|lack of|inability to|unresolved)(?: (?:yet|fully|adequately|completely|having|have|an?))*"
    r"(?: (?:recover\w*|resol\w+|return\w*|improv\w+)[^.;]{0,90}|[ \w-]{0,12})$"
)
# `Recovered to grade 1 or baseline`: or better.
_RECOVERED_TO = Gated(
    r"\b(?:recover\w*|resol\w+|return\w*|improv\w+|subsid\w+)\b[^.;]{0,110}\bto (?:(?:nci|ctcae|ctc|a|an|baseline|or|version|v?\d\.\d) ?-?)*(?:grades? ?)?$"
)
_LEFT = {"<=": ">", "<": ">=", "=": ">", ">=": "<", ">": "<="}


def _negates(reading: Reading, variable: str, op: str, at: int) -> bool:
    """`No NYHA class III`; of ECOG only what is worse is denied: `must not have an ECOG greater than 2`."""
    denied = variable in ("nyha", "asa", "toxicity_grade") or (
        variable == "ecog" and op in (">", ">=")
    )
    return reading.kind == "inclusion" and denied and reading.is_negated(at)


def told_grades(variable: str, op: str, value: int) -> tuple[int, ...]:
    """The steps of a scale that a comparator and one value tell."""
    return _grades(variable, op, [value])


def _grades(variable: str, op: str, values: list[int]) -> tuple[int, ...]:
    scale = FULL_SCALE.get(variable, (0, 1, 2, 3, 4, 5))
    if len(values) > 1 or op == "=":
        return tuple(sorted(set(values)))
    limit = values[0]
    tests = {
        ">=": lambda grade: grade >= limit,
        "<=": lambda grade: grade <= limit,
        ">": lambda grade: grade > limit,
        "<": lambda grade: grade < limit,
    }
    return tuple(int(grade) for grade in scale if tests[op](grade))


def _number(word: str) -> int:
    word = word.rstrip("ab")
    return _ROMAN[word] if word in _ROMAN else int(word)


def _op(said: str | None) -> str | None:
    if said is None:
        return None
    return next((op for op, words in _OPS if re.fullmatch(words, said)), None)


def _later(said: str | None) -> str | None:
    if not said:
        return None
    return "<=" if re.search(r"less|lower|better|below|fewer|under", said) else ">="


_BEYOND = re.compile(r"(?:>(?! ?=|/)|greater than(?! or)) ?(?:class )?[abc]\b")


def _child_pugh(reading: Reading) -> Iterator[Constraint]:
    for found in reading.finditer(_CHILD):
        letters = re.findall(r"[abc]", found["values"])
        points = [int(n) for n in re.findall(r"(?<![abc\d])(?:1[0-5]|[5-9])", found["values"])]
        letters += ["a" if n <= 6 else "b" if n <= 9 else "c" for n in points if not letters]
        classes = {letter.upper() for letter in letters}
        if (
            "worse" in (found["later"] or "")
            or "higher" in (found["later"] or "")
            or re.search(r">|≥|greater", found[0])
        ):
            lowest = min(classes)
            classes |= {c for c in "ABC" if c > lowest}
            if not points and _BEYOND.search(found[0]):
                classes.discard(lowest)  # "Child-Pugh > A"
            if not classes:
                continue
        if "better" in (found["later"] or ""):
            classes |= {c for c in "ABC" if c < max(classes)}
        norm: NormValue = tuple(sorted(classes))
        yield Constraint(
            "child_pugh", "in", norm, None, norm, None, span=(found.start(), found.end())
        )


_MEN = r"(?:males?|m[ae]n|boys?)"
_WOMEN = r"(?:females?|wom[ae]n|girls?)"
_PAIRED = r"(?:,? ?(?:and/or|or|and|&) |\s?/\s?|, )(?:adult |healthy |(?:post|pre)-?menopausal |surgically sterile )?"
_BOTH = Gated(
    rf"\b(?:both (?:sex(?:es)?|genders?|male|men)|{_MEN}{_PAIRED}(?:non-?pregnant[, ]*)?(?:non-?lactating )?{_WOMEN}|{_WOMEN}{_PAIRED}{_MEN}|"
    r"either (?:sex|gender)|any (?:sex|gender)|all (?:sexes|genders)|of (?:either|any|both) (?:sex|gender)s?|"
    r"regardless of (?:sex|gender)|no (?:gender|sex) (?:limit|restriction)|gender(?: is)? (?:not limited|unlimited)|(?:sex|gender):? (?:any|all|both|male and female))\b",
    holds=r"both|female|wom[ae]n|girl|sex|gender",
)
_ONE = Gated(
    r"^(?:\W*(?:adult |healthy,? |(?:pre|post|peri)-?menopausal |pregnant |non-?pregnant |hospitali[sz]ed |non-?smoking |young |older |elderly |infertile |(?:nulli|primi|multi)parous |"
    r"obese |overweight |sedentary |ambulatory |adolescent |hiv[- ](?:infected|positive|negative) |"
    r"(?:ages? |aged )?(?:of |between |from )?[^a-z]{0,14}\d(?: ?(?:and|to|-) ?\d+)? ?(?:years?|yrs?|year)(?:[- ]old| of age),? |(?:the )?(?:subjects?|patients?|participants?) (?:must be|are) |must be |is |are |biological(?:ly)? |sex: |gender: ))*"
    r"(?P<sex>females?|wom[ae]n|males?|m[ae]n|girls?|boys?)\b(?! ?(?:and|or|/|&) ?(?:female|male|men|women|man|girls?|boys?)|,? (?:and|or) (?:individuals|persons|people|patients|participants)| (?:of|with) (?:child|reproductive)| ?:| (?:are|may|can) (?:be |also )*(?:permitted|allowed|eligible|excluded|enrol\w*|particip\w*)| who are (?:pregnant|breast|of child|sexually|lactating)| (?:patients?|subjects?|participants?|partners?)? ?(?:of (?:child|reproductive)|with (?:child|reproductive|female|a female|partner)|must|should|who are|capable|able|agree|participating|willing))"
)


_CONTRACEPTION = Gated(r"\b(?:contracepti\w+|birth control)\b")
_OF_OTHER_SEX = {
    "male": re.compile(r"\b(?:females?|wom[ae]n|girls?)\b"),
    "female": re.compile(r"\b(?:males?|m[ae]n|boys?)\b"),
}


def sexes(reading: Reading) -> Iterator[Constraint]:
    """Whether men, women or both may enter, where a criterion says so."""
    form = reading.form
    if reading.kind == "inclusion" and (found := reading.search(_BOTH)):
        near = form[max(0, found.start() - 5) : found.end() + 70]
        if not reading.before(_CONTRACEPTION, found.start(), 130) and not re.search(
            r"contracepti|(?<!non)(?<!non-)(?<!non )child[ -]?bearing|reproductive potential|agree|fertile|birth control",
            near,
        ):
            yield Constraint(
                "sex", "=", "all", None, "all", None, span=(found.start(), found.end())
            )
        return
    if reading.kind == "inclusion" and len(form) < 300 and (one := reading.match(_ONE)):
        rest = form[one.end() : one.end() + 120]
        if re.search(
            r"contracepti|childbearing|child-bearing|pregnancy test|condom|sperm|birth control|partner|not (?:be )?(?:newly )?(?:excluded|enrolled|included|eligible|allowed|permitted)|\b(?:excluded|ineligible)\b",
            rest,
        ):
            return
        sex = "male" if one["sex"][0] in "mb" else "female"
        if _OF_OTHER_SEX[sex].search(rest):
            return  # "males: at least 50 kg; females: at least 45 kg": each may enter
        yield Constraint("sex", "=", sex, None, sex, None, span=(one.start("sex"), one.end("sex")))
