"""rapidfuzz, loaded in one place.

Its packages import each other in a circle. Two threads that begin at different ends of it at once
would get modules that are half there, so nobody imports it but this module, for which the second
thread waits. Loaded when first needed: 3 MB that a reader who types no slip does without.
"""

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA, Indel

extract_one = process.extractOne

__all__ = ["OSA", "Indel", "extract_one", "fuzz", "process", "utils"]
