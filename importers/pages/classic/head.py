"""The head of a classic ClinicalTrials.gov page: title, number, status, posted dates, results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from catalog.model.trial import Organization
from importers.importer import Unreadable
from importers.pages.text import text_of
from importers.values.cleaning import blank


class PageHead(NamedTuple):
    title: str | None
    number: str
    status: str | None
    last_known_status: str | None
    why_stopped: str | None
    has_results: bool | None
    sponsor: Organization | None
    collaborators: tuple[Organization, ...]
    dates: dict[str, str]
    """What stands behind "First Posted", "Results First Posted", "Last Update Posted"."""


_IDENTIFIER = re.compile(r"ClinicalTrials\.gov Identifier:[\s|]*(NCT\d{8})\b.*")
_DATED = re.compile(r"((?:Results )?First Posted|Last Update Posted)\s*:\s*(.+?)\s*\|?")
_WAS = re.compile(r"Recruitment status was\s*:\s*(.+)")
_FIXED = re.compile(
    r"!\[.*|The safety and scientific validity .*|ClinicalTrials\.gov Identifier:.*"
)
_BELOW_STATUS = ("|", "- ", "Condition or disease")


def page_head(lines: Sequence[str]) -> PageHead:
    """What the lines above the summary say; raises Unreadable where they give no number."""
    told = [line.strip() for line in lines]
    number = next((found[1] for line in told if (found := _IDENTIFIER.fullmatch(line))), None)
    if number is None:
        raise Unreadable('there is no line "ClinicalTrials.gov Identifier:" with a number')
    status, known, why = _status(told)
    return PageHead(
        title=blank(told[0]) if not _FIXED.match(told[0]) else None,
        number=number,
        status=status,
        last_known_status=known,
        why_stopped=why,
        has_results=_has_results(told),
        sponsor=next(iter(_organizations(told, "Sponsor:")), None),
        collaborators=_organizations(told, "Collaborator:", "Collaborators:"),
        dates={found[1]: found[2] for line in told if (found := _DATED.fullmatch(line))},
    )


def _status(told: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Status, last known status and why stopped: `Terminated ( why )`, on the line or below."""
    start = next((n for n, line in enumerate(told) if line.startswith("Recruitment Status")), None)
    if start is None:
        return None, None, None
    lines = [told[start].partition(":")[2].strip()]
    for line in told[start + 1 :]:
        if _DATED.fullmatch(line) or line.startswith(_BELOW_STATUS):
            break
        lines.append(line)
    known = next((found[1] for line in lines if (found := _WAS.fullmatch(line))), None)
    plain = (line for line in lines if not _WAS.fullmatch(line) and not _is_verification(line))
    word, bracket, why = (text_of(plain) or "").partition(" (")
    reason = why.rstrip(" |").removesuffix(")") if bracket else None
    return blank(word.rstrip("|")), known, blank(reason)


def _is_verification(line: str) -> bool:
    return re.match(r"Verified .* by ", line) is not None


def _has_results(told: Sequence[str]) -> bool | None:
    """What the tabs say: "No Results Posted", or "Study Results"."""
    tabs = {line.removeprefix("- ") for line in told}
    if "No Results Posted" in tabs:
        return False
    return True if tabs & {"Study Results", "Has Results"} else None


def _organizations(told: Sequence[str], *labels: str) -> tuple[Organization, ...]:
    """Names below a label, one a line, up to the next label or an empty line."""
    start = next((n for n, line in enumerate(told) if line in labels), None)
    if start is None:
        return ()
    names: list[str] = []
    for line in told[start + 1 :]:
        if not line or line.endswith((":", "|")):
            break
        names.append(line)
    return tuple(Organization(name=name) for name in names)
