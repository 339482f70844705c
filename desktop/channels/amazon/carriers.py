"""Carriers in Amazon's exact words, and what a tracking number tells of its carrier (pure).

Amazon takes a code only as it writes it, capitals included: another spelling silently counts as an
unknown carrier and harms the seller's rating.
"""

import re
from difflib import SequenceMatcher

OTHER = "Other"  # with the carrier's name beside it; not accepted in India

# "DHL eCommerce" and "Amazon Shipping" are of Seller Central's longer list.
CARRIERS: tuple[str, ...] = (
    *("USPS", "UPS", "UPSMI", "FedEx", "DHL", "Fastway", "GLS", "GO!", "Hermes Logistik Gruppe"),
    *("Royal Mail", "Parcelforce", "City Link", "TNT", "Target", "SagawaExpress", "NipponExpress"),
    *("YamatoTransport", "DHL Global Mail", "UPS Mail Innovations", "FedEx SmartPost", "OSM"),
    *("OnTrac", "Streamlite", "Newgistics", "Canada Post", "Blue Package", "Chronopost"),
    *("Deutsche Post", "DPD", "La Poste", "Parcelnet", "Poste Italiane", "SDA", "Smartmail"),
    *("FEDEX_JP", "JP_EXPRESS", "NITTSU", "SAGAWA", "YAMATO", "BlueDart", "AFL/Fedex", "Aramex"),
    *("India Post", "Professional", "DTDC", "Overnite Express", "First Flight", "Delhivery"),
    *("Lasership", "Yodel", "DHL eCommerce", "Amazon Shipping", OTHER),
)

# A company as Shopify names it → Amazon's code.
PREFILLED: dict[str, str] = {
    "USPS": "USPS",
    "UPS": "UPS",
    "FedEx": "FedEx",
    "DHL": "DHL",
    "DHL Express": "DHL",
    "DHL Parcel": "DHL",
    "DHL eCommerce": "DHL eCommerce",
    "DHL eCommerce Asia": "DHL eCommerce",
    "GLS": "GLS",
    "GLS Italy": "GLS",
    "DPD": "DPD",
    "DPD UK": "DPD",
    "DPD Local": "DPD",
    "DPD Ireland": "DPD",
    "TNT": "TNT",
    "TNT Australia": "TNT",
    "Royal Mail": "Royal Mail",
    "Parcelforce": "Parcelforce",
    "Yodel": "Yodel",
    "Fastway": "Fastway",
    "Hermes": "Hermes Logistik Gruppe",
    "Deutsche Post": "Deutsche Post",
    "Deutsche Post (DE)": "Deutsche Post",
    "Deutsche Post (EN)": "Deutsche Post",
    "La Poste": "La Poste",
    "Colissimo": "La Poste",
    "La Poste Colissimo": "La Poste",
    "Chronopost": "Chronopost",
    "Poste Italiane": "Poste Italiane",
    "Canada Post": "Canada Post",
    "OnTrac": "OnTrac",
    "Lasership": "Lasership",
    "Aramex": "Aramex",
    "Aramex Australia": "Aramex",
    "Sagawa (EN)": "SAGAWA",
    "Sagawa (JA)": "SAGAWA",
    "Yamato (EN)": "YAMATO",
    "Yamato (JA)": "YAMATO",
    "Japan Post (EN)": "JP_EXPRESS",
    "Japan Post (JA)": "JP_EXPRESS",
    "日本通運": "NITTSU",
    "DTDC": "DTDC",
    "India Post": "India Post",
    "Delhivery": "Delhivery",
    "Professional Couriers": "Professional",
    "Amazon Logistics UK": "Amazon Shipping",
}
_IN_COUNTRY: dict[tuple[str, str], str] = {("FedEx", "JP"): "FEDEX_JP"}

