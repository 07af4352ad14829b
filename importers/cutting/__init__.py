"""A stream into records, one at a time, in bounded memory."""
