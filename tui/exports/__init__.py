"""A comparison as text, Markdown, CSV, HTML or JSON: one object, one stamp."""
