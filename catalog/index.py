"""The full-text index: its tables, what it keeps of a trial, and how it is kept in step."""

from catalog.index_document import Document, document
from catalog.index_tables import clear, create
from catalog.index_writer import Writer

__all__ = ["Document", "Writer", "clear", "create", "document"]
