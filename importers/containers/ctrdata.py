"""ctrdata's collections: documents of several registers, one a line, told by `ctrname`.

The registers' own JSON (CTGOV2, CTIS) is read as it is; what was XML (CTGOV, ISRCTN) is made XML
again; EUCTR's documents, one a country, have an importer of their own. The log of the queries is
passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from importers.bytes.encoding import unmistaken
from importers.containers.marks import is_ctrdata
from importers.ctgov import api_v2
from importers.ctgov.decoding import any_json
from importers.ctgov.legacy_xml import clinical_study
from importers.cutting.whole import json_items
from importers.cutting.xml_from_json import unescaped, xml_bytes
from importers.euctr import ctrdata_documents as euctr
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries import ctis, isrctn

_LOG = "meta-info"
_OWN = frozenset(("_id", "ctrname", "record_last_import", "annotation", "comment"))
"""Members that are ctrdata's and no register's."""
_NAMESPACE = "http://www.67bricks.com/isrctn"


def recognises(head: Head) -> str | None:
    """JSON documents whose `_id` is a registry's number, or ctrdata's log of queries."""
    if is_ctrdata(head.text):
        return "documents with a number as _id, as ctrdata keeps those of several registers"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each document in the form its register's importer reads."""
    for item in json_items(source):
        if isinstance(item, Unreadable):
            yield item
        elif (found := _document(item)) is not None:
            yield found


def _document(item: Piece) -> Piece | Unreadable | None:
    try:
        value = any_json(item.raw)
    except Unreadable as error:
        return Unreadable(error.reason, item.place)
    if not isinstance(value, dict):
        return Unreadable("it is no document of ctrdata's", item.place)
    if value.get("_id") == _LOG:
        return None
    maker = _MAKERS.get(str(value.get("ctrname") or _register(value)))
    if maker is None:
        return Unreadable("it names no register that is known (ctrname)", item.place)
    importer, made = maker
    return Piece(item.place, made(value), item.notes, importer.name)


def _register(value: dict[str, object]) -> str:
    """The register of a document that has lost its name."""
    return next((name for member, name in _TELLING.items() if member in value), "")


_TELLING = {
    "protocolSection": "CTGOV2",
    "id_info": "CTGOV",
    "ctNumber": "CTIS",
    "isrctn": "ISRCTN",
    "a2_eudract_number": "EUCTR",
}


def _json(value: dict[str, object]) -> bytes:
    return msgspec.json.encode({name: one for name, one in value.items() if name not in _OWN})


def _study(value: dict[str, object]) -> bytes:
    """The legacy XML; its texts' entities were escaped twice, and letters read as Windows-1252."""
    whole = unescaped(_in_utf8(unescaped(value)))
    return xml_bytes("clinical_study", whole, left_out=_OWN)


def _in_utf8(value: object) -> object:
    if isinstance(value, str):
        return unmistaken(value).replace("\r", "\n")
    if isinstance(value, dict):
        return {name: _in_utf8(one) for name, one in value.items()}
    return [_in_utf8(one) for one in value] if isinstance(value, list) else value


def _full_trial(value: dict[str, object]) -> bytes:
    inner = {name: one for name, one in value.items() if name not in _OWN}
    return xml_bytes("fullTrial", {"trial": inner}, _NAMESPACE)


_MAKERS: dict[str, tuple[Importer, Callable[[dict[str, object]], bytes]]] = {
    "CTGOV2": (api_v2.IMPORTER, _json),
    "CTGOV": (clinical_study.IMPORTER, _study),
    "CTIS": (ctis.IMPORTER, _json),
    "ISRCTN": (isrctn.IMPORTER, _full_trial),
    "EUCTR": (euctr.IMPORTER, _json),
}


def read(raw: bytes) -> Reading:
    """Never a record by itself: each is read by its register's importer."""
    raise Unreadable("it is no document of a known register")


IMPORTER = Importer(
    name="ctrdata",
    title="ctrdata's documents of several registers, NDJSON",
    recognises=recognises,
    records=records,
    read=read,
)
