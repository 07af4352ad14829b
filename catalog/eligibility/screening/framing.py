"""Words of a criterion that only frame its tests, and those that ask for more.

A criterion may be called met only if nothing is left when its tests, the framing phrases and the framing
words are taken away. A word of an organ or of treatment frames only beside a test of its family: "adequate
renal function" is framing beside a limit on creatinine, and a question of its own without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from catalog.eligibility.vocabulary.vocabulary import families, variables

# Phrases that say when, how and by whom a value is taken, or why it is asked.
_PHRASES: tuple[str, ...] = (
    r"(?:at|on|by|before|prior to|of|from|until)?(?: the)? ?(?:time|date|day|moment)s?(?: of)?(?: the)?(?: signing| giving| providing| obtaining| first)?(?: of)?(?: the| this)?(?: written)? ?(?:informed )?(?:consent(?: form)?|assent|enrol\w*|randomi[sz]ation|registration|screening|inclusion|study entry|entry|baseline|diagnosis|admission|visit(?: \d)?)",
    r"(?:at|on|of|before|prior to)(?: the)? (?:signing|giving|providing) (?:of )?(?:the )?(?:written )?(?:informed )?consent(?: form)?",
    r"(?:within|in|during)?(?: the)? ?(?:\d+|one|two|three|four|seven|fourteen)(?: |-)?(?:days?|weeks?|months?|hours?|h)(?: \(\d+\))? ?(?:prior to|before|of|from|preceding|to) ?(?:the |their |initial |first |start |starting |beginning |initiation |initiating |receiving |commencing |dose |day |of |study |trial |protocol |investigational |treatment |therapy |drug |drugs |medication |product |registration |enrol\w* |randomi\w+ |screening |entry |cycle \d |day \d |visit )*(?:enrol\w*|randomi\w+|registration|screening|baseline|entry|treatment|therapy|drug|dose|dosing|medication|product|study|trial|day \d|consent|admission|visit|inclusion)",
    r"(?:prior to|before) (?:the |first |start |initiation |of |study |trial |protocol |treatment |beginning |starting |dose )*(?:enrol\w*|randomi\w+|registration|screening|entry|treatment|therapy|drug|dose|dosing|study|trial)",
    r"(?:as )?(?:defined|determined|assessed|measured|calculated|estimated|evaluated|documented|confirmed|demonstrated|evidenced|indicated|detected|graded|classified|scored) ?(?:by|using|per|with|according to|as|on|via|through|in|below|above)?",
    r"(?:according to|per|by|using|based on|on|via|with)(?: the| a| an)? ?(?:\d ?d )?(?:investigator assessment|local laborator\w+|central laborator\w+|institutional (?:standards?|guidelines?)|recist(?: criteria)?(?: version| v)?|nci[- ]ctcae|ctcae|cockcroft|modified diet in renal disease|mdrd|ckd-epi|echocardiogra\w+|electrocardiogra\w+|ecg|ekg|echo|muga|multi-?gated acquisition|multigated|mri|ct|pet|x-?ray|ihc|immunohistochemistry|pcr|ihc method|fridericia\w*|bazett\w*)(?: scans?| formula| equation| method| criteria| test\w*)?",
    r"\b(?:due to|because of|given) (?:the |their )*(?:potential|risk|possib\w+|unknown|teratogen\w+|lack of)\b[^.;]*",
    r"(?:^|(?<=[.;] ))(?:because|since|as) [^.;]*",
    r"(?:is|are) (?:also )?(?:not )?(?:eligible|ineligible|excluded|included|allowed|permitted|acceptable|required)(?: (?:for|from|in) (?:this |the )?(?:study|trial|participation))?",
    r"(?:will|should|must|may|shall|can)(?: also)?(?: not)? be (?:excluded|included|eligible|ineligible)(?: (?:for|from|in) (?:this |the )?(?:study|trial))?",
    r"(?:for|in|to|of) (?:this |the )?(?:study|trial|participation|inclusion)",
    r"\((?:[a-z]{2,6}(?:[-/][a-z]{1,4})?)\)",
    r"(?:during|throughout|at)(?: the)? (?:screening|study|trial|baseline|run-in)(?: period| phase| visit)?",
    r"(?:may|can|must not) be transfused|transfusions? (?:is |are )?(?:allowed|permitted)",
    r"history of(?= [,;.]|$)",
    r"(?:2|3) ?-?d(?:imensional)?\b",
    r"upper and lower limits?|institutional (?:upper )?limits? of normal|within (?:institutional )?(?:normal )?(?:limits|range)",
)  # fmt: skip
_PHRASE = tuple(re.compile(phrase) for phrase in _PHRASES)

# Words that say nothing of their own.
_PLAIN = frozenset(
    """a an the of or and to in on at is are be as by for with without within than from per that this these
    who which has have had having must should will shall may can not no nor neither only also being been was were
    their his her its they he she you your if either both any all each least most more less greater equal
    above below over under older younger higher lower better worse between up minimum maximum inclusive including
    patient patients patients' subject subjects participant participants individual individuals person persons people
    volunteer volunteers those adult adults study trial enrolment enrollment enrolled entry screening baseline eligible
    eligibility criteria criterion known confirmed documented defined demonstrated evidence adequate presence present absence absent
    positive negative test testing tests tested result results level levels value values reading readings count counts score scores
    status scale grade class stage current currently time times fold range ranges limit limits normal upper uln lln
    year years old month months week weeks day days hour hours age aged ages one two three four five six
    male female males females men women man woman sex sexes gender genders baby
    following follows requirement requirements required meet meets meeting mean average percent approximately about
    criteria using formula method performed obtained assessed estimated calculated measured recorded
    detected detectable determined visit visits protocol institutional institution institution's laboratory laboratories local reference
    version recist number index unit units mother mothers""".split()
)

# Adjectives that only narrow an illness: who does not have it does not have it actively either.
NARROWING = frozenset(
    """active acute chronic uncontrolled symptomatic severe serious clinically significant untreated history primary
    congenital recent ongoing suspected concurrent unstable poorly controlled prior previous current underlying
    clinical systemic major other another any invasive infection infections disease diseases diagnosed diagnosis
    medical progressive refractory recurrent""".split()
)


ILLNESS_NOUNS = frozenset({"disease", "diseases", "infection", "infections"})
"""Of these, the words that name an illness of their own beside a measured value."""


_WORD = re.compile(r"[a-z][a-z'-]*[a-z']")
_UNIT = re.compile(
    r"\b(?:ml|min|dl|mg|kg|iu|mm|mm3|mcl|ul|mmol|umol|ms|msec|m2|cm|mmhg|meq|pg|ng|mcg|hg|cc|x)\b"
)


class Beyond(msgspec.Struct, frozen=True):
    """What a criterion says beyond its tests."""

    words: tuple[str, ...]
    """Words that ask for something no test holds."""
    joined: bool
    """Whether the rest joins further conditions; without, the words only narrow what was tested."""


def beyond(
    form: str, spans: Iterable[tuple[int, int]], variables: Iterable[str], names: str
) -> Beyond:
    """What a reading form says beyond its tests; `spans` are what they were read from, `names` their own words."""
    letters = list(form)
    for start, end in spans:
        letters[start:end] = "|" * (end - start)
    rest = "".join(letters)
    for phrase in _PHRASE:
        rest = phrase.sub(" ", rest)
    tested = tuple(variables)
    words = tuple(
        word
        for word in _WORD.findall(_UNIT.sub(" ", rest))
        if word not in _PLAIN and word.rstrip("s") not in names and not _frames(word, tested)
    )
    return Beyond(words, bool(_JOINED.search(rest.strip(" .;,"))))


_JOINED = re.compile(
    r"\b(?:or|and|nor|but|including|includes?|such as|with|unless|except\w*|plus|if|affecting|influenc\w+)\b|[,;/:]|\.(?=\s)"
)


def _frames(word: str, tested: tuple[str, ...]) -> bool:
    known, words = variables(), families()
    return any(word in words[family] for each in tested for family in known[each].families)
