"""The parts of a comparison; `catalog.compare` puts them together.

`values` what a comparison is, `cells` how a cell is made with its source, `facts` status, design
and sponsor, `sizes` size and dates, `names` conditions and interventions, `arms`, `measures`
outcomes, `criteria` eligibility with `thresholds` and `regions`, `places` sites. Each gives the
rows of its sections from a sequence of `analysis.Analysis`, one for each trial, which holds what
depends on that trial alone.
"""
