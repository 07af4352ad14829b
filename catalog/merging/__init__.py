"""Several source records into one trial, each value with the source that said it."""
