"""ClinicalTrials.gov in all its forms: JSON of two APIs, old XML, spreadsheets."""
