"""The EU Clinical Trials Register: one record for each country of a trial."""
