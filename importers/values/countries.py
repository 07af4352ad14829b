"""Names of countries as ClinicalTrials.gov writes them, present and former."""

from __future__ import annotations

COUNTRIES = frozenset(
    name.strip()
    for name in """
    Afghanistan; Albania; Algeria; American Samoa; Andorra; Angola; Antigua and Barbuda; Argentina;
    Armenia; Aruba; Australia; Austria; Azerbaijan; Bahamas; Bahrain; Bangladesh; Barbados; Belarus;
    Belgium; Belize; Benin; Bermuda; Bhutan; Bolivia; Bosnia and Herzegovina; Botswana; Brazil;
    Brunei; Brunei Darussalam; Bulgaria; Burkina Faso; Burundi; Cabo Verde; Cambodia; Cameroon;
    Canada; Cape Verde; Cayman Islands; Central African Republic; Chad; Chile; China; Colombia;
    Comoros; Congo; Congo, The Democratic Republic of the; Costa Rica; Croatia; Cuba; Curaçao;
    Cyprus; Czech Republic; Czechia; Côte d'Ivoire; Côte D'Ivoire; Cote d'Ivoire;
    Democratic Republic of the Congo; Denmark; Djibouti; Dominica; Dominican Republic; East Timor;
    Ecuador; Egypt; El Salvador; Equatorial Guinea; Eritrea; Estonia; Eswatini; Ethiopia;
    Faroe Islands; Federated States of Micronesia; Fiji; Finland;
    Former Serbia and Montenegro; Former Yugoslavia; France; French Guiana; French Polynesia; Gabon;
    Gambia; Georgia; Georgia, Republic of; Germany; Ghana; Gibraltar; Greece; Greenland; Grenada;
    Guadeloupe; Guam; Guatemala; Guinea; Guinea-Bissau; Guyana; Haiti;
    Holy See (Vatican City State); Honduras; Hong Kong; Hungary; Iceland; India; Indonesia; Iran;
    Iran, Islamic Republic of; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jersey; Jordan;
    Kazakhstan; Kenya; Kiribati; Korea, Democratic People's Republic of; Korea, Republic of; Kosovo;
    Kuwait; Kyrgyzstan; Lao People's Democratic Republic; Laos; Latvia; Lebanon; Lesotho; Liberia;
    Libya; Libyan Arab Jamahiriya; Liechtenstein; Lithuania; Luxembourg; Macau; Macao; Macedonia;
    Macedonia, The Former Yugoslav Republic of; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta;
    Marshall Islands; Martinique; Mauritania; Mauritius; Mayotte; Mexico; Moldova;
    Moldova, Republic of; Monaco; Mongolia; Montenegro; Montserrat; Morocco; Mozambique; Myanmar;
    Namibia; Nauru; Nepal; Netherlands; Netherlands Antilles; New Caledonia; New Zealand; Nicaragua;
    Niger; Nigeria; North Korea; North Macedonia; Northern Mariana Islands; Norway; Oman; Pakistan;
    Palau; Palestine; Palestinian Territories; Palestinian Territory, occupied; Panama;
    Papua New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Puerto Rico; Qatar;
    Republic of the Congo; Romania; Russia; Russian Federation; Rwanda; Réunion; Reunion;
    Saint Kitts and Nevis; Saint Lucia; Saint Martin; Saint Vincent and the Grenadines; Samoa;
    San Marino; Sao Tome and Principe; Saudi Arabia; Senegal; Serbia; Seychelles; Sierra Leone;
    Singapore; Slovakia; Slovenia; Solomon Islands; Somalia; South Africa; South Korea; South Sudan;
    Spain; Sri Lanka; Sudan; Suriname; Swaziland; Sweden; Switzerland; Syria; Syrian Arab Republic;
    Taiwan; Taiwan, Province of China; Tajikistan; Tanzania; Tanzania, United Republic of; Thailand;
    The Gambia; Timor-Leste; Togo; Tonga; Trinidad and Tobago; Tunisia; Turkey; Turkey (Türkiye);
    Turkmenistan; Tuvalu; Türkiye; Uganda; Ukraine; United Arab Emirates; United Kingdom;
    United States; Uruguay; Uzbekistan; Vanuatu; Venezuela; Viet Nam; Vietnam;
    Virgin Islands (U.S.); Virgin Islands, British; West Bank and Gaza; Western Sahara; Yemen;
    Zambia; Zimbabwe
    """.split(";")
)
