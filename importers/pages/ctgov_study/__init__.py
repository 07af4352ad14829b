"""ClinicalTrials.gov's study page since June 2024: a tolerant reader that goes by its headings.

`saved` makes lines of what was copied or saved, `parts` cuts them at the page's headings, `places`
and `plan` read sites, arms and outcomes, `study_page` makes the trial.
"""
