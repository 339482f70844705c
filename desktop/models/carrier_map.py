"""What a shop's carriers are called on Amazon: the seller's own map, by country and wildcard."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from desktop.models.database import read, write
from desktop.models.tables import CarrierTable

ANY = "*"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One entry. `company` may hold `*`; an empty country stands for all.

    `carrier_name` is told beside Amazon's code `Other`.
    """

    company: str
    country: str
    amazon_code: str
    carrier_name: str = ""


def carrier(account_id: int, company: str, country: str = "") -> tuple[str, str] | None:
    """(Amazon's code, carrier name) for a company; None where nothing is mapped.

    An exact company comes before a wildcard, the longer wildcard before the shorter, and an entry
    of the country before one for all. Capitals and blanks at the ends do not matter.
    """
    name = company.strip().casefold()
    fitting = [
        one
        for one in carriers(account_id)
        if one.country in ("", country) and _matches(one.company.casefold(), name)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: _rank(one, name))
    return best.amazon_code, best.carrier_name


def fits(company: str, name: str) -> bool:
    """Whether an entry of that company, or pattern with `*`, is for a carrier of that name."""
    return _matches(company.strip().casefold(), name.strip().casefold())


def _matches(pattern: str, name: str) -> bool:
    if ANY not in pattern:
        return pattern == name
    literal = pattern.replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(name, literal)


def _rank(one: Carrier, name: str) -> tuple[bool, int, bool]:
    literal = len(one.company.replace(ANY, ""))
    return one.company.casefold() == name, literal, bool(one.country)


def carriers(account_id: int) -> tuple[Carrier, ...]:
    """The whole map of an account, by company and country."""
    with read():
        rows = CarrierTable.select().where(CarrierTable.account_id == account_id)
        return tuple(
            Carrier(row.company, row.country, row.amazon_code, row.carrier_name)
            for row in rows.order_by(CarrierTable.company, CarrierTable.country)
        )


def set_carrier(
    account_id: int, company: str, amazon_code: str, carrier_name: str = "", country: str = ""
) -> None:
    """Map a company, or a pattern with `*`, for one country or all.

    Raises ValueError where company or code is empty.
    """
    if not company.strip() or not amazon_code.strip():
        raise ValueError("a carrier needs the company in Shopify and the code of Amazon")
    with write():
        for one in carriers(account_id):  # however it was written: one company, one entry
            same = one.company.casefold() == company.strip().casefold()
            if same and one.country == country.upper():
                remove_carrier(account_id, one.company, one.country)
        CarrierTable.insert(
            account_id=account_id,
            company=company.strip(),
            country=country.upper(),
            amazon_code=amazon_code,
            carrier_name=carrier_name,
        ).execute()


def remove_carrier(account_id: int, company: str, country: str = "") -> bool:
    """Forget an entry; whether there was one."""
    with write():
        return bool(
            CarrierTable.delete()
            .where(
                (CarrierTable.account_id == account_id)
                & (CarrierTable.company == company)
                & (CarrierTable.country == country)
            )
            .execute()
        )


def prefill(account_id: int, entries: Iterable[Carrier]) -> int:
    """Add what is not mapped yet, such as the services' own lists; how many were new."""
    rows = [
        {
            "account_id": account_id,
            "company": one.company,
            "country": one.country,
            "amazon_code": one.amazon_code,
            "carrier_name": one.carrier_name,
        }
        for one in entries
    ]
    with write():
        before = len(carriers(account_id))
        for row in rows:
            CarrierTable.insert(**row).on_conflict_ignore().execute()
        return len(carriers(account_id)) - before
