"""Which records are one trial: registry numbers, evidence, and what people decided."""
