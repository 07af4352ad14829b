"""What of a criterion its constraints were read from, and what frames them: who took which letters."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import OR_ELSE, Constraint
from catalog.eligibility.limits.durations import DURATION
from catalog.eligibility.reading.exempting import examples, exempted
from catalog.eligibility.reading.framing import (
    ABBREVIATION,
    AGES,
    AT_LEAST_ONE,
    BY_AGE,
    CHILDBEARING,
    FRAMES,
    FRAMES_LAST,
    LEGAL_AGE,
    MAY_NOT,
    ON_SCALE,
    OTHER_VACCINES,
    PD_L1,
    REQUIRING,
    SIDES,
    TESTING,
    VARIANTS,
    WINDOW,
)
from catalog.eligibility.reading.laxer import laxer_brackets, laxer_clauses
from catalog.eligibility.reading.ledger import NEAR, is_measure, is_state
from catalog.eligibility.reading.other_cancers import OTHER_CANCERS, PRIMARY, as_another
from catalog.eligibility.reading.valued import Valued
from catalog.eligibility.reading.word_effects import (
    EXACT,
    NARROWER,
    TAKEN,
    WIDER,
    exempt_words,
    is_listed,
    sense,
)
from catalog.eligibility.vocabulary.variables import BY_ID, ORDINAL


class Taken(Valued):
    """What its constraints, their frames and values told again took."""

    def take_exemptions(self) -> None:
        """What only says who is let in although he has what is forbidden: who has it not, is not concerned."""
        for limit in self.limits:
            if limit.span is None or limit.variable in self.exempt_of:
                continue
            if not exempt_words(limit.variable):
                continue
            for start, end in exempted(self.form, limit.variable, self._is_forbidden(limit)):
                if start < limit.span[1] or any(
                    each.span and start <= each.span[0] < end and each.when != _OF_TREATED
                    for each in self.limits
                ):
                    continue
                self.exempt.append((start, end))
                self.exempt_of.add(limit.variable)
                self.narrowing["except"] = None
                self.take(start, end)

    def take_examples(self) -> None:
        """Examples of the one illness that is forbidden: they only make it narrower."""
        states = {limit.variable for limit in self.limits}
        if len(states) != 1 or not all(
            is_state(limit) and self._is_forbidden(limit) for limit in self.limits
        ):
            return
        for start, end in examples(self.form):
            others = any(
                start <= found.start < end and found.means not in states
                for found in (*self.reading.spotted.flags, *self.reading.spotted.treated)
            )  # "immunodeficiency (e.g. HIV)": whoever has that has it
            if not others and all(limit.span and limit.span[1] <= start for limit in self.limits):
                self.narrowing["such as"] = None
                self.take(start, end)

    def take_constraints(self) -> None:
        self._sub(TESTING)
        for limit in self.limits:
            if limit.span is None:
                self.left["?"] = None
            elif self._is_exempt(limit.span[0]):
                continue
            elif limit.variable.startswith("ts."):
                self._take_interval(limit, limit.span)
            elif isinstance(limit.norm_value, str) and limit.variable != "sex":
                self._take_named(limit, *limit.span)
            elif limit.variable == "sex" or limit.variable in _SCALES:
                self.take(*limit.span, limit)
            else:
                self._take_measure(limit, limit.span)
            if limit.when == "cohort" and limit.variable == "alp":
                self._take_subgroup("bone_mets")
            elif limit.when not in (None, "cohort", "allowed"):
                self._take_subgroup(str(limit.when))
        if self.reading.kind == "inclusion" and "(" in self.form:
            for start, end in laxer_brackets(self.form, self.limits):
                self.take(start, end)
        if self.reading.kind == "inclusion" and len(self.limits) > 1:
            for start, end in laxer_clauses(self.form, self.limits):
                self.take(start, end)
        self._take_again()
        self.pieces.sort(key=lambda piece: piece[:2])
        self._widen()

    def _take_again(self) -> None:
        """Further words for what a constraint names: `HIV ... (HIV 1/2 antibodies)`."""
        named = {each.variable: each for each in self.limits if is_state(each)}
        if not named:
            return
        for found in (*self.reading.spotted.flags, *self.reading.spotted.treated):
            if found.means in named and self.rest[found.start] != TAKEN:
                self._take_named(named[found.means], found.start, found.end)

    def _widen(self) -> None:
        """A narrower name beside the whole one takes nothing: `HIV positive/AIDS`."""
        for start, end, limit in self.pieces:
            if (limit.variable, start) not in self.narrower_at:
                continue
            if any(
                other.variable == limit.variable
                and (limit.variable, at) not in self.narrower_at
                and limit.variable in self.exact
                and not _OF_IT.match(self.form, stop)
                and (
                    _OR_SO.fullmatch(self.form, stop, start) or _OR_SO.fullmatch(self.form, end, at)
                )
                for at, stop, other in self.pieces
            ):
                self.narrowing.pop(self.form[start:end], None)
                self.narrower_at.discard((limit.variable, start))

    def _take_named(self, limit: Constraint, start: int, end: int) -> None:
        """A phrase that names an illness or treatment: exactly, more narrowly, or too widely."""
        phrase = self.form[start:end]
        relation = sense(limit.variable, phrase)
        if relation == WIDER and limit.variable in OTHER_CANCERS:
            relation = as_another(self.form, start, end)
        if relation == EXACT and (
            self._goes_on_with_narrower(limit.variable, start)
            or (limit.variable == "organ_transplant" and _LATELY.match(self.form, end))
        ):
            relation = NARROWER
        if (
            relation == EXACT
            and limit.variable == _TRIALS
            and phrase.endswith(("study", "studies", "trial", "trials"))
            and _OF_WHAT.match(self.form, end)
        ):
            relation = NARROWER  # "another investigational study of anticancer therapy"
        if relation == WIDER and (
            told := _OF_DRUGS.match(self.form, end) if limit.variable == _TRIALS else None
        ):
            if told["new"]:
                relation = EXACT  # "a clinical trial with an investigational drug"
            self.take(told.start(), told.end())
        if relation == EXACT:
            self.exact.add(limit.variable)
        if relation == NARROWER:
            self.narrowing[phrase] = None
            self.narrow_till.add((limit.variable, end))
            self.narrower_at.add((limit.variable, start))
        elif relation == WIDER:
            self.wider.add(limit.variable)
            if (limit.variable in _PARTS_OF or (limit.variable, phrase) in _WHOLES) and is_listed(
                limit.variable, phrase
            ):
                self.covered.add(limit.variable)  # who has the narrower thing has this
            self.left[phrase] = None
        self.take(start, end, limit)

    def _goes_on_with_narrower(self, variable: str, start: int) -> bool:
        """Whether a phrase only ends a narrower name: `fluoroquinolone antibiotics`, `active tuberculosis (TB)`.

        Earlier treatments have many whole names: `anti-programmed cell death 1 (anti-PD-1)`.
        """
        if variable.startswith("prior."):
            return False
        lead = self.form[max(0, start - 2) : start]
        return any(
            lead.endswith(between) and (variable, start - len(between)) in self.narrow_till
            for between in (" ", "-", "(", " (")
        )

    def _take_interval(self, limit: Constraint, span: tuple[int, int]) -> None:
        self.take(*span, limit)
        named = False
        for found in self.reading.spotted.events:
            if found.means != limit.variable or self._is_exempt(found.start):
                continue
            if named and (
                _GOES_ON.fullmatch(self.form, span[1], max(span[1], found.start))
                or _RECOVERS.search(self.form, span[1], max(span[1], found.start))
            ):
                break  # "no angina within 6 months or arrhythmia": of that no time is told
            if abs(found.start - span[0]) < NEAR:
                named = True
                self._take_named(limit, found.start, found.end)
        if not named:
            self.left[limit.variable] = None
        asked = limit.op[0] == "<" and self.reading.kind == "inclusion"
        if asked and _SINCE.match(self.form, span[1]):
            self.narrowing[OR_ELSE] = None  # who never had it may enter too, or may not
        lead = _COUNTED.search(self.form, max(0, span[0] - 40), span[0])
        if lead:
            self.take(lead.start(), lead.end())
        if limit.variable == "ts.progression" and _OF_TREATMENT.match(self.form, span[1]):
            self.left["since?"] = None  # counted between two events, neither of them today
        if tail := _ELAPSED.match(self.form, span[1]):
            self.take(tail.start(), tail.end())

    def _take_measure(self, limit: Constraint, span: tuple[int, int]) -> None:
        quantity = next((q for q in self._quantities() if q.end == span[1]), None)
        start = quantity.start if quantity else span[0]
        if lead := _BETWEEN.search(self.form, max(0, start - 40), start):
            start = lead.start()
        self.take(start, span[1], limit)
        if limit.variable == DURATION and quantity is not None and quantity.start == span[0]:
            self.left["of which illness"] = None
        for found in self.reading.spotted.names:
            near = span[0] <= found.start < span[1] or span[1] <= found.start < span[1] + 12
            of_event = any(
                event.start <= found.start < event.end - (found.end - found.start)
                for event in self.reading.spotted.events
            )  # "without platelet transfusion"
            if near and limit.variable in found.means and not of_event:
                self.take(found.start, found.end, limit)

    def _take_subgroup(self, when: str) -> None:
        for found in self.reading.spotted.subgroups:
            if found.means == when:
                lead = _IN_CASE.search(self.form, max(0, found.start - 60), found.start)
                tail = _IS_PRESENT.match(self.form, found.end)
                end = tail.end() if tail else found.end
                self.take(lead.start() if lead else found.start, end)

    def take_phrases(self) -> None:
        self._take_same_values()
        if self.only_tests or self._asks_of_women():
            self._sub(WINDOW)
        if self.reading.kind == "inclusion" and all(is_state(each) for each in self.limits):
            self._sub(MAY_NOT)
        self._sub_each(FRAMES)
        self._take_numbers_of_lists()
        self._sub_each(FRAMES_LAST)
        self._sub(SIDES[self.reading.kind])
        for found in self._in_rest(REQUIRING):
            self.narrowing[found[0]] = None
            self.take(found.start(), found.end())
        self._take_of_values()
        if self.beside == ("ts.live_vaccine",):
            self._sub(OTHER_VACCINES)
        if "age" in self.beside:
            self._sub(AGES)
            for found in self._in_rest(LEGAL_AGE):
                lets_in = found["told"] is not None and not _WHICHEVER.search(found["told"])
                self.narrowing[OR_ELSE if lets_in else "legal age"] = None
                self.take(found.start(), found.end())
        if not _SCORES.isdisjoint(self.beside):
            self._sub(ON_SCALE)
        if {"karnofsky", "lansky"} <= set(self.beside):
            self._sub(BY_AGE)
        if "pd_l1_cps" in self.beside or "pd_l1_tps" in self.beside:
            self._sub(PD_L1)
        if "pregnancy" in self.beside and (self.only_tests or self._asks_of_women()):
            self._sub(CHILDBEARING[self.reading.kind])
        if "egfr_mut" in self.beside:
            for found in self._in_rest(VARIANTS):
                self.narrowing[found[0].strip(" ,(")] = None
                self.take(found.start(), found.end())
        if not OTHER_CANCERS.isdisjoint(self.beside):
            self._take_each(PRIMARY.finditer(self.form))
        if "measurable_disease" in self.beside:
            self._take_each(AT_LEAST_ONE.finditer(self.rest))
        text = self.reading.text
        if "(" not in self.form:
            return
        for found in ABBREVIATION.finditer(self.rest):
            if text[found.start() + 1 : found.end() - 1].isupper():
                self.take(found.start(), found.end())

    def _asks_of_women(self) -> bool:
        """Whether contraception is all that is asked beside tests: nothing that was read of it decides."""
        return self.reading.kind == "inclusion" and all(
            is_measure(each) or each.variable in _OF_WOMEN for each in self.limits
        )


# `Organ or bone marrow transplantation in the past 3 months`: who was given one may have been so earlier.
_LATELY = re.compile(
    r"[^.;]{0,70}?\b(?:within|in|during|over|less than|past|last|previous) (?:the |a |past |last |previous |preceding |prior )*\d+ ?(?:days?|weeks?|months?|years?)\b"
)
_SCORES = frozenset(name for name, each in BY_ID.items() if each.unit == "{score}")
_SCALES = ORDINAL | {"toxicity_grade", "urine_protein_dip"}
_GOES_ON = re.compile(
    r"(?!.*\b(?:except|exclud|other than|unless|diagnos|treat|dose|start))[^.;]*?(?:,|\b(?:or|and|nor)\b)[^.;]*"
)
_PARTS_OF = frozenset(
    "active_infection other_malignancy ts.other_malignancy prior.pd1 ts.investigational organ_transplant autoimmune hcv hypertension_uncontrolled unstable_angina vte immunodeficiency".split()
)
"""Of these the phrases that the table calls wider name all that the variable does, and more: `malignancy`."""
_WHOLES = frozenset(
    ("ts.transfusion", f"blood {name}")
    for name in ("product", "products", "component", "components")
)
"""The same of single phrases: whoever was transfused received a blood product."""
_OF_WOMEN = frozenset("pregnancy breastfeeding sex contraception contraception_after".split())
_OF_TREATED = "treated_cns_mets"
_OF_IT = re.compile(r"(?:-[12])?[- ](?:associated|related|induced|defining)\b")
_OR_SO = re.compile(
    r"(?: (?:positive|positivity|infections?|infected|patients?|disease|seropositive))* ?(?:/| or| and/or) ?"
)
_TRIALS = "ts.investigational"
_OF_WHAT = re.compile(
    r" (?:of|for|in|involving|evaluating|testing|concerning) (?!an?\b|the\b|any\b|investigational|this|last|\d)"
)
_OF_DRUGS = re.compile(
    r" (?:(?:with|of|on|using|involving|testing|evaluating) )(?:(?:the )?(?:use|administration|receipt) of )?(?:(?:an?|any|the|other|another|different|new|innovative|unapproved|(?P<new>investigational|experimental)|study) )*"
    r"(?:drugs?|medications?|medicines?|agents?|(?:medicinal |pharmaceutical )?products?|treatments?|therap(?:y|ies)|compounds?)(?= \x00|,? \(?(?:within|in the|during|less than|or|and|≤|<|over)\b|[.;,]|$)"
)
_COUNTED = re.compile(
    r"\b(?:within|in|during|over|for|less than|at least|more than|after|since|past|last|previous|prior)?"
    r"(?: ?(?:the|past|last|previous|preceding|prior|a|minimum of))*[ (]*$"
)
_ELAPSED = re.compile(
    r"[ )]*(?:must |should )?(?:have |has )?(?:elapsed|passed)?(?: ?(?:since|after))?"
    r"(?: ?(?:the|last|most recent|completion of|completing|end of|dose of))*(?= |$)"
)
# `No more than 3 months since prior tamoxifen`: whether it is asked for is not said.
_SINCE = re.compile(r"[ )]*(?:must |should )?(?:have |has )?(?:elapsed |passed )?since\b")
_OF_TREATMENT = re.compile(
    r"[ )]*(?:of|after|from|following|since) (?:(?:the )?(?:completion|end) of )?(?!(?:the )?(?:first dose|study|screening|enrol|randomi|start|entry|registration|consent|trial|relapse|progression))"
    r"(?:[\w-]+ ){0,4}?(?:therap(?:y|ies)|treatments?|chemo\w*|radio\w*|surgery|resection|transplant\w*|prostatectomy|regimens?|platinum|dose|discontinuation)\b"
)
_BETWEEN = re.compile(
    r"\b(?:between|from|within|rang(?:e|ing)(?: of| from)?)(?: the)?(?: range(?: of)?| ages?(?: of)?)? ?$"
)
_IN_CASE = re.compile(
    r"\b(?:if|in|for|with|when)(?: (?:the|patients?|subjects?|participants?|those|case|of|with|who|have|has|known|documented|are|is|a|an|setting|presence))* ?$"
)
_IS_PRESENT = re.compile(r" (?:are|is) (?:present|documented|known)\b")
# `Major surgery within 4 weeks or still recovering from prior surgery`: of that no time is told.
_RECOVERS = re.compile(
    r"\bor (?:(?:who|is|are|have|has|still|not|yet|currently) )*recover(?:ed|ing)\b"
)
_WHICHEVER = re.compile(
    r"\bwhichever (?:is |comes )?(?:the )?(?:older|greater|higher|later|latest|oldest|highest)\b"
)
