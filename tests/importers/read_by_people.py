"""Texts of ClinicalTrials.gov as people read them, worked out apart from the program."""

import re
from html import unescape


def without_entities(text: str) -> str:
    """Some sponsors send entities, some send them twice, some a quote escaped besides."""
    once = re.sub(r"(?i)&(?:amp;)+", "&", text)
    return unescape(unescape(re.sub(r"\\(?=&(?:#0*39|apos|quot);)", "", once)))
