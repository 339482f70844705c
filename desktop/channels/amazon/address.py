"""Amazon's postal address in our words."""

from desktop.channels.amazon.records import PostalAddress, Recipient, StreetParts
from desktop.channels.amazon.regions import iso_country
from desktop.trade import Address

_NO_PARTS = StreetParts()


def read_address(given: PostalAddress | None) -> Address | None:
    """The address with blanks trimmed; None where Amazon gives nothing at all."""
    if given is None:
        return None
    parts = given.extended_fields or _NO_PARTS
    line1, line2 = _text(given.address_line1), _text(given.address_line2)
    if not line1:
        line1 = ", ".join(filter(None, (_text(parts.street_name), _text(parts.street_number))))
        line2 = line2 or _text(parts.complement)
    address = Address(
        name=_text(given.name),
        company=_text(given.company_name),
        line1=line1,
        line2=line2,
        line3=_text(given.address_line3),
        city=_text(given.city),
        district=_text(given.district_or_county) or _text(parts.neighborhood),
        municipality=_text(given.municipality),
        state=_text(given.state_or_region),
        postal_code=_text(given.postal_code),
        country=iso_country(given.country_code or ""),
        phone=_text(given.phone),
        kind=_text(given.address_type),
    )
    return None if address == _EMPTY else address


def read_delivery_note(recipient: Recipient | None) -> str:
    """Where to leave the parcel and how to find the door, in one line."""
    preference = recipient.delivery_preference if recipient else None
    if preference is None:
        return ""
    told = _text(preference.drop_off_location), _text(preference.address_instruction)
    return "; ".join(filter(None, told))


_EMPTY = Address()


def _text(value: str | None) -> str:
    return value.strip() if value else ""
