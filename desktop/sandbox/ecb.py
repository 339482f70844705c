"""The European Central Bank's daily rates, as far as the form goes: the figures are made up."""

from datetime import UTC, date, datetime, timedelta

from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request, Response, html_response

_ENVELOPE = "http://www.gesmes.org/xml/2002-08-01"
_VOCABULARY = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"

# Units of each currency for one euro: plausible, and of no day in particular.
RATES = {
    "USD": "1.0868", "JPY": "171.35", "CZK": "24.871", "DKK": "7.4604", "GBP": "0.85912",
    "HUF": "398.40", "PLN": "4.2655", "RON": "5.0441", "SEK": "11.2430", "CHF": "0.94210",
    "ISK": "142.60", "NOK": "11.6215", "TRY": "47.9120", "AUD": "1.6604", "BRL": "6.0417",
    "CAD": "1.5128", "CNY": "7.7812", "HKD": "8.4655", "IDR": "17614.25", "ILS": "3.7904",
    "INR": "94.1275", "KRW": "1546.80", "MXN": "20.4417", "MYR": "4.6301", "NZD": "1.8472",
    "PHP": "63.114", "SGD": "1.4085", "THB": "35.912", "ZAR": "19.2844",
}  # fmt: skip


def last_working_day(moment: float) -> date:
    """The day whose rates are out: today after 15:00 UTC, never a Saturday or Sunday."""
    day = (datetime.fromtimestamp(moment, UTC) - timedelta(hours=15)).date()
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


def daily_xml(day: date) -> bytes:
    """The document as the bank publishes it."""
    cubes = "\n".join(
        f"\t\t\t<Cube currency='{currency}' rate='{rate}'/>" for currency, rate in RATES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gesmes:Envelope xmlns:gesmes="{_ENVELOPE}" xmlns="{_VOCABULARY}">\n'
        "\t<gesmes:subject>Reference rates</gesmes:subject>\n"
        "\t<gesmes:Sender>\n\t\t<gesmes:name>European Central Bank</gesmes:name>\n"
        "\t</gesmes:Sender>\n"
        f"\t<Cube>\n\t\t<Cube time='{day.isoformat()}'>\n{cubes}\n\t\t</Cube>\n\t</Cube>\n"
        "</gesmes:Envelope>\n"
    ).encode()


class EcbPart:
    """The part of the sandbox that gives exchange rates."""

    def __init__(self, timing: SandboxTime) -> None:
        self._timing = timing

    def operation(self, _request: Request) -> str:
        """There is one."""
        return "ecb.daily"

    def handle(self, request: Request) -> Response:
        """The rates of the last working day, whatever file below the prefix is asked for as XML."""
        if request.method != "GET" or not request.path.endswith(".xml"):
            return html_response(404, "<html><body>Not Found</body></html>")
        body = daily_xml(last_working_day(self._timing.now()))
        return Response(200, {"Content-Type": "text/xml"}, body)
