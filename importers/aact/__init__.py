"""AACT: ClinicalTrials.gov as relational tables."""
