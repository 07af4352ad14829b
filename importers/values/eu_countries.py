"""Countries by the two letters EU registers and the WHO's copies name them with."""

from __future__ import annotations

COUNTRIES: dict[str, str] = {
    "AT": "Austria",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DK": "Denmark",
    "EE": "Estonia",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "GR": "Greece",
    "EL": "Greece",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Ireland",
    "IS": "Iceland",
    "IT": "Italy",
    "LI": "Liechtenstein",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MT": "Malta",
    "NL": "Netherlands",
    "NO": "Norway",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "UK": "United Kingdom",
}
OUTSIDE = "outside the EU/EEA"
"""What the EU register files a trial's sites elsewhere under (`3rd`)."""


def country(code: str) -> str:
    """The name of a country by its code; the code itself where it is not known."""
    if code.upper() in ("3RD", "OUTSIDE EU/EEA", "OUTSIDE"):
        return OUTSIDE
    return COUNTRIES.get(code.upper(), code)
