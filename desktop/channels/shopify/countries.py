"""Countries as Shopify names them, and the country and Seller Central host of a marketplace."""

# Shopify's enum CountryCode, version 2026-10, without ZZ (unknown).
COUNTRIES = frozenset(
    """
    AC AD AE AF AG AI AL AM AN AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GW GY HK HM HN HR
    HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK
    LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
    NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PS PT PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
    UA UG UM US UY UZ VA VC VE VG VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)

_OTHER_NAMES = {"UK": "GB", "EL": "GR", "XI": "GB"}

_MARKETPLACES = {
    "ATVPDKIKX0DER": ("US", "sellercentral.amazon.com"),
    "A2EUQ1WTGCTBG2": ("CA", "sellercentral.amazon.ca"),
    "A1AM78C64UM0Y8": ("MX", "sellercentral.amazon.com.mx"),
    "A2Q3Y263D00KWC": ("BR", "sellercentral.amazon.com.br"),
    "A1F83G8C2ARO7P": ("GB", "sellercentral.amazon.co.uk"),
    "A1PA6795UKMFR9": ("DE", "sellercentral.amazon.de"),
    "A13V1IB3VIYZZH": ("FR", "sellercentral.amazon.fr"),
    "APJ6JRA9NG5V4": ("IT", "sellercentral.amazon.it"),
    "A1RKKUPIHCS9HS": ("ES", "sellercentral.amazon.es"),
    "A1805IZSGTT6HS": ("NL", "sellercentral.amazon.nl"),
    "A2NODRKZP88ZB9": ("SE", "sellercentral.amazon.se"),
    "A1C3SOZRARQ6R3": ("PL", "sellercentral.amazon.pl"),
    "AMEN7PMS3EDWL": ("BE", "sellercentral.amazon.com.be"),
    "A28R8C7NBKEWEA": ("IE", "sellercentral.amazon.ie"),
    "A33AVAJ2PDY3EV": ("TR", "sellercentral.amazon.com.tr"),
    "A2VIGQ35RCS4UG": ("AE", "sellercentral.amazon.ae"),
    "A17E79C6D8DWNP": ("SA", "sellercentral.amazon.sa"),
    "ARBP9OOSHTCHU": ("EG", "sellercentral.amazon.eg"),
    "AE08WJ6YKNBMC": ("ZA", "sellercentral.amazon.co.za"),
    "A21TJRUUN4KGV": ("IN", "sellercentral.amazon.in"),
    "A1VC38T7YXB528": ("JP", "sellercentral.amazon.co.jp"),
    "A39IBJ37TRP1C6": ("AU", "sellercentral.amazon.com.au"),
    "A19VAU5U5O7RUS": ("SG", "sellercentral.amazon.sg"),
}


def country_code(text: str) -> str:
    """Shopify's code for a country code of Amazon's; empty where Shopify has no such country."""
    code = text.strip().upper()
    code = _OTHER_NAMES.get(code, code)
    return code if code in COUNTRIES else ""


def marketplace_country(marketplace_id: str) -> str:
    """The country of a marketplace; empty where it is not known."""
    return _MARKETPLACES.get(marketplace_id, ("", ""))[0]


def seller_central_url(marketplace_id: str, amazon_order_id: str) -> str:
    """Where the seller sees the order at Amazon; empty where the marketplace is not known."""
    host = _MARKETPLACES.get(marketplace_id, ("", ""))[1]
    return f"https://{host}/orders-v3/order/{amazon_order_id}" if host else ""
