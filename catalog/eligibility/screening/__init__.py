"""A patient against criteria: met, not met or unknown, with the words that decided."""
