"""Takes what a person has to be told now: each thing once, one message an account and kind.

What comes in quiet hours waits for their end; ship-by warnings and cancel wishes pass through. What
is switched off counts as told, so that switching it on brings no flood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from desktop import clock
from desktop.actions.accounts import problems_of
from desktop.models import account as accounts
from desktop.models import archive, setting, told
from desktop.models.setting_kinds import quiet_span
from desktop.models.told import PASSING, Fact
from desktop.rows import NewsRow, Problem
from desktop.trade import Account

KINDS = ("ship_by", "cancel_wishes", "failures", "oversold", "refunds", "problems")
_PASS = ("ship_by", "cancel_wishes")
_HOUR_S = 3600
_SINGLE = {
    "cancel_wishes": ("cancel wish", "The buyer asks to cancel."),
    "oversold": ("oversold", "It took stock that was not there."),
    "refunds": ("refund not sent", "Made in Shopify; Amazon was not told."),
}
_SEVERAL = {
    "cancel_wishes": "cancel wishes",
    "oversold": "oversold",
    "refunds": "refunds not sent",
}


def take_news(problems: Sequence[Problem] = (), now: float | None = None) -> tuple[NewsRow, ...]:
    """What is new since the last time, noted as told; `problems` are what runs told meanwhile."""
    at = clock.now() if now is None else now
    wanted = {kind for kind in KINDS if setting.get(f"notify.{kind}")}
    waiting = set(KINDS) - set(_PASS) if is_quiet(at) else set()
    hours = setting.get("notify.ship_by_hours")
    archive.come_back(int(at), hours)  # a hidden order is warned of, and seen, too
    found: list[NewsRow] = []
    for one in accounts.accounts():
        facts = [*told.standing(one.id, int(at), hours), *_problems(one, problems)]
        new = told.renew(one.id, facts, waiting & wanted, int(at))
        for kind in KINDS:
            some = [each for each in new if each.kind == kind]
            if some and kind in wanted:
                found += _message(one, kind, some, at)
    return tuple(found)


def is_quiet(now: float) -> bool:
    """Whether quiet hours are on, by this computer's clock."""
    span = quiet_span(str(setting.get("notify.quiet_hours")))
    if span is None:
        return False
    local = datetime.fromtimestamp(now).astimezone()
    start, end, minute = *span, local.hour * 60 + local.minute
    return start <= minute < end if start < end else minute >= start or minute < end


def _problems(account: Account, passing: Sequence[Problem]) -> Iterator[Fact]:
    """What stops a side, and what a run told besides."""
    stored = {f"{one.side}/{one.code}": one for one in problems_of(account)}
    told_now = {f"{one.side}/{one.code}": one for one in passing if one.account == account.name}
    for subject, one in (told_now | stored).items():
        words = f"{one.title}\n{one.cause} {one.cure}"
        place = subject if subject in stored else f"{PASSING}{subject}"
        yield Fact("problems", account.id, place, 0, "", words)


def _message(account: Account, kind: str, facts: Sequence[Fact], now: float) -> Iterator[NewsRow]:
    orders = tuple(dict.fromkeys(one.order_id for one in facts))
    only = orders[0] if len(orders) == 1 else 0
    row = NewsRow(kind, account.id, "", "", only, len(orders))
    first = facts[0]
    if kind == "problems":
        for one in facts:
            title, _, text = one.words.partition("\n")
            yield replace(row, title=f"{account.name}: {title}", text=text, order_id=0, orders=0)
        return
    if kind == "ship_by":
        yield _ship_by(account, row, facts, now)
        return
    if kind == "failures":
        words = "new failure" if only else f"{len(orders)} new failures"
        rest = f"{first.amazon_order_id}: {first.words}" if only else _causes(facts)
    else:
        single, why = _SINGLE[kind]
        words = single if only else f"{len(orders)} {_SEVERAL[kind]}"
        rest = f"{first.amazon_order_id}: {why}"
    yield replace(row, title=f"{account.name}: {words}", text=rest)


def _causes(facts: Sequence[Fact]) -> str:
    """ "3 × No product; 2 × No street"."""
    titles = sorted(one.words.rstrip(".") for one in facts)
    counted = sorted(((len(list(some)), title) for title, some in groupby(titles)), reverse=True)
    shown = "; ".join(f"{count} × {title}" for count, title in counted[:3])
    return shown + ("; and others." if len(counted) > 3 else ".")


def _ship_by(account: Account, row: NewsRow, facts: Sequence[Fact], now: float) -> NewsRow:
    """By the nearest mark that is passed; what is late is said."""
    by_order = {one.order_id: one for one in sorted(facts, key=lambda one: one.mark, reverse=True)}
    marks = sorted(one.mark for one in by_order.values())
    late = sum(one.at <= now for one in by_order.values())
    soonest = min(by_order.values(), key=lambda one: one.at)
    count = len(by_order)
    what = "1 order" if count == 1 else f"{count} orders"
    words = f"{what} to ship within {marks[-1]} hours"
    if late:
        words += f", {late} late" if count > late else ", late"
    when = datetime.fromtimestamp(soonest.at).astimezone().strftime("%a %H:%M")
    return replace(
        row,
        title=f"{account.name}: {words}",
        text=f"{'First' if count > 1 else 'Ship'}: {soonest.amazon_order_id}, by {when}.",
    )
