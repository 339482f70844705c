"""How Shopify's province codes differ from Google's address data, and further writings.

Source of the codes: the region data that Shopify publishes as Shopify/worldwide.
"""

# Countries whose Shopify code is the last part of the ISO 3166-2 code, unless overridden below.
BY_ISO = frozenset("AE AR AU BR CA CL CO EG IE IN".split())
# Countries whose Google key is already Shopify's code.
BY_KEY = frozenset("ES IT US".split())
# Countries whose Shopify code is the whole ISO 3166-2 code.
BY_WHOLE_ISO = frozenset("JP KR".split())

MEXICO = {
    "CDMX": "DF",
    "Q.R.": "Q ROO",
}

# Google or ISO code → Shopify's; empty: Shopify has none.
OVERRIDES = {
    "IN": {"CT": "CG", "TG": "TS", "UT": "UK", "DH": ""},
    "IT": {"SU": ""},
    "AU": {"JBT": ""},
}

# Further writings → Shopify's code.
EXTRA = {
    "AE": {"Ras al-Khaimah": "RK", "Umm al-Quwain": "UQ", "Abu Zaby": "AZ", "Dubayy": "DU"},
    "CA": {"PEI": "PE", "Newfoundland": "NL", "PQ": "QC", "Yukon Territory": "YT"},
    "CO": {"Bogotá D.C.": "DC", "Distrito Capital de Bogotá": "DC"},
    "EG": {"6th of October": "SU", "Helwan": "HU", "Al Qahirah": "C", "Al Jizah": "GZ"},
    "ES": {
        "A Coruña": "C",
        "Baleares": "PM",
        "Illes Balears": "PM",
        "IB": "PM",
        "Araba": "VI",
        "Bizkaia": "BI",
        "Gipuzkoa": "SS",
        "Gerona": "GI",
        "Lleida": "L",
        "Orense": "OR",
        "Comunidad de Madrid": "M",
        "Principado de Asturias": "O",
        "Región de Murcia": "MU",
        "Nafarroa": "NA",
        "Tenerife": "TF",
    },
    "IN": {
        "CG": "CG",
        "TS": "TS",
        "UK": "UK",
        "OD": "OR",
        "Orissa": "OR",
        "DN": "DN",
        "DD": "DD",
        "Dadra and Nagar Haveli": "DN",
        "Daman and Diu": "DD",
        "Pondicherry": "PY",
        "New Delhi": "DL",
        "Uttaranchal": "UK",
    },
    "IT": {
        "Carbonia-Iglesias": "CI",
        "CI": "CI",
        "Medio Campidano": "VS",
        "VS": "VS",
        "Ogliastra": "OG",
        "OG": "OG",
        "Olbia-Tempio": "OT",
        "OT": "OT",
        "Roma Capitale": "RM",
        "Rome": "RM",
        "Milan": "MI",
        "Turin": "TO",
        "Naples": "NA",
        "Florence": "FI",
        "Venice": "VE",
        "Genoa": "GE",
    },
    "MX": {
        "México": "MEX",
        "Edo. de México": "MEX",
        "Distrito Federal": "DF",
        "Mexico City": "DF",
        "DF": "DF",
        "Coahuila": "COAH",
        "Michoacán de Ocampo": "MICH",
        "Veracruz de Ignacio de la Llave": "VER",
        "Querétaro de Arteaga": "QRO",
        "QROO": "Q ROO",
    },
    "US": {
        "Washington DC": "DC",
        "Washington D.C.": "DC",
        "US Virgin Islands": "VI",
        "Armed Forces Americas": "AA",
        "Armed Forces Europe": "AE",
        "Armed Forces Pacific": "AP",
    },
    "ZA": {
        "Eastern Cape": "EC",
        "EC": "EC",
        "Free State": "FS",
        "FS": "FS",
        "Gauteng": "GP",
        "GP": "GP",
        "GT": "GP",
        "KwaZulu-Natal": "NL",
        "KZN": "NL",
        "NL": "NL",
        "Limpopo": "LP",
        "LP": "LP",
        "Mpumalanga": "MP",
        "MP": "MP",
        "North West": "NW",
        "NW": "NW",
        "Northern Cape": "NC",
        "NC": "NC",
        "Western Cape": "WC",
        "WC": "WC",
    },
}
