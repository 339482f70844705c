"""Amazon's address as Shopify's MailingAddressInput, nothing of it lost.

What has no place in Shopify's fields (a refused phone, an extension, what does not fit) is handed
back as lines for the order's note; what was changed is told without buyer's data.
"""

from dataclasses import dataclass
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.shopify.countries import country_code
from desktop.channels.shopify.phone import read_phone
from desktop.channels.shopify.provinces import is_no_province, province_code
from desktop.trade import Address

LONGEST = 255


@dataclass(frozen=True, slots=True)
class ShopAddress:
    """The address to send. `note_lines` may hold buyer's data, `notes` never do."""

    fields: dict[str, Any]
    note_lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def shop_address(address: Address, buyer_name: str, without: frozenset[str]) -> ShopAddress:
    """The address for Shopify, without the parts ("phone", "province") that are to be left out.

    Raises NeedsPerson (country_unknown).
    """
    country = country_code(address.country)
    if not country:
        raise order_failure("country_unknown", country=address.country.strip() or "(none)")
    first, last = split_name(address.name if address.name.strip() else buyer_name)
    province, left_over, province_notes = _province(address, country, without)
    city, line1, line2, overflow = _lines(address, left_over)
    phone, phone_lines, phone_notes = _phone(address.phone, country, without)
    fields = {
        "firstName": _clip(first),
        "lastName": _clip(last),
        "company": _clip(_squeezed(address.company)),
        "address1": line1,
        "address2": line2,
        "city": city,
        "provinceCode": province,
        "countryCode": country,
        "zip": _clip(_squeezed(address.postal_code)),
        "phone": phone,
    }
    long_notes = ("Part of the address was too long and stands in the note.",) if overflow else ()
    return ShopAddress(
        {key: value for key, value in fields.items() if value},
        (*([f"Address, continued: {overflow}"] if overflow else []), *phone_lines),
        (*province_notes, *long_notes, *phone_notes),
    )


def split_name(name: str) -> tuple[str, str]:
    """First and last name: split at the last space, one word is a last name.

    Names in Chinese, Japanese or Korean writing put the family name first.
    """
    words = name.split()
    if len(words) < 2:
        return "", "".join(words)
    if _is_east_asian(words[0]):
        return " ".join(words[1:]), words[0]
    return " ".join(words[:-1]), words[-1]


def _is_east_asian(word: str) -> bool:
    """Kana, Han or Hangul."""
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in word)


def _province(
    address: Address, country: str, without: frozenset[str]
) -> tuple[str, str, tuple[str, ...]]:
    """Code, the text that has to go elsewhere, and what to tell."""
    text = _squeezed(address.state)
    code = province_code(country, text)
    if code and "province" not in without:
        return code, "", ()
    if is_no_province(text) and not code:
        return "", "", ()
    if code:
        return "", text, ("Shopify refused the province; it stands in the second address line.",)
    return "", text, ()


def _lines(address: Address, province: str) -> tuple[str, str, str, str]:
    """City, both address lines, and what fits in neither, broken at spaces only."""
    street = [address.line1, address.line2, address.line3]
    places = [_squeezed(place) for place in (address.district, address.municipality)]
    city = _squeezed(address.city)
    if not city:
        city = next((place for place in reversed(places) if place), "")
    city, city_rest = _broken(city)
    parts = [_squeezed(part) for part in street]
    named = {city.casefold()}
    for place in (*places, province):
        if place and place.casefold() not in named:
            parts.append(place)
            named.add(place.casefold())
    first, *rest = [part for part in parts if part] or [""]
    line1, more = _broken(first)
    line2, overflow = _broken(", ".join(part for part in (more, *rest, city_rest) if part))
    return city, line1, line2, overflow


def _broken(text: str) -> tuple[str, str]:
    """What fits into one field, and the rest; broken at a space where there is one."""
    if len(text) <= LONGEST:
        return text, ""
    cut = text.rfind(" ", 0, LONGEST + 1)
    cut = cut if cut > 0 else LONGEST
    return text[:cut].rstrip(), text[cut:].lstrip()


def _phone(
    text: str, country: str, without: frozenset[str]
) -> tuple[str, list[str], tuple[str, ...]]:
    """The number to send, note lines, and what to tell."""
    text = _squeezed(text)
    if not text:
        return "", [], ()
    phone = read_phone(text, country)
    if "phone" in without or not phone.number:
        why = "refused by Shopify" if "phone" in without else "not a valid number"
        return "", [f"Phone ({why}): {text}"], (f"The phone was left out: {why}.",)
    lines = [f"Phone extension: {phone.extension}"] if phone.extension else []
    return phone.number, lines, ()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _clip(text: str) -> str:
    return text[:LONGEST]
