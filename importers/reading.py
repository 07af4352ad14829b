"""Cutting a source into records: whole texts, JSON items, XML elements, CSV rows."""
