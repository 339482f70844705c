"""Money and time as the system's locale writes them; money without any float."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from desktop.trade import Money, exponent

_SYMBOLS = {
    **{"USD": "$", "CAD": "CA$", "MXN": "MX$", "BRL": "R$", "AUD": "A$", "SGD": "S$"},
    **{"EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "PLN": "zł", "TRY": "₺", "SEK": "kr"},
}


def system_locale() -> QLocale:
    """The system's locale; American English where the system names none (the C locale)."""
    used = QLocale()
    return QLocale("en_US") if used.language() == QLocale.Language.C else used


def money_text(amount: Money | None) -> str:
    """An amount with its currency: "$1,234.50", "CA$39.99", "¥1,200"; a dash without one."""
    if amount is None:
        return "–"
    locale = system_locale()
    places = exponent(amount.currency)
    whole, rest = divmod(abs(amount.minor), 10**places)
    digits = locale.toString(whole)
    if places:
        digits += f"{locale.decimalPoint()}{rest:0{places}d}"
    symbol = _SYMBOLS.get(amount.currency, f"{amount.currency}\u00a0" if amount.currency else "")
    shown = locale.toCurrencyString(1, symbol).replace(locale.toString(1), digits)
    return f"−{shown}" if amount.minor < 0 else shown


def _moment(seconds: int, zone: str) -> QDateTime:
    place = ZoneInfo(zone) if zone else None
    at = datetime.fromtimestamp(seconds, place) if place else datetime.fromtimestamp(seconds)  # noqa: DTZ006  the computer's zone is meant
    return QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute, at.second))


def day_text(seconds: int | None, zone: str = "") -> str:
    """The day, short, as the system writes it; a dash without one."""
    if seconds is None:
        return "–"
    day = _moment(seconds, zone).date()
    return system_locale().toString(day, QLocale.FormatType.ShortFormat)


def time_text(seconds: int | None, zone: str = "") -> str:
    """Day and time, short, as the system writes them; a dash without one."""
    if seconds is None:
        return "–"
    locale = system_locale()
    return locale.toString(_moment(seconds, zone), QLocale.FormatType.ShortFormat)


def full_time_text(seconds: int | None, zone: str = "") -> str:
    """Day and time in full, for tooltips."""
    if seconds is None:
        return ""
    locale = system_locale()
    return locale.toString(_moment(seconds, zone), QLocale.FormatType.LongFormat)
