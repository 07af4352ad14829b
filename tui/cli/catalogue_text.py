"""What the catalogue holds, possible duplicates and changes, as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from catalog.merging.changes import Change
from catalog.merging.source_names import source_words
from catalog.model.presence import Presence
from catalog.store.catalogue import PossibleDuplicate, Stats
from tui.exports.paper import Paper
from tui.show.changed import change_line
from tui.show.words import short_status, words


def stats(found: Stats, paper: Paper) -> None:
    """What is in the catalogue, and as of when."""
    paper.field("Trials", str(found.trials))
    paper.field("Source records", str(found.source_records))
    paper.field("Newest source", found.newest_source)
    paper.field("Last import", found.last_import)
    if found.pack_made:
        signed = (
            f"signed by {found.pack_signed_by}"
            if found.pack_signed_by
            else "without a verified signature"
        )
        paper.field("Last pack", f"made {found.pack_made}, {signed}")
    paper.field("Stamp", found.stamp)
    paper.field("Possible duplicates", str(found.possible_duplicates))
    for label, counts in (
        ("Status", _called(_status, found.by_status)),
        ("Type", _called(words, found.by_study_type)),
        ("Sources", _called(source_words, found.by_importer)),
    ):
        paper.heading(label)
        paper.items(f"{name}: {count:,}" for name, count in counts.items())


def _status(code: str) -> str:
    return short_status(None if code == Presence.NOT_STATED else code)


def _called(words_of: Callable[[str], str], counts: Mapping[str, int]) -> Mapping[str, int]:
    """By what people call a code; what is called alike is one."""
    found: Counter[str] = Counter()
    for code, count in counts.items():
        found[words_of(code)] += count
    return dict(found.most_common())


def duplicates(found: Sequence[PossibleDuplicate], paper: Paper) -> None:
    """Possible duplicates, each with its reasons and how to decide."""
    if not found:
        paper.line("No possible duplicates.")
    for each in found:
        paper.heading(f"{each.a} and {each.b}  (score {each.score:.2f})")
        for name, title in ((each.a, each.title_a), (each.b, each.title_b)):
            paper.field(name, title, "(no title)")
        paper.items([f"for: {reason}" for reason in each.reasons_for])
        paper.items([f"against: {reason}" for reason in each.reasons_against])
        paper.faint(f"  {_how_to_decide(each)}")


def _how_to_decide(pair: PossibleDuplicate) -> str:
    reject = f"trials reject {pair.a} {pair.b}"
    if pair.is_contradiction:
        return f"two numbers of one registry stay two trials; to list them no more: {reject}"
    return f"trials link {pair.a} {pair.b}   or   {reject}"


def changes(found: Sequence[Change], names: Mapping[int, str], paper: Paper) -> None:
    """What imports changed, the most important first; `names` of the sources that brought it."""
    if not found:
        paper.line("No changes.")
    for each in found:
        source = names.get(each.source) if each.source else None
        by = f"  ({source})" if source else ""
        paper.items([f"{each.at[:10]}  {each.trial}  {change_line(each)}{by}"])
