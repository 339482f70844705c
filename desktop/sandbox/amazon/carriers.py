"""The carrier codes that Amazon takes, as it writes them."""

OTHER = "Other"
INDIA = "A21TJRUUN4KGV"
_LISTED = """USPS|UPS|UPSMI|FedEx|DHL|Fastway|GLS|GO!|Hermes Logistik Gruppe|Royal Mail|Parcelforce|
City Link|TNT|Target|SagawaExpress|NipponExpress|YamatoTransport|DHL Global Mail|
UPS Mail Innovations|FedEx SmartPost|OSM|OnTrac|Streamlite|Newgistics|Canada Post|Blue Package|
Chronopost|Deutsche Post|DPD|La Poste|Parcelnet|Poste Italiane|SDA|Smartmail|FEDEX_JP|JP_EXPRESS|
NITTSU|SAGAWA|YAMATO|BlueDart|AFL/Fedex|Aramex|India Post|Professional|DTDC|Overnite Express|
First Flight|Delhivery|Lasership|Yodel|DHL eCommerce|Amazon Shipping|Other"""
CODES = frozenset(code.strip() for code in _LISTED.split("|"))


def as_amazon_reads(code: str, name: str) -> tuple[str, str]:
    """Code and name as kept: a code in another spelling silently counts as an unknown carrier."""
    return (code, name) if code in CODES else (OTHER, name or code)
