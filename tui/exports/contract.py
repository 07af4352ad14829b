"""Values of the catalogue as the JSON that `--json` promises (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from catalog.merging.merged import MergedTrial, Provenance, SourceInfo, stale
from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.recruitment import current_day
from catalog.model.trial import Age, Enrollment, Trial, TrialDate
from catalog.store.catalogue import PossibleDuplicate

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# Lists that are always there, empty where nothing is said.
_LISTS = (
    "identifiers",
    "phases",
    "collaborators",
    "conditions",
    "keywords",
    "interventions",
    "arms",
    "outcomes",
    "sites",
    "contacts",
    "officials",
    "references",
    "editorial",
)
_RENAMED = {"class_": "class"}
_FIELD_OF = {"sponsor_class": "sponsor", "collaborator_classes": "collaborators"}
"""Keys beside those of the fields, and of which field they are."""


_OF_EVERY_PART = frozenset({"id", "status", "doubt", "sources"})


def part_of(shown: Mapping[str, Json], fields: Collection[str]) -> dict[str, Json]:
    """Of the JSON of a trial what these fields say, with its number, status and sources."""
    kept: dict[str, Json] = {}
    for key, value in shown.items():
        if key in ("provenance", "as_written") and isinstance(value, dict):
            kept[key] = {
                name: one for name, one in value.items() if name.partition(".")[0] in fields
            }
        elif key in _OF_EVERY_PART or _FIELD_OF.get(key, key) in fields:
            kept[key] = value
    return kept


def trial_json(merged: MergedTrial) -> dict[str, Json]:
    """A merged trial with the keys of `trials show --json`; absent values are left out."""
    trial = merged.trial
    shown: dict[str, Json] = {"id": merged.id}
    for name in Trial.__struct_fields__:
        value = getattr(trial, name)
        if name in _LISTS or (value is not None and value != ()):
            shown[name] = jsonable(value)
    if trial.sponsor is not None:
        shown["sponsor"] = trial.sponsor.name
        shown["sponsor_class"] = trial.sponsor.class_.word if trial.sponsor.class_ else None
    if shown.get("sponsor_class", "") is None:
        del shown["sponsor_class"]
    shown["collaborators"] = [each.name for each in trial.collaborators]
    if doubt := stale(trial, current_day()) or status_guess(trial):
        shown["doubt"] = doubt
    if any(each.class_ for each in trial.collaborators):
        shown["collaborator_classes"] = [
            each.class_.word if each.class_ else None for each in trial.collaborators
        ]
    shown["as_written"] = dict(_as_written(trial))
    shown["sources"] = [source_json(source) for source in merged.sources]
    shown["provenance"] = {
        field: _provenance(origin) for field, origin in merged.provenance.items()
    }
    return shown


def status_guess(trial: Trial) -> str | None:
    """Why the status is inferred; None where a registry states it."""
    return next((guess.why for guess in trial.guesses if guess.field == "status"), None)


def jsonable(value: object) -> Json:
    """A value of the model: codes as our words, dates as ISO, absent parts left out."""
    if isinstance(value, Coded):
        return str(value.word)
    if isinstance(value, PartialDate | Age):
        return str(value)
    if isinstance(value, TrialDate):
        return _dated(value)
    if isinstance(value, tuple | list):
        return [jsonable(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, msgspec.Struct):
        parts = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {
            _RENAMED.get(name, name): jsonable(part)
            for name, part in parts
            if part is not None and part != ()
        }
    if value is None or isinstance(value, bool | int | float | str):
        return value if not isinstance(value, str) else str(value)
    return str(value)


def _dated(value: TrialDate) -> Json:
    said: dict[str, Json] = {"date": str(value)}
    if value.type is not None:
        said["type"] = value.type.word
    return said


def _as_written(trial: Trial) -> list[tuple[str, Json]]:
    """The sources' own words where they are not ours: field, word."""
    written: list[tuple[str, Json]] = []
    for name in Trial.__struct_fields__:
        value = getattr(trial, name)
        if isinstance(value, Coded) and value.said != value.word:
            written.append((name, value.said))
        if isinstance(value, TrialDate | Enrollment) and value.said:
            written.append((name, value.said))
        if name == "phases" and any(phase.said != phase.word for phase in trial.phases):
            written.append((name, [phase.said for phase in trial.phases]))
    if trial.eligibility is not None:
        for part in ("sex", "minimum_age", "maximum_age"):
            limit = getattr(trial.eligibility, part)
            if limit is not None and limit.said != jsonable(limit):
                written.append((f"eligibility.{part}", limit.said))
    return written


def source_json(source: SourceInfo) -> dict[str, Json]:
    """One source record: where it came from and as of when it speaks."""
    shown = jsonable(source)
    assert isinstance(shown, dict)
    shown["carries"] = jsonable(sorted(source.carries))
    return shown


def _provenance(origin: Provenance) -> dict[str, Json]:
    shown: dict[str, Json] = {"source": origin.source}
    if origin.agree:
        shown["agree"] = list(origin.agree)
    if origin.others:
        shown["others"] = [{"source": said.source, "text": said.text} for said in origin.others]
    if origin.guessed:
        shown["guessed"] = origin.guessed
    return shown


def duplicate_json(pair: PossibleDuplicate) -> dict[str, Json]:
    """A possible duplicate as `import` and `duplicates` list it."""
    reasons: dict[str, Json] = {
        "for": list(pair.reasons_for),
        "against": list(pair.reasons_against),
    }
    return {"a": pair.a, "b": pair.b, "score": pair.score, "reasons": reasons}
