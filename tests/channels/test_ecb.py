"""The bank's daily rates: read with care, crossed exactly."""

import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest

from desktop.channels.ecb import EcbRates, cross_rate, daily_rates, read_rates
from desktop.channels.http import Http
from desktop.errors import NeedsPerson, TryLater
from tests.channels.loopback import answer, serving

DAILY = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 <gesmes:subject>Reference rates</gesmes:subject>
 <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
 <Cube>
  <Cube time='2026-11-20'>
   <Cube currency='USD' rate='1.0843'/>
   <Cube currency='JPY' rate='162.53'/>
   <Cube currency='SEK' rate='11.0210'/>
   <Cube currency='XXX' rate='-1'/>
   <Cube currency='YYY' rate='NaN'/>
   <Cube currency='ZZZ' rate='much'/>
  </Cube>
 </Cube>
</gesmes:Envelope>"""
RATES = EcbRates(
    "2026-11-20",
    {"USD": Decimal("1.0843"), "JPY": Decimal("162.53"), "SEK": Decimal("11.0210")},
)


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http(threading.Event())
    yield made
    made.close()


def test_the_rates_of_the_day_are_read(http: Http) -> None:
    with serving(lambda peer, _: peer.sendall(answer("200 OK", DAILY))) as server:
        assert daily_rates(http, server.url + "ecb/daily.xml") == RATES
    assert server.asked[0].startswith(b"GET /ecb/daily.xml ")


@pytest.mark.parametrize(
    "told",
    [
        answer("503 Unavailable", b"<html>"),
        answer("404 Not Found", DAILY),
        answer("200 OK", b"<html><body>Log in"),
        answer("200 OK", b"<html><body>Log in</body></html>"),
        answer("200 OK", b""),
        answer("200 OK", DAILY + b" " * (1 << 20)),
    ],
)
def test_what_is_no_rates_is_tried_later(http: Http, told: bytes) -> None:
    with (
        serving(lambda peer, _: peer.sendall(told)) as server,
        pytest.raises(TryLater) as caught,
    ):
        daily_rates(http, server.url)
    assert caught.value.code == "unavailable"


BOMB = b"""<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="&b;"/></Cube></Cube>"""
FILE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1">&f;</Cube></Cube></Cube>"""


@pytest.mark.parametrize(
    "document",
    [BOMB, FILE, b"<Cube/>", b"<Cube><Cube time='2026-11-20'/></Cube>", b"\x00", b"<a><b></a>"],
)
def test_a_document_that_is_unsafe_or_empty_is_none(document: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        read_rates(document)


@pytest.mark.parametrize(
    ("source", "target", "rate"),
    [
        ("EUR", "USD", "1.0843"),
        ("USD", "EUR", "0.9222539887"),
        ("USD", "JPY", "149.8939408"),
        ("JPY", "USD", "0.006671383745"),
        ("SEK", "SEK", "1"),
        ("EUR", "EUR", "1"),
    ],
)
def test_a_cross_rate_has_ten_digits_and_its_day(source: str, target: str, rate: str) -> None:
    made = cross_rate(RATES, source, target)
    assert (made.source, made.target, made.rate) == (source, target, rate)
    assert (made.date, made.origin) == ("2026-11-20", "ECB")


@pytest.mark.parametrize(("source", "target"), [("TRY", "USD"), ("USD", "XXX")])
def test_a_currency_the_bank_does_not_list_needs_a_person(source: str, target: str) -> None:
    with pytest.raises(NeedsPerson) as caught:
        cross_rate(RATES, source, target)
    assert caught.value.code == "currency_no_rate"
    assert source in caught.value.cause
