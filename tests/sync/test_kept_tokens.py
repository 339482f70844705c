"""Access tokens between the runs of one process: kept in memory, dropped when they may be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.models import account as accounts
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from desktop.sync import schedule
from desktop.sync.kept_tokens import KeptTokens
from desktop.sync.progress import silent
from desktop.sync.report import RunReport
from desktop.sync.runner import run_account
from desktop.sync.schedule import Schedule
from tests.actions.stand import connect_object, connect_with, opened_profile, running_sandbox

AMAZON = AmazonSecrets("client secret", "refresh token")
SHOPIFY = ShopifySecrets("client secret")
SOON_S = 20.0  # only ever waited for in full where a test fails
SPEED = 20.0  # slow enough for a token to outlive a test


@dataclass
class Process:
    """Runs of one process, one after the other."""

    sandbox: Sandbox
    profile: Profile
    tokens: KeptTokens = field(default_factory=KeptTokens)

    def run(self) -> RunReport:
        given: dict[str, Any] = {"wait_s": 5.0, "tell": silent, "tokens": self.tokens}
        return run_account(1, self.profile.vault, self.profile.profile_id, Event(), **given)

    def run_asks(self) -> tuple[int, int]:
        """How many tokens of Amazon and of Shopify one more run asks for."""
        before = self._asked
        self.run()
        return self._asked[0] - before[0], self._asked[1] - before[1]

    @property
    def _asked(self) -> tuple[int, int]:
        counts = self.sandbox.server.counts
        return int(counts["lwa.token"]), int(counts["shopify.token"])


@pytest.fixture
def process(profile_folder: Path) -> Iterator[Process]:
    with (
        running_sandbox(orders=3, speed=SPEED) as sandbox,
        opened_profile(profile_folder) as profile,
    ):
        assert connect_with(profile, connect_object(sandbox)).is_connected
        yield Process(sandbox, profile)


def test_one_token_of_each_side_does_for_many_runs(process: Process) -> None:
    assert process.run_asks() == (1, 1)
    for _ in range(3):
        assert process.run_asks() == (0, 0)


def test_without_a_process_of_its_own_a_run_asks_for_its_own(process: Process) -> None:
    """`sync --once`, and what a person tests in the window: a credential that ended shows."""
    for _ in range(2):
        process.tokens = KeptTokens()
        assert process.run_asks() == (1, 1)


@pytest.mark.parametrize(
    ("kind", "asked"), [("amazon.expire_tokens", (1, 0)), ("shopify.expire_tokens", (0, 1))]
)
def test_a_token_that_is_refused_is_asked_for_anew(
    process: Process, kind: str, asked: tuple[int, int]
) -> None:
    process.run()
    amazon, shopify = process.sandbox.events.happen, process.sandbox.shopify.event
    (amazon if kind.startswith("amazon") else shopify)(kind, {})
    assert process.run_asks() == asked
    assert process.run_asks() == (0, 0)


def test_what_is_granted_after_a_refusal_counts_with_the_next_run(process: Process) -> None:
    """A token keeps what it was given for, so one that was refused something is not kept."""
    process.run()
    process.sandbox.amazon.knobs["access_denied"] = True
    process.sandbox.shopify.knobs["scopes_missing"] = ["read_orders"]
    report = process.run()
    assert {one.side for one in report.problems} == {"amazon", "shopify"}
    process.sandbox.amazon.knobs["access_denied"] = False
    process.sandbox.shopify.knobs["scopes_missing"] = []
    assert process.run_asks() == (1, 1)
    assert not process.run().problems


def test_other_secrets_or_another_access_ask_for_a_token_of_their_own(process: Process) -> None:
    account, kept = accounts.account(1), KeptTokens()
    first = kept.of(account, AMAZON, SHOPIFY)
    first[0].value, first[1].value = "Atza|a", "shpat_a"

    def held(*given: Any) -> tuple[bool, bool]:
        now = kept.of(*given)
        return now[0] is first[0], now[1] is first[1]

    assert held(account, AMAZON, SHOPIFY) == (True, True)
    assert held(replace(account, id=2), AMAZON, SHOPIFY) == (False, False)
    assert held(account, AmazonSecrets("client secret", "newer"), SHOPIFY) == (False, True)
    assert held(account, AMAZON, SHOPIFY) == (False, True)  # and not the old one again
    assert held(account, AMAZON, ShopifySecrets("newer")) == (False, False)
    first = kept.of(account, AMAZON, SHOPIFY)
    moved = replace(account.shopify, endpoint="https://other.myshopify.com")
    assert held(replace(account, shopify=moved), AMAZON, SHOPIFY) == (True, False)


def test_tokens_show_nowhere(process: Process) -> None:
    process.run()
    account = accounts.account(1)
    vault, profile_id = process.profile.vault, process.profile.profile_id

    def secret(name: str) -> str:
        return vault.get(profile_id, f"1/{name}") or ""

    held = process.tokens.of(
        account,
        AmazonSecrets(secret("amazon-client-secret"), secret("amazon-refresh-token")),
        ShopifySecrets(secret("shopify-client-secret"), secret("shopify-access-token")),
    )
    files = [one.read_bytes() for one in process.profile.folder.rglob("*") if one.is_file()]
    assert files
    for one in held:
        assert len(one.value) > 20
        assert one.value not in repr(one) + repr(process.tokens) + repr(process.tokens._held)
        assert not any(one.value.encode() in content for content in files)
    assert secret("amazon-refresh-token") not in repr(process.tokens._held)


def test_the_schedule_keeps_them_from_run_to_run(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    twice = Event()

    def run(*_: Any, tokens: KeptTokens | None = None, **__: Any) -> RunReport:
        given.append(tokens)
        if len(given) == 1:
            made.run_now()
        else:
            twice.set()
        return RunReport()

    monkeypatch.setattr(schedule, "run_account", run)
    vault, profile_id = process.profile.vault, process.profile.profile_id
    made = Schedule(vault, profile_id, tell=silent, on_summary=lambda _: None)
    try:
        made.start()
        assert twice.wait(SOON_S)
    finally:
        assert made.stop(SOON_S)
    assert isinstance(given[0], KeptTokens)
    assert given[0] is given[1]
