"""A number as a person types it (pure)."""

from decimal import Decimal, InvalidOperation

from desktop.ui.figures import system_locale


def typed_number(text: str) -> Decimal | None:
    """A positive number as a person of any locale types it; None where it is none."""
    point = str(system_locale().decimalPoint())
    plain = text.strip().replace("%", "").replace(" ", "").replace("\u00a0", "")
    for mark in {point, ","} - {"."}:
        plain = plain.replace(mark, ".") if plain.count(mark) == 1 and "." not in plain else plain
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None
