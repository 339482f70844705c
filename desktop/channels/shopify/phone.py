"""Phone numbers as Shopify takes them: E.164, with the extension told apart."""

from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 (empty where the text is no valid number), and its extension."""

    number: str = ""
    extension: str = ""


def read_phone(text: str, country: str) -> Phone:
    """The phone number in a text such as "+1 347-448-3190 ext. 12345".

    A number without a country prefix is read as one of the given country.
    """
    try:
        parsed = phonenumbers.parse(text.strip(), country or None)
    except phonenumbers.NumberParseException:
        return Phone()
    if not phonenumbers.is_valid_number(parsed):
        return Phone()
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(number, parsed.extension or "")
