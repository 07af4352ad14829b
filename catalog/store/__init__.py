"""The one SQLite file: its tables, how it is read, changed and published."""
