"""Two letters for the countries that have most trials (ISO 3166), for a narrow column."""

from __future__ import annotations

CODES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Bangladesh": "BD", "Belgium": "BE",
    "Brazil": "BR", "Bulgaria": "BG", "Canada": "CA", "Chile": "CL", "China": "CN",
    "Colombia": "CO", "Croatia": "HR", "Czechia": "CZ", "Czech Republic": "CZ", "Denmark": "DK",
    "Egypt": "EG", "Estonia": "EE", "Finland": "FI", "France": "FR", "Georgia": "GE",
    "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Hungary": "HU", "India": "IN",
    "Indonesia": "ID", "Iran": "IR", "Ireland": "IE", "Israel": "IL", "Italy": "IT", "Japan": "JP",
    "Jordan": "JO", "Kenya": "KE", "Latvia": "LV", "Lebanon": "LB", "Lithuania": "LT",
    "Malaysia": "MY", "Mexico": "MX", "Netherlands": "NL", "New Zealand": "NZ", "Nigeria": "NG",
    "Norway": "NO", "Pakistan": "PK", "Peru": "PE", "Philippines": "PH", "Poland": "PL",
    "Portugal": "PT", "Puerto Rico": "PR", "Romania": "RO", "Russia": "RU",
    "Russian Federation": "RU", "Saudi Arabia": "SA", "Serbia": "RS", "Singapore": "SG",
    "Slovakia": "SK", "Slovenia": "SI", "South Africa": "ZA", "South Korea": "KR",
    "Korea, Republic of": "KR", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
    "Taiwan": "TW", "Thailand": "TH", "Turkey": "TR", "Türkiye": "TR",
    "Turkey (Türkiye)": "TR", "Uganda": "UG",
    "Albania": "AL", "Bosnia and Herzegovina": "BA", "Burkina Faso": "BF", "Cambodia": "KH",
    "Costa Rica": "CR", "Cyprus": "CY", "Dominican Republic": "DO", "Ecuador": "EC",
    "Ethiopia": "ET",
    "Ghana": "GH", "Guatemala": "GT", "Iceland": "IS", "Iran, Islamic Republic of": "IR",
    "Iraq": "IQ", "Kazakhstan": "KZ", "Kuwait": "KW", "Luxembourg": "LU", "Malawi": "MW",
    "Mali": "ML", "Malta": "MT", "Moldova": "MD", "Moldova, Republic of": "MD", "Mongolia": "MN",
    "Morocco": "MA", "Mozambique": "MZ", "Nepal": "NP", "North Macedonia": "MK", "Oman": "OM",
    "Panama": "PA", "Qatar": "QA", "Sri Lanka": "LK", "Tanzania": "TZ", "Tunisia": "TN",
    "United Arab Emirates": "AE", "Uruguay": "UY", "Venezuela": "VE", "Viet Nam": "VN",
    "Zambia": "ZM", "Zimbabwe": "ZW",
    "Ukraine": "UA", "United Kingdom": "GB", "United States": "US", "Vietnam": "VN",
}  # fmt: skip
_SHOWN = 6


def short_countries(names: tuple[str, ...]) -> str:
    """`US`, a name that has no code here, or how many countries: `in 12`."""
    if len(names) == 1:
        return CODES.get(names[0], names[0][:_SHOWN])
    return f"in {len(names)}" if names else ""
