"""The XML that ClinicalTrials.gov retired in June 2024: one `<clinical_study>` a file."""