_POSTAL = "[A-Z]{2}[0-9]{9}"  # the post's own number, followed by its country
# The number as a carrier writes it, blanks and dashes left out; the most telling first.
_FORMATS: dict[str, str] = {
    "UPS": r"1Z[0-9A-Z]{16}|T[0-9]{10}|[0-9]{9}|[0-9]{12}|[0-9]{18}|[0-9]{26}",
    "USPS": rf"{_POSTAL}US|9[1-5][0-9]{{18,20}}|420[0-9]{{23,31}}|[0-9]{{20}}|[0-9]{{22}}",
    "FedEx": r"[0-9]{12}|[0-9]{14,15}|96[0-9]{18,20}|[0-9]{20}|[0-9]{22}|[0-9]{34}",
    "DHL": r"JJD[0-9A-Z]{10,30}|JVGL[0-9]{10,20}|[0-9]{10,12}|[0-9]{14}|[0-9]{16}|[0-9]{18}|"
    rf"[0-9]{{20}}|[0-9]{{22}}|[0-9]{{39}}|[A-Z]{{3}}[0-9]{{7,20}}|{_POSTAL}[A-Z]{{2}}|1[A-Z0-9]{{9,30}}",
    "Royal Mail": rf"{_POSTAL}GB|[0-9A-F]{{16}}|[0-9A-Z]{{16}}|[0-9A-Z]{{21}}",
    "Parcelforce": rf"{_POSTAL}GB|[A-Z]{{2}}[0-9]{{7}}|[A-Z]{{4}}[0-9]{{10}}|[0-9]{{12,14}}",
    "Canada Post": rf"{_POSTAL}CA|[0-9]{{16}}",
    "La Poste": rf"[0-9][0-9A-Z][0-9]{{11}}|{_POSTAL}FR|[0-9A-Z]{{2}}[0-9]{{11,13}}",
    "Chronopost": rf"{_POSTAL}[A-Z]{{2}}|[0-9A-Z]{{13,15}}",
    "Poste Italiane": rf"{_POSTAL}IT|[0-9A-Z]{{13}}",
    "India Post": rf"{_POSTAL}IN",
    "YAMATO": r"[0-9]{12}",
    "SAGAWA": r"[0-9]{10}|[0-9]{12}",
    "JP_EXPRESS": rf"[0-9]{{11,13}}|{_POSTAL}JP",
    "OnTrac": r"[CD][0-9]{14}",
    "Lasership": r"L[A-Z][0-9]{8,12}|1LS[0-9A-Z]{8,20}",
    "DPD": r"[0-9]{10}|[0-9]{14}[0-9A-Z]?",
    "GLS": r"[0-9]{10,14}|[0-9]{20}|[0-9A-Z]{8}",
    "Hermes Logistik Gruppe": r"[0-9]{14}|[0-9]{16}|H[0-9A-Z]{19}",
    "Yodel": r"JD[0-9]{16}|JJD[0-9]{16}|[0-9A-Z]{16,18}",
}
_COMPILED = {code: re.compile(pattern) for code, pattern in _FORMATS.items()}
# Formats that are one carrier's alone; the rest is digits that several have.
_TELLING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"1Z[0-9A-Z]{16}", "UPS"),
        (rf"{_POSTAL}US|(92|93|94|95)[0-9]{{20}}|420[0-9]{{23,31}}", "USPS"),
        (rf"{_POSTAL}GB", "Royal Mail"),
        (rf"{_POSTAL}CA", "Canada Post"),
        (rf"{_POSTAL}IN", "India Post"),
        (rf"{_POSTAL}JP", "JP_EXPRESS"),
        (rf"{_POSTAL}IT", "Poste Italiane"),
        (rf"{_POSTAL}FR", "La Poste"),
        (rf"{_POSTAL}DE", "Deutsche Post"),
        (r"JJD[0-9A-Z]{10,30}|JVGL[0-9]{10,20}|0034[0-9]{16}", "DHL"),
        (r"[CD][0-9]{14}", "OnTrac"),
        (r"L[A-Z][0-9]{8,12}|1LS[0-9A-Z]{8,20}", "Lasership"),
        (r"96[0-9]{20}", "FedEx"),
        (r"H[0-9]{19}", "Hermes Logistik Gruppe"),
    )
)
_ALIKE = 0.82
_FEWEST_DIGITS = 6


def guess(number: str) -> tuple[str, ...]:
    """Codes of the carriers that may have given out this number, the likeliest first.

    One where the number tells it; several where only its length does; none where nothing fits.
    """
    bare = _bare(number)
    if sum(map(str.isdigit, bare)) < _FEWEST_DIGITS:
        return ()
    telling = tuple(dict.fromkeys(code for fits_, code in _TELLING if fits_.fullmatch(bare)))
    return telling or tuple(code for code, form in _COMPILED.items() if form.fullmatch(bare))


def fits(code: str, number: str) -> bool:
    """Whether a number looks like one of the carrier's; where its form is not known, it does."""
    form = _COMPILED.get(code)
    return bool(_bare(number)) and (form is None or form.fullmatch(_bare(number)) is not None)


def prefilled(company: str, country: str = "") -> str | None:
    """Amazon's code for a company as Shopify names it, in the country of the marketplace."""
    return _IN_COUNTRY.get((company, country)) or PREFILLED.get(company)


def prefilled_in_countries() -> tuple[tuple[str, str, str], ...]:
    """(Company, country, Amazon's code) where a country has a code of its own."""
    return tuple((company, country, code) for (company, country), code in _IN_COUNTRY.items())


def resemble(name: str) -> str | None:
    """The listed carrier that a free name most likely means; None where there is none."""
    given = _letters(name)
    if not given:
        return None
    known = {_letters(code): code for code in CARRIERS if code != OTHER}
    known |= {_letters(company): code for company, code in PREFILLED.items()}
    if given in known:
        return known[given]
    inside = [one for one in known if len(one) >= 3 and _begins(name, one)]
    if inside:
        return known[max(inside, key=len)]
    alike = max(known, key=lambda one: SequenceMatcher(None, given, one).ratio())
    likeness = SequenceMatcher(None, given, alike).ratio()
    return known[alike] if len(given) > 3 and likeness >= _ALIKE else None


def _begins(name: str, known: str) -> bool:
    """Whether the first words of a name, taken together, are a known carrier."""
    words = re.findall(r"\w+", name)
    return any(_letters("".join(words[:count])) == known for count in range(1, len(words)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _bare(number: str) -> str:
    return re.sub(r"[\s\-.]", "", number).upper()
