"""The query language: what is typed into the search field, as a value that can be added to."""

from catalog.query_parser import parse
from catalog.query_parts import Either, Filter, Ignored, Part, Query, Text

__all__ = ["Either", "Filter", "Ignored", "Part", "Query", "Text", "parse"]
