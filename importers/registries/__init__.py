"""Registries with one format each: CTIS, DRKS, ISRCTN, NCI, and the WHO's exchange XML."""
