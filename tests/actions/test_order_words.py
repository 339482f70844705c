"""The words of a filter mean what a person means."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from desktop.actions.bad_input import BadInput
from desktop.actions.order_words import (
    first_second,
    last_second,
    read_currency,
    read_price,
    read_tags,
    read_word,
    read_words,
    zone_named,
)
from desktop.rows import SortKey, Status, SyncStatus, Tab


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def test_words_are_known_whatever_their_case_and_joints() -> None:
    assert read_word(Status, "partially-shipped", "--status") is Status.PARTIALLY_SHIPPED
    assert read_word(SyncStatus, "FAILED_ORDER", "--sync-status") is SyncStatus.FAILED_ORDER
    assert read_word(Tab, "Errors", "--tab") is Tab.ERRORS
    assert read_word(SortKey, "ship by", "--sort") is SortKey.SHIP_BY


def test_an_unknown_word_names_option_and_choices() -> None:
    with pytest.raises(BadInput, match="Partially Refunded") as caught:
        read_words(Status, ["Shipped,Lost"], "--status")
    assert caught.value.field == "--status"
    assert "Lost" in caught.value.problem


def test_several_words_in_one_text_or_in_many() -> None:
    expected = (Status.SHIPPED, Status.PENDING)
    assert read_words(Status, ["shipped, pending"], "") == expected
    assert read_words(Status, ["shipped", "pending", "Shipped"], "") == expected


def test_tags() -> None:
    assert read_tags(["fba", "FBM,fba"]) == ("FBA", "FBM")
    with pytest.raises(BadInput, match="FBA or FBM"):
        read_tags(["prime"])


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.5", "EUR", 1250), ("0", "USD", 0), ("1200", "JPY", 1200), ("1.234", "KWD", 1234)],
)
def test_prices_in_every_exponent(text: str, currency: str, minor: int) -> None:
    assert read_price(text, currency, "--price-from") == minor


@pytest.mark.parametrize(("text", "currency"), [("12,5", "EUR"), ("1.5", "JPY"), ("x", "EUR")])
def test_no_prices(text: str, currency: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_price(text, currency, "--price-to")
    assert caught.value.field == "--price-to"


def test_currency_codes() -> None:
    assert read_currency(" eur ") == "EUR"
    for wrong in ("euro", "E1R", "€€€"):
        with pytest.raises(BadInput):
            read_currency(wrong)


def test_a_day_is_the_whole_day_in_the_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert first_second("2026-07-01", berlin, "") == seconds(2026, 6, 30, 22, 0, 0)
    assert last_second("2026-07-01", berlin, "") == seconds(2026, 7, 1, 21, 59, 59)


def test_the_day_of_the_clock_change_has_its_own_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, last = (
        first_second("2026-03-29", berlin, ""),
        last_second("2026-03-29", berlin, ""),
    )
    assert last - first + 1 == 23 * 3600


def test_a_time_with_offset_stands_as_it_is() -> None:
    assert first_second("2026-07-01T12:00:00Z", None, "") == seconds(2026, 7, 1, 12, 0, 0)
    assert last_second("2026-07-01T12:00:00+02:00", None, "") == seconds(2026, 7, 1, 10, 0, 0)


def test_a_time_without_offset_is_in_the_zone() -> None:
    zone = timezone(timedelta(hours=-5))
    assert first_second("2026-07-01T12:00", zone, "") == seconds(2026, 7, 1, 17, 0, 0)


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "", "01.07.2026"])
def test_no_dates(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        first_second(text, None, "--created-from")
    assert caught.value.field == "--created-from"


def test_the_end_of_all_days_is_refused() -> None:
    with pytest.raises(BadInput):
        last_second("9999-12-31", None, "--created-to")


def test_zones() -> None:
    assert zone_named("Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert zone_named("") is None
    assert zone_named("No/Where") is None
    assert zone_named("../etc/passwd") is None
