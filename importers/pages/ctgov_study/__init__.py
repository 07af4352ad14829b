"""ClinicalTrials.gov's study page since June 2024: a tolerant reader that goes by its headings.

`saved` makes lines of what was copied or saved, `page_parts` cuts them at the page's headings,
`places` and `arms_and_outcomes` read what these name, `page_since_2024` makes the trial.
"""
