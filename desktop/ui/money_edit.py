"""A field for an amount in a currency, as the system writes it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.trade import exponent
from desktop.ui.figures import system_locale
from desktop.ui.typed_number import typed_number

_LONGEST = 14


def typed_minor(text: str, currency: str) -> int | None:
    """An amount in minor units as a person types it; nothing typed is zero, None is no amount."""
    if not text.strip().strip("0.,"):
        return 0
    number = typed_number(text)
    if number is None:
        return None
    minor = number.scaleb(exponent(currency))
    return int(minor) if minor == minor.to_integral_value() else None


def plain_amount(minor: int, currency: str) -> str:
    """An amount without its currency, as it is typed."""
    places = exponent(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}{system_locale().decimalPoint()}{rest:0{places}d}" if places else str(whole)


class MoneyEdit(QLineEdit):
    """`minor` is what is typed in minor units, None where it is no amount."""

    def __init__(self, currency: str, minor: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self.setMaxLength(_LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.show_minor(minor)

    @property
    def minor(self) -> int | None:
        """What is typed."""
        return typed_minor(self.text(), self._currency)

    def show_minor(self, minor: int) -> None:
        """Put an amount in."""
        self.setText(plain_amount(minor, self._currency))
