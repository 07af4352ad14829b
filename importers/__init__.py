"""Bytes in, Trials out: knows formats and what a Trial is; no SQL, no screen."""
