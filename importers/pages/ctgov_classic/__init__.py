"""The classic ClinicalTrials.gov study page, as text with pipes."""
