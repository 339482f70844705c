"""Legal value added tax rates by country, in percent, the standard rate first.

Sources: European Commission, "Taxes in Europe Database" (state of 2026, with the rates of the two
years before, because older orders are imported too); gov.uk for GB and IM; the tax authorities of
the others. Only used to give a derived rate its legal value; amounts are never computed from it.
"""

from fractions import Fraction

_PERCENT = {
    "AT": "20 13 10",
    "BE": "21 12 6",
    "BG": "20 9",
    "CY": "19 9 5 3",
    "CZ": "21 12",
    "DE": "19 7",
    "DK": "25",
    "EE": "24 22 13 9 5",
    "ES": "21 10 4 5",
    "FI": "25.5 24 14 13.5 10",
    "FR": "20 10 5.5 2.1",
    "GR": "24 13 6 17 9 4",
    "HR": "25 13 5",
    "HU": "27 18 5",
    "IE": "23 13.5 9 4.8",
    "IT": "22 10 5 4",
    "LT": "21 12 9 5",
    "LU": "17 14 8 3",
    "LV": "21 12 5",
    "MC": "20 10 5.5 2.1",
    "MT": "18 12 7 5",
    "NL": "21 9",
    "PL": "23 8 5",
    "PT": "23 13 6 22 12 5 16 9 4",
    "RO": "21 19 11 9 5",
    "SE": "25 12 6",
    "SI": "22 9.5 5",
    "SK": "23 20 19 10 5",
    "GB": "20 5",
    "IM": "20 5",
    "AE": "5",
    "AU": "10",
    "CA": "5 13 15 14 12 11 14.975",
    "CH": "8.1 2.6 3.8",
    "EG": "14 5",
    "IN": "18 5 12 28 40 3",
    "IS": "24 11",
    "JP": "10 8",
    "LI": "8.1 2.6 3.8",
    "MX": "16 8",
    "NO": "25 15 12",
    "NZ": "15",
    "SA": "15",
    "SG": "9",
    "TR": "20 10 1",
    "ZA": "15",
}

LEGAL_RATES: dict[str, tuple[Fraction, ...]] = {
    country: tuple(Fraction(rate) / 100 for rate in rates.split())
    for country, rates in _PERCENT.items()
}

# Where consumer prices include value added tax by EU or UK law.
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK"
EU_AND_UK = frozenset(_EU.split()) | {"GB", "IM"}
