"""WHO ICTRP search export as XML, of both generations: `<Trials_downloaded_from_ICTRP><Trial>`."""

from __future__ import annotations

from collections.abc import Iterator

from importers.cutting.whole import xml_elements, xml_root
from importers.ictrp.record import reading
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable


def recognises(head: Head) -> str | None:
    """XML whose root is the platform's."""
    text = head.text.lstrip("\ufeff \t\r\n")
    if text.startswith("<") and "<Trials_downloaded_from_ICTRP" in text:
        return "XML with Trials_downloaded_from_ICTRP, as the WHO's search platform writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself."""
    return xml_elements(source, "Trial")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it is none."""
    root = xml_root(raw)
    if root.tag != "Trial":
        raise Unreadable(f"it is no <Trial> but a <{str(root.tag)[:40]}>")
    return reading((str(one.tag), one.text or "") for one in root if isinstance(one.tag, str))


IMPORTER = Importer(
    name="ictrp-xml",
    title="WHO ICTRP, XML export",
    recognises=recognises,
    records=records,
    read=read,
)
