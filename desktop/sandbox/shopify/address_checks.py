"""What is wrong with a postal address, a phone number or an e-mail address of an order."""

import re
from typing import Any

import phonenumbers

from desktop.sandbox.shopify.refusals import Path, Refusals
from desktop.sandbox.shopify.zones import zones

_LONGEST = 255
_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
_DEAD_ENDINGS = (".invalid", ".test", ".localhost")
_LABELS = {"firstName": "First name", "lastName": "Last name", "zip": "Zip"}


def phone_is_plausible(text: str, country: str | None) -> bool:
    """Whether a number can exist: international, or national of that country."""
    if re.search(r"[A-Za-z]", text):
        return False
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def email_is_plausible(text: str) -> bool:
    """Whether an address has the right form and a domain that could get mail."""
    return bool(_EMAIL.fullmatch(text)) and not text.lower().endswith(_DEAD_ENDINGS)


def check_contact(order: dict[str, Any], refusals: Refusals) -> None:
    """The order's own e-mail and phone."""
    if order.get("email") and not email_is_plausible(order["email"]):
        refusals.add(("order", "email"), "Email is invalid")
    address = order.get("shippingAddress") or {}
    if order.get("phone") and not phone_is_plausible(order["phone"], address.get("countryCode")):
        refusals.add(("order", "phone"), "Phone is invalid")


def check_address(
    address: dict[str, Any] | None, path: Path, refusals: Refusals
) -> dict[str, Any] | None:
    """The address as the order keeps it; None where none was given."""
    if address is None:
        return None
    kept = {name: _tidy(value) for name, value in address.items()}
    for name, value in kept.items():
        if isinstance(value, str) and len(value) > _LONGEST:
            label = _LABELS.get(name, name.capitalize())
            message = f"{label} is too long (maximum is {_LONGEST} characters)"
            refusals.add((*path, name), message)
    country, province = kept.get("countryCode"), kept.get("provinceCode")
    known = zones(country) if country else {}
    if not known:
        kept["provinceCode"] = None
    elif province and province not in known:
        refusals.add((*path, "provinceCode"), "Province is not valid")
    if kept.get("phone") and not phone_is_plausible(kept["phone"], country):
        refusals.add((*path, "phone"), "Phone is invalid")
    return kept


def _tidy(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value
