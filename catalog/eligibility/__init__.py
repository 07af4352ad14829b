"""Eligibility text understood: `extraction` reads it, the rooms below do the parts."""
