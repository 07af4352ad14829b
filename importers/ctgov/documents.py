"""Documents of ClinicalTrials.gov where only label and address are given."""

from __future__ import annotations

import re

from catalog.model.trial import Document

_KIND = re.compile(r"((?:Prot|SAP|ICF)(?:_(?:Prot|SAP|ICF))*)_\d+\.pdf", re.IGNORECASE)


def document(label: str | None, url: str | None) -> Document:
    """A document whose kind (`Prot`, `Prot_SAP`) and file name stand in its address."""
    filename = url.rsplit("/", 1)[-1] if url else None
    found = _KIND.fullmatch(filename) if filename else None
    return Document(
        label=label, type=found[1] if found else None, filename=filename or None, url=url
    )


_NEXT = re.compile(r"\|(?=[^|]*?https?://)")
_ADDRESS = re.compile(r'(?:"?(.*?)"?\s*,\s*)?(https?://\S+)', re.DOTALL)


def documents(cell: str | None) -> tuple[Document, ...]:
    """Documents of a cell, `label, address` joined by `|`; a label may be missing or quoted."""
    if not cell:
        return ()
    return tuple(_document(part.strip()) for part in _NEXT.split(cell) if part.strip())


def _document(part: str) -> Document:
    found = _ADDRESS.fullmatch(part)
    return document(found[1] or None, found[2]) if found else document(part, None)
