"""A patient against criteria: met, not met or unknown, with the words that decided."""

MOST = 2_000
"""Hits of a list that are held against a patient: its first; commands and screens alike."""
