"""Connects one Amazon seller account with one Shopify store: checks both sides, then saves."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event

from desktop import clock
from desktop.actions.account_secrets import put_secrets, secrets_of
from desktop.actions.bad_input import BadInput
from desktop.actions.connect_request import ConnectRequest
from desktop.actions.side_check import SideCheck, check_amazon_side, check_shopify_side
from desktop.catalogue import profile_problem
from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.errors import Side
from desktop.models import account as stored
from desktop.models import setting
from desktop.models.database import write
from desktop.profile import Profile
from desktop.sync import carriers_ready
from desktop.sync import start as sync_start
from desktop.trade import Account, AmazonAccess, ShopFacts

_SIDES: tuple[Side, ...] = ("amazon", "shopify")


@dataclass(frozen=True, slots=True)
class ConnectOutcome:
    """What was found on both sides; without `account` a check failed and nothing was saved."""

    account: Account | None
    amazon: SideCheck
    shopify: SideCheck
    is_new: bool = True
    started: str = ""

    @property
    def is_connected(self) -> bool:
        """Whether the account was saved."""
        return self.account is not None


@dataclass(frozen=True, slots=True)
class _Sides:
    amazon: SideCheck
    shopify: SideCheck

    @property
    def facts(self) -> ShopFacts | None:
        well = self.amazon.is_well and self.shopify.is_well
        return self.shopify.facts if well else None


def connect(
    request: ConnectRequest,
    profile: Profile,
    *,
    cancel: Event | None = None,
    keeps: bool = True,
) -> ConnectOutcome:
    """Check both sides, save the account and its secrets, apply settings, start it when asked to.

    The same seller and shop again takes the new values instead of making a second account.
    `keeps` refuses a vault that forgets at the end (False: the demo). Raises BadInput,
    ProfileProblem, Cancelled; what fails on a side stands in the outcome.
    """
    if keeps and not profile.vault.is_lasting:
        raise profile_problem("no_keyring", detail="secrets would be lost at the end.")
    known = _same_account(request)
    _refuse_taken_name(request.name, known)
    sides = _check(request, cancel or Event())
    if sides.facts is None:
        return ConnectOutcome(None, sides.amazon, sides.shopify, is_new=known is None)
    saved = _save(request, profile, known, sides.facts)
    return ConnectOutcome(saved, sides.amazon, sides.shopify, known is None, request.start)


def _same_account(request: ConnectRequest) -> Account | None:
    for known in stored.accounts():
        same_seller = known.amazon.seller_id == request.amazon.seller_id
        same_region = known.amazon.region == request.amazon.region
        if same_seller and same_region and known.shopify.shop == request.shopify.shop:
            return known
    return None


def _refuse_taken_name(name: str, known: Account | None) -> None:
    holder = stored.account_named(name) if name else None
    if holder is not None and (known is None or holder.id != known.id):
        raise BadInput("name", "is taken by another account.", "Give this account another name.")


def check_side(side: Side, request: ConnectRequest, cancel: Event) -> SideCheck:
    """Ask one side only; saves nothing. Raises Cancelled."""
    with closing(Http(cancel)) as http:
        if side == "amazon":
            return check_amazon_side(_amazon_client(request, http), request.amazon.seller_id)
        return check_shopify_side(_shopify_client(request, http), request.shopify.shop)


def _check(request: ConnectRequest, cancel: Event) -> _Sides:
    name = request.name or request.shopify.shop
    with closing(Http(cancel)) as http:
        return _Sides(
            check_amazon_side(_amazon_client(request, http), name),
            check_shopify_side(_shopify_client(request, http), name),
        )


def _amazon_client(request: ConnectRequest, http: Http) -> AmazonClient:
    secrets = AmazonSecrets(request.amazon_client_secret, request.amazon_refresh_token)
    pace = clock.Pace(request.speed)
    return AmazonClient(request.amazon, secrets, http, MemoryBuckets(), pace)


def _shopify_client(request: ConnectRequest, http: Http) -> ShopifyClient:
    secrets = ShopifySecrets(request.shopify_client_secret, request.shopify_access_token)
    pace = clock.Pace(request.speed)
    return ShopifyClient(request.shopify, secrets, http, MemoryBuckets(), pace)


def _save(
    request: ConnectRequest, profile: Profile, known: Account | None, facts: ShopFacts
) -> Account:
    at = int(clock.now())
    take_back: list[Callable[[], None]] = []
    try:
        with write():  # the row, its settings and the start stand together or not at all
            account_id = _save_row(
                request, known, facts, at, _amazon_access(request, profile, known)
            )
            take_back.append(
                put_secrets(profile.vault, profile.profile_id, account_id, secrets_of(request))
            )
            _apply_settings(request, account_id)
            carriers_ready.prefill(account_id)
            for side in _SIDES:
                stored.set_problem(account_id, side, "")
                stored.mark_checked(account_id, side, at)
    except BaseException:
        for undo in take_back:
            undo()
        raise
    if request.start:
        sync_start.start(account_id, request.start, at)
    return stored.account(account_id)


def _save_row(
    request: ConnectRequest,
    known: Account | None,
    facts: ShopFacts,
    at: int,
    amazon: AmazonAccess,
) -> int:
    name = request.name or (known.name if known else _free_name(facts))
    speed, rates, days = request.speed, request.rates_endpoint, request.reach_back_days
    if known is None:
        return stored.add_account(
            name,
            amazon,
            request.shopify,
            speed=speed,
            rates_endpoint=rates,
            reach_back_days=days,
            facts=facts,
            at=at,
        )
    stored.update_account(
        known.id,
        name,
        amazon,
        request.shopify,
        speed=speed,
        rates_endpoint=rates,
        reach_back_days=days,
        facts=facts,
        at=at,
    )
    return known.id


def _free_name(facts: ShopFacts) -> str:
    base = facts.name.strip() or facts.domain
    names = [base, *(f"{base} {number}" for number in range(2, 1000))]
    return next(name for name in names if stored.account_named(name) is None)


def _amazon_access(
    request: ConnectRequest, profile: Profile, known: Account | None
) -> AmazonAccess:
    """With the day from which the client secret's 180 days are counted."""
    if request.amazon.secret_set_on:
        return request.amazon
    today = datetime.fromtimestamp(clock.now(), UTC).date().isoformat()
    if known is not None and known.amazon.secret_set_on:
        kept = profile.vault.get(profile.profile_id, f"{known.id}/amazon-client-secret")
        if kept == request.amazon_client_secret:
            today = known.amazon.secret_set_on
    return replace(request.amazon, secret_set_on=today)


def _apply_settings(request: ConnectRequest, account_id: int) -> None:
    for key, value in request.settings:
        try:
            setting.set_setting(key, value, account_id=account_id)
        except ValueError as error:
            raise BadInput(f"settings.{key[:60]}", "cannot be set:", str(error)) from None
