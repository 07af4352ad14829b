"""A user's own file, mine.db: lists, cases, notes, kept queries, inbox."""
