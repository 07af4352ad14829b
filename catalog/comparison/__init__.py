"""The parts of a comparison; `catalog.compare` puts them together.

`values` what a comparison is, `cells` how a cell is made with its source, `facts` status, design,
size, dates and sponsor, `names` conditions and interventions, `arms`, `measures` outcomes,
`criteria` eligibility, `places` sites. Each gives the rows of its sections from a tuple of
`analysis.Analysis`, one for each trial, which holds what depends on that trial alone.
"""
