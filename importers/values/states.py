"""Names of states, provinces and regions as site addresses of ClinicalTrials.gov write them."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(";"))


ALWAYS = frozenset({"United States"})
"""Countries whose addresses always name the state."""

STATES: dict[str, frozenset[str]] = {
    "United States": _names(
        """Alabama; Alaska; Arizona; Arkansas; California; Colorado; Connecticut; Delaware;
        District of Columbia; Florida; Georgia; Hawaii; Idaho; Illinois; Indiana; Iowa; Kansas;
        Kentucky; Louisiana; Maine; Maryland; Massachusetts; Michigan; Minnesota; Mississippi;
        Missouri; Montana; Nebraska; Nevada; New Hampshire; New Jersey; New Mexico; New York;
        North Carolina; North Dakota; Ohio; Oklahoma; Oregon; Pennsylvania; Rhode Island;
        South Carolina; South Dakota; Tennessee; Texas; Utah; Vermont; Virginia; Washington;
        West Virginia; Wisconsin; Wyoming; Puerto Rico"""
    ),
    "Canada": _names(
        """Alberta; British Columbia; Manitoba; New Brunswick; Newfoundland and Labrador;
        Newfoundland; Northwest Territories; Nova Scotia; Nunavut; Ontario; Prince Edward Island;
        Quebec; Québec; Saskatchewan; Yukon; AB; BC; MB; NB; NL; NS; ON; PE; QC; SK"""
    ),
    "Australia": _names(
        """Australian Capital Territory; New South Wales; Northern Territory; Queensland;
        South Australia; Tasmania; Victoria; Western Australia; ACT; NSW; QLD; SA; TAS; VIC; WA"""
    ),
    "China": _names(
        """Anhui; Beijing; Beijing Municipality; Chongqing; Chongqing Municipality; Fujian; Gansu;
        Guangdong; Guangxi; Guangxi Zhuang Autonomous Region; Guizhou; Hainan; Hebei;
        Heilongjiang; Henan; Hubei; Hunan; Inner Mongolia; Inner Mongolia Autonomous Region;
        Jiangsu; Jiangxi; Jilin; Liaoning; Ningxia; Ningxia Hui Autonomous Region; Qinghai;
        Shaanxi; Shandong; Shanghai; Shanghai Municipality; Shanxi; Sichuan; Tianjin;
        Tianjin Municipality; Tibet; Xinjiang; Xinjiang Uygur Autonomous Region; Yunnan; Zhejiang;
        Hong Kong; Guang Dong"""
    ),
    "Japan": _names(
        """Aichi; Akita; Aomori; Chiba; Ehime; Fukui; Fukuoka; Fukushima; Gifu; Gunma; Hiroshima;
        Hokkaido; Hyogo; Hyōgo; Ibaraki; Ishikawa; Iwate; Kagawa; Kagoshima; Kanagawa; Kochi;
        Kumamoto; Kyoto; Mie; Miyagi; Miyazaki; Nagano; Nagasaki; Nara; Niigata; Oita; Okayama;
        Okinawa; Osaka; Saga; Saitama; Shiga; Shimane; Shizuoka; Tochigi; Tokushima; Tokyo;
        Tottori; Toyama; Wakayama; Yamagata; Yamaguchi; Yamanashi"""
    ),
    "Germany": _names(
        """Baden-Wuerttemberg; Baden-Württemberg; Bavaria; Bayern; Berlin; Brandenburg; Bremen;
        Hamburg; Hesse; Hessen; Lower Saxony; Niedersachsen; Mecklenburg-Vorpommern;
        North Rhine-Westphalia; Nordrhein-Westfalen; NRW; Rhineland-Palatinate; Rheinland-Pfalz;
        Saarland; Saxony; Sachsen; Saxony-Anhalt; Sachsen-Anhalt; Schleswig-Holstein; Thuringia;
        Thüringen"""
    ),
    "Italy": _names(
        """Abruzzo; AN; Ancona; BA; Bari; BG; BO; Bologna; BS; Calabria; Campania; Catania; CT;
        Emilia-Romagna; FC; FI; Friuli-Venezia Giulia; GE; Lazio; Liguria; Lombardia; Lombardy;
        Marche; MB; ME; MI; Milan; Milano; MO; Modena; Monza e Brianza; NA; Naples; Napoli; NO;
        PA; Padova; PD; Perugia; PG; PI; Piedmont; Piemonte; PR; Puglia; PV; RE; RM; Roma; Rome;
        Sardinia; Sicily; SI; Sicilia; TO; Torino; Tuscany; Toscana; Turin; TV; UD; Umbria;
        Veneto; VR"""
    ),
    "Spain": _names(
        """A Coruña; Alicante; Andalusia; Aragon; Asturias; Badajoz; Balearic Islands; Barcelona;
        Basque Country; Canary Islands; Cantabria; Castilla y León; Catalonia; Cataluña; Córdoba;
        Extremadura; Galicia; Girona; La Coruña; Las Palmas; Madrid; Málaga; Murcia; Navarra;
        Navarre; Sevilla; Valencia; Vizcaya"""
    ),
    "France": _names(
        """Alsace; Aquitaine; Auvergne-Rhône-Alpes; Bretagne; Brittany; Cedex; Gironde; Haute
        Garonne; Hauts-de-France; Hauts-de-Seine; Hérault; Ile De France; Ile-de-France;
        Île-de-France Region; Languedoc-Roussillon; Loire-Atlantique; Lorraine; Midi-Pyrénées;
        Normandy; Nouvelle-Aquitaine; Occitanie; Pays de la Loire; Rhône; Val-de-Marne"""
    ),
    "United Kingdom": _names(
        """England; Scotland; Wales; Northern Ireland; Berkshire; Cambridgeshire; Cheshire;
        Cornwall; Devon; Dorset; Essex; Greater London; Greater Manchester; Hampshire; Kent;
        Lancashire; Leicestershire; Merseyside; Norfolk; Nottinghamshire; Oxfordshire; Surrey;
        Sussex; Tyne and Wear; West Midlands; West Yorkshire; Yorkshire"""
    ),
    "Brazil": _names(
        """Bahia; BA; Ceará; CE; Distrito Federal; Espírito Santo; Goiás; Minas Gerais; MG; Pará;
        Paraná; PR; Pernambuco; PE; Rio de Janeiro; RJ; Rio Grande do Norte; Rio Grande do Sul;
        RS; Santa Catarina; SC; Sao Paulo; São Paulo; SP"""
    ),
    "India": _names(
        """Andhra Pradesh; Assam; Bihar; Chandigarh; Delhi; Gujarat; Haryana; Karnataka; Kerala;
        Madhya Pradesh; Maharashtra; New Delhi; Odisha; Punjab; Rajasthan; Tamil Nadu; Tamilnadu;
        Telangana; Uttar Pradesh; Uttarakhand; West Bengal"""
    ),
    "Argentina": _names(
        """Buenos Aires; CABA; Ciudad Autónoma De Buenos Aires; Cordoba; Córdoba; Entre Ríos;
        Mendoza; Río Negro; Salta; San Juan; Santa Fe; Tucumán; Buenos Aires F.D."""
    ),
    "Mexico": _names(
        """Aguascalientes; Baja California; Chihuahua; Ciudad de México; Coahuila; D.F.;
        Distrito Federal; Durango; Guanajuato; Jalisco; Mexico City; México; Michoacán; Morelos;
        Nuevo León; Nuevo Leon; Oaxaca; Puebla; Querétaro; San Luis Potosí; Sinaloa; Sonora;
        Tabasco; Veracruz; Yucatán"""
    ),
    "South Korea": _names(
        """Busan; Chungcheongbuk-do; Chungcheongnam-do; Daegu; Daejeon; Gangwon-do; Gwangju;
        Gyeonggi; Gyeonggi-do; Gyeongsangbuk-do; Gyeongsangnam-do; Incheon; Jeju; Jeollabuk-do;
        Jeollanam-do; Jeonbuk; Jeonnam; Kyonggi-do; Kyunggi-do; Seoul; Ulsan;
        Seoul Teugbyeolsi"""
    ),
    "South Africa": _names(
        """Eastern Cape; Free State; Gauteng; KwaZulu-Natal; Kwa-Zulu Natal; Limpopo; Mpumalanga;
        North West; Northern Cape; Western Cape"""
    ),
    "Switzerland": _names(
        """Aargau; Basel; Basel-Stadt; BE; Bern; Canton of Basel-City; Canton of Bern; Fribourg;
        Geneva; Genève; Luzern; Neuchâtel; St. Gallen; Ticino; TI; Vaud; Valais; Zurich; ZH;
        Zürich"""
    ),
    "Netherlands": _names(
        """Drenthe; Flevoland; Friesland; Gelderland; Groningen; Limburg; Noord-Brabant;
        North Brabant; Noord-Holland; North Holland; Overijssel; South Holland; Utrecht; Zeeland;
        Zuid-Holland"""
    ),
    "Belgium": _names(
        """Antwerp; Antwerpen; Brussels; Brussels Capital; Bruxelles-Capitale; Flanders; Hainaut;
        Limburg; Liège; Oost-Vlaanderen; Vlaams-Brabant; West-Vlaanderen"""
    ),
    "Russia": _names(
        """Moscow; Moscow Region; Republic Of Bashkortostan; Republic of Tatarstan;
        Rostov Region; Samara Region; Saratov Region; Tatarstan"""
    ),
}
_SAME = {
    "Korea, Republic of": "South Korea",
    "Russian Federation": "Russia",
}


def states(country: str) -> frozenset[str]:
    """Names of a country's states; empty where its addresses hardly ever name one."""
    return STATES.get(_SAME.get(country, country), frozenset())
