"""Made-up buyers and addresses. Phones lie in ranges kept for fiction wherever there are such."""

from random import Random
from typing import Any

_FIRST = """Ada Ben Carla Dmitri Elena Farid Grace Hugo Imani Jonas Keiko Liam Mireille Nadia Omar
Priya Quentin Rosa Sam Tomas Uma Viktor Wanda Ximena Yusuf Zofia Anneliese Bartholomew Chidi Deirdre
Émile Søren Łukasz Jürgen Ana-Sofía Siobhán Ngozi Hiroshi Beatriz Maëlle""".split()
_LAST = """Abbott Bauer Castellano Dubois Eriksen Fontaine Garcia Haddad Ivanov Johansson Kowalski
Lindqvist Moreau Natarajan Okafor Petrov Quigley Rahman Schneider Tanaka Underhill Vasquez Whitaker
Xu Yilmaz Zimmermann O’Connor McAllister García-Núñez van-der-Berg D'Angelo
Featherstonehaugh""".split()
_UNUSUAL = (
    "נועה לוי",
    "محمد العلي",
    "Zoë Hart 🌲",
    "𝒯𝒾𝓃𝒶 Marsh",
    "山田 花子",
    "Madonna",
    "J. R. R. van der Westhuizen-Montgomery of Lower Slaughter",
)
_STREETS = """Alder Ct|Maple Ave|N 4th St|Orchard Rd|Lakeview Dr|Cedar Ln|Juniper Way|Harbor Blvd|
Elm St|Sycamore Pl|County Rd 12|W Mission St|Prospect Ave|Old Mill Rd|Pine Ridge Trl"""
STREETS = [street.strip() for street in _STREETS.replace("\n", "").split("|")]
_SECOND_LINES = ("Apt 4C", "Unit 12", "Suite 300", "# 7", "Floor 2", "c/o Front Desk")
COMPANIES = (
    "Okafor Catering LLC",
    "Lindqvist & Sons",
    "Blue Door Café",
    "Natarajan Architects",
    "Prairie Print Co.",
    "Kowalski Dental Group",
)

# city | state | postal code | sales tax in hundredths of a percent
_US = """Columbus|OH|43215|750;Portland|OR|97205|0;Austin|TX|78701|825;Brooklyn|NY|11215|888;
Seattle|WA|98103|1025;Denver|CO|80205|881;Chicago|IL|60614|1025;Atlanta|GA|30307|890;
San Francisco|CA|94110|863;Los Angeles|CA|90026|950;Phoenix|AZ|85004|860;Boston|MA|02118|625;
Nashville|TN|37206|925;Minneapolis|MN|55408|903;Madison|WI|53703|550;Miami|FL|33137|700;
Charlotte|NC|28203|725;Philadelphia|PA|19147|800;Pittsburgh|PA|15206|700;Detroit|MI|48201|600;
Salt Lake City|UT|84102|775;Boise|ID|83702|600;Missoula|MT|59801|0;Santa Fe|NM|87501|819;
Omaha|NE|68102|700;Kansas City|MO|64108|886;New Orleans|LA|70115|945;Richmond|VA|23220|600;
Baltimore|MD|21211|600;Burlington|VT|05401|700;Providence|RI|02906|700;Honolulu|HI|96815|471;
Anchorage|AK|99501|0;Washington|DC|20009|600;Bozeman|MT|59715|0;Fargo|ND|58102|750"""
_CA = """Toronto|ON|M5V 2T6|1300;Vancouver|BC|V6B 1A1|1200;Montréal|QC|H2X 1Y4|1498;
Calgary|AB|T2P 1J9|500;Halifax|NS|B3J 2K9|1400;Winnipeg|MB|R3C 4A5|1200;Ottawa|ON|K1P 5M7|1300"""
_MX = """Ciudad de México|CDMX|06700|1600;Guadalajara|JAL|44100|1600;Monterrey|NL|64000|1600;
Puebla|PUE|72000|1600;Mérida|YUC|97000|1600"""
Place = tuple[str, str, str, int]
PLACES: dict[str, list[Place]] = {
    country: [
        (city, state, postal, int(rate))
        for city, state, postal, rate in (
            entry.strip().split("|") for entry in table.replace("\n", "").split(";")
        )
    ]
    for country, table in (("US", _US), ("CA", _CA), ("MX", _MX))
}
_DIALLING = {"US": "+1 614-555-01", "CA": "+1 416-555-01", "MX": "+52 55 5555 01"}


def name(rng: Random) -> str:
    """A buyer's name, now and then one that tries the tables and the text direction."""
    if rng.random() < 0.04:
        return rng.choice(_UNUSUAL)
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def phone(rng: Random, country: str, trouble: str) -> str:
    """A phone as Amazon writes it, often with the extension of its forwarding service."""
    if trouble == "bad_phone":
        return rng.choice(("0", "000-000", "n/a", "+1 123"))
    number = f"{_DIALLING[country]}{rng.randrange(100):02d}"
    return f"{number} ext. {rng.randrange(10_000, 99_999)}" if rng.random() < 0.3 else number


def address(rng: Random, country: str, place: Place, trouble: str) -> dict[str, Any]:
    """A delivery address. The troubles missing_address and unknown_province leave it lacking."""
    city, state, postal, _ = place
    fields = {
        "name": name(rng),
        "companyName": rng.choice(COMPANIES) if rng.random() < 0.08 else "",
        "addressLine1": f"{rng.randrange(1, 9900)} {rng.choice(STREETS)}",
        "addressLine2": rng.choice(_SECOND_LINES) if rng.random() < 0.25 else "",
        "addressLine3": "",
        "city": city,
        "stateOrRegion": _spelled(rng, state),
        "postalCode": postal,
        "countryCode": country,
        "phone": phone(rng, country, trouble),
        "addressType": "COMMERCIAL" if rng.random() < 0.1 else "RESIDENTIAL",
    }
    if trouble == "unknown_province":
        fields["stateOrRegion"] = rng.choice(("Cascadia", "XX", "Jefferson"))
    if trouble == "missing_address":
        for absent in ("name", "addressLine1", "addressLine2", "phone"):
            del fields[absent]
    return fields


def _spelled(rng: Random, state: str) -> str:
    """Amazon passes on what buyers typed: mostly the code, sometimes not quite."""
    drawn = rng.random()
    if drawn < 0.06:
        return _LONG.get(state, state)
    return state.lower() if drawn < 0.12 else state


_LONG = {
    "CA": "California",
    "NY": "New York",
    "TX": "TEXAS",
    "ON": "Ontario",
    "QC": "Québec",
    "JAL": "Jalisco",
    "CDMX": "Ciudad de México",
    "WA": "Washington",
    "OH": "ohio",
}
