"""ClinicalTrials.gov's spreadsheets, current, classic and by API field."""
