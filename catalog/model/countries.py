"""Names of countries that mean the same country, for filters and counts."""

from __future__ import annotations

from catalog.search.words import words

# Left: as sources and people write it, folded; right: the name that filters show.
_SAME = {
    "usa": "United States",
    "us": "United States",
    "u s": "United States",
    "u s a": "United States",
    "united states of america": "United States",
    "america": "United States",
    "uk": "United Kingdom",
    "great britain": "United Kingdom",
    "england": "United Kingdom",
    "scotland": "United Kingdom",
    "wales": "United Kingdom",
    "northern ireland": "United Kingdom",
    "turkiye": "Turkey",
    "turkey turkiye": "Turkey",
    "russian federation": "Russia",
    "korea republic of": "South Korea",
    "republic of korea": "South Korea",
    "korea south": "South Korea",
    "korea": "South Korea",
    "korea democratic people s republic of": "North Korea",
    "iran islamic republic of": "Iran",
    "islamic republic of iran": "Iran",
    "viet nam": "Vietnam",
    "czech republic": "Czechia",
    "holland": "Netherlands",
    "the netherlands": "Netherlands",
    "netherlands the": "Netherlands",
    "moldova republic of": "Moldova",
    "republic of moldova": "Moldova",
    "syrian arab republic": "Syria",
    "lao people s democratic republic": "Laos",
    "tanzania united republic of": "Tanzania",
    "united republic of tanzania": "Tanzania",
    "venezuela bolivarian republic of": "Venezuela",
    "bolivia plurinational state of": "Bolivia",
    "cote d ivoire": "Ivory Coast",
    "macedonia the former yugoslav republic of": "North Macedonia",
    "former yugoslav republic of macedonia": "North Macedonia",
    "congo the democratic republic of the": "Democratic Republic of the Congo",
    "the democratic republic of the congo": "Democratic Republic of the Congo",
    "taiwan province of china": "Taiwan",
    "hong kong sar china": "Hong Kong",
    "palestinian territories occupied": "Palestine",
    "palestinian territory occupied": "Palestine",
    "uae": "United Arab Emirates",
    "brasil": "Brazil",
    "deutschland": "Germany",
    "espana": "Spain",
    "italia": "Italy",
    "osterreich": "Austria",
    "schweiz": "Switzerland",
    "burma": "Myanmar",
    "swaziland": "Eswatini",
    "cabo verde": "Cape Verde",
    "timor leste": "East Timor",
    "brunei darussalam": "Brunei",
}


def country(name: str) -> str:
    """The name by which filters know a country: one spelling for each."""
    said = " ".join(words(name))
    return _SAME.get(said) or _KNOWN.get(said) or " ".join(name.split())


_KNOWN = {" ".join(words(name)): name for name in _SAME.values()}
