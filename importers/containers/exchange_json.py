"""The WHO's exchange form turned into JSON, as TCTR's and CRiS's trials go round: XML again.

Each record becomes the XML it was made of and is read by that format's importer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importers.ctgov.decoding import any_json
from importers.cutting.whole import json_items
from importers.cutting.xml_from_json import xml_bytes
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries import cris, who_xml

_MAIN = re.compile(r'"main"\s*:\s*\{\s*"(?:trial_id|utrn)"\s*:', re.IGNORECASE)


def recognises(head: Head) -> str | None:
    """JSON whose records have `main` with a trial_id."""
    text = head.text.lstrip()
    if text.startswith(("{", "[")) and _MAIN.search(text):
        return "JSON with main.trial_id, the WHO's exchange form turned into JSON"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial as the XML it was made of."""
    for item in json_items(source, "trials", "trial"):
        yield item if isinstance(item, Unreadable) else _xml(item)


def _xml(item: Piece) -> Piece | Unreadable:
    try:
        value = any_json(item.raw)
    except Unreadable as error:
        return Unreadable(error.reason, item.place)
    raw = xml_bytes("trial", value)
    is_korean = any(word in raw for word in (b"_en>", b"_en/>", b"_kr>"))
    return Piece(item.place, raw, format=(cris if is_korean else who_xml).IMPORTER.name)


def read(raw: bytes) -> Reading:
    """Never a record by itself: each is read as XML."""
    raise Unreadable("it is no record of the exchange form")


IMPORTER = Importer(
    name="who-json",
    title="WHO exchange form as JSON (TCTR, CRiS)",
    recognises=recognises,
    records=records,
    read=read,
)
