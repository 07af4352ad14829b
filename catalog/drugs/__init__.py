"""Which interventions are the same drug, and how it is given."""
