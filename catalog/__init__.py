"""What a trial is; how trials are kept, found and compared. No formats, no screen.

Values: `trial` (Trial and its parts), `dates` (PartialDate), `codes` (Status, Phase, ... beside
every registry's own word), `record` (what one file said about one trial).
Keeping: `schema` (tables, migrations), `projection` (a Trial as rows), `store` (Catalogue),
`publish` (changing the file safely), `identity` (which records are one trial), `merge` (several
records into one Trial).
Finding: `query`, `lexicon`, `search`. Understanding: `eligibility`, `endpoints`, `compare`.

This module imports nothing, so that the values stay light.
"""
