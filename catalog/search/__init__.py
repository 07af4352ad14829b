"""A query in, the best trials with their reasons out."""
