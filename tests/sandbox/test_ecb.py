"""The bank's rates: the form of the document, and which day it is of."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from desktop.sandbox.ecb import EcbPart, last_working_day
from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request

CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20T15:00:00", date(2026, 11, 20)),
        ("2026-11-20T14:59:59", date(2026, 11, 19)),
        ("2026-11-21T23:00:00", date(2026, 11, 20)),
        ("2026-11-22T12:00:00", date(2026, 11, 20)),
        ("2026-11-23T09:00:00", date(2026, 11, 20)),
        ("2026-11-23T16:00:00", date(2026, 11, 23)),
    ],
)
def test_the_last_working_day(moment: str, day: date) -> None:
    assert last_working_day(_seconds(moment)) == day


def test_the_document_holds_a_day_and_rates() -> None:
    part = EcbPart(SandboxTime(1.0, lambda: _seconds("2026-11-22T12:00:00")))
    request = Request("GET", "/daily.xml")
    assert part.operation(request) == "ecb.daily"
    answer = part.handle(request)
    assert answer.status == 200
    cubes = fromstring(answer.body).iter(CUBE)
    attributes = [cube.attrib for cube in cubes if cube.attrib]
    assert attributes[0] == {"time": "2026-11-20"}
    rates = {one["currency"]: Decimal(one["rate"]) for one in attributes[1:]}
    assert {"USD", "GBP", "JPY", "CAD"} <= rates.keys()
    assert all(rate > 0 for rate in rates.values())
    assert "EUR" not in rates


def test_only_the_document_is_there() -> None:
    part = EcbPart(SandboxTime())
    assert part.handle(Request("POST", "/daily.xml")).status == 404
    assert part.handle(Request("GET", "/other")).status == 404
