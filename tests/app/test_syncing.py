"""The window's background work: it syncs, pauses, yields to another Crossdock, and ends."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop import clock, profile_lock
from desktop.app.syncing import Syncing
from desktop.models import reconciliation, setting
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox
from tests.app.recorder import Recorder


@contextmanager
def running(profile: Profile, news: Recorder) -> Iterator[Syncing]:
    syncing = Syncing(profile, news)
    syncing.start()
    try:
        yield syncing
    finally:
        assert syncing.stop(10)


def test_without_an_account_it_is_off(profile: Profile, news: Recorder) -> None:
    with running(profile, news) as syncing:
        syncing.stir()
        assert syncing.state.kind == "off"
        assert profile_lock.holder(profile.folder) is None


@pytest.mark.usefixtures("shop")
def test_orders_arrive_and_the_changed_ones_are_named(profile: Profile, news: Recorder) -> None:
    with running(profile, news):
        assert news.wait_for(lambda: "idle" in news.kinds())
        holder = profile_lock.holder(profile.folder)
        assert holder is not None
        assert holder.what == "window"
    totals = reconciliation.reconcile()
    assert totals.imported == 60
    assert totals.adds_up
    changed = {one for ids in news.orders for one in ids}
    assert len(changed) == 60
    assert "working" in news.kinds()
    assert profile_lock.holder(profile.folder) is None
    assert news.states[-1].next_at is None or news.states[-1].next_at > 0


def test_a_pause_gives_the_lock_back_and_ends_by_itself(
    profile: Profile, news: Recorder, shop: Sandbox
) -> None:
    until = int(clock.now()) + 3
    setting.set_setting("sync.paused_until", until)
    with running(profile, news):
        assert news.wait_for(lambda: "paused" in news.kinds())
        assert news.states[-1].until == until
        assert profile_lock.holder(profile.folder) is None
        assert reconciliation.reconcile().imported == 0
        assert news.wait_for(lambda: "working" in news.kinds())


@pytest.mark.usefixtures("shop")
def test_sync_now_ends_a_pause(profile: Profile, news: Recorder) -> None:
    setting.set_setting("sync.paused_until", int(clock.now()) + 3600)
    with running(profile, news) as syncing:
        assert news.wait_for(lambda: "paused" in news.kinds())
        syncing.sync_now()
        assert news.wait_for(lambda: bool(news.summaries))
        assert setting.get("sync.paused_until") == 0


@pytest.mark.usefixtures("shop")
def test_another_crossdock_is_waited_for(profile: Profile, news: Recorder) -> None:
    with profile_lock.hold(profile.folder, "sync"), running(profile, news):
        assert news.wait_for(lambda: "elsewhere" in news.kinds())
        assert reconciliation.reconcile().imported == 0
    again = Recorder()
    with running(profile, again):
        assert again.wait_for(lambda: "working" in again.kinds())


@pytest.mark.usefixtures("shop")
def test_switched_off_it_works_only_when_asked(profile: Profile, news: Recorder) -> None:
    setting.set_setting("sync.enabled", False)
    with running(profile, news) as syncing:
        assert not news.wait_for(lambda: bool(news.summaries), 1.5)
        assert syncing.state.kind == "off"
        syncing.sync_now()
        assert news.wait_for(lambda: bool(news.summaries))
        assert reconciliation.reconcile().imported == 60


def test_orders_that_come_later_are_found(profile: Profile, news: Recorder, shop: Sandbox) -> None:
    with running(profile, news):
        assert news.wait_for(lambda: "idle" in news.kinds())
        with shop.server.lock:
            shop.events.arrive()
        assert news.wait_for(lambda: reconciliation.reconcile().imported == 61)


def test_an_end_in_the_middle_is_quick(profile: Profile, news: Recorder, shop: Sandbox) -> None:
    syncing = Syncing(profile, news)
    syncing.start()
    assert news.wait_for(lambda: any(one.phase == "send" for one in news.news))
    assert syncing.stop(10)
    assert reconciliation.reconcile().adds_up
