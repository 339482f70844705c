"""The real program, killed inside its work while the services err, loses and doubles nothing."""

import random
from pathlib import Path

import pytest

from tests.crash.assassin import Moment, draw
from tests.crash.stand import scene

REFUSE, TWIN = "refuse", "twin"
MADE = Moment("made, not answered", "shopify.orderCreate", "answered", skip=2)


def prove(
    folder: Path,
    environment: dict[str, str],
    *,
    seed: int,
    kills: int,
    orders: int,
    id_metafield: str,
    search_lag_s: float,
) -> str:
    """One whole history; returns its figures, and fails where the sides disagree."""
    dice = random.Random(seed)  # noqa: S311
    knobs = {"id_metafield": id_metafield, "search_lag_s": search_lag_s}
    with scene(folder, environment, seed=seed, orders=orders) as here:
        here.bad_day(seed, **knobs)
        while here.killed < kills and here.aimed < 2 * kills:
            pages = 1 + orders // 100 if here.aimed < 6 else 1
            here.strike(draw(dice, pages), "sync", "--once")
            here.arrive(7)
        here.good_day(**knobs)
        summary = here.settle()
        verdict, asked_for = here.verdict(), here.asked_for()
    assert verdict.is_clean, verdict
    assert here.killed >= 0.8 * here.aimed, (here.killed, here.aimed, here.moments)
    totals = summary["totals"]
    accounted = totals["done"] + totals["waiting"] + totals["failed"] + totals["skipped"]
    imported = len(here.sandbox.ledger()["amazon"]["orders"])
    assert totals["imported"] == accounted == imported
    assert totals["done"] == verdict.created + verdict.adopted
    return (
        f"seed {seed}, {id_metafield}, search {search_lag_s:.0f} s late:"
        f" {here.killed} of {here.aimed} runs killed inside their work; {imported} orders,"
        f" {verdict.created} created ({asked_for} creations asked for), {verdict.adopted} adopted,"
        f" {totals['failed']} for a person, 0 duplicates, 0 lost, money and stock equal;"
        f" killed at: {dict(here.moments.most_common())}"
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("id_metafield", "seed", "search_lag_s"), [(REFUSE, 7, 600.0), (TWIN, 8, 600.0)]
)
def test_a_few_kills_lose_and_double_nothing(
    id_metafield: str,
    seed: int,
    search_lag_s: float,
    profile_folder: Path,
    child_environment: dict[str, str],
) -> None:
    print(
        prove(
            profile_folder,
            child_environment,
            seed=seed,
            kills=8,
            orders=30,
            id_metafield=id_metafield,
            search_lag_s=search_lag_s,
        )
    )


@pytest.mark.timeout(300)
def test_a_program_that_does_not_look_up_is_found_out(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    """The control experiment: with its protection taken out, the same test finds duplicates."""
    with scene(profile_folder, child_environment, seed=3, orders=20, foreign=0) as here:
        here.good_day(id_metafield=TWIN)
        here.seller = here.seller.sabotaged()
        for _ in range(2):
            here.strike(MADE, "sync", "--once")
        here.settle(rounds=2)
        verdict = here.verdict()
    assert here.killed == 2
    assert len(verdict.duplicates) == 2
    assert not verdict.is_clean


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(1, 9))
def test_hundreds_of_kills_lose_and_double_nothing(
    seed: int, profile_folder: Path, child_environment: dict[str, str]
) -> None:
    print(
        prove(
            profile_folder,
            child_environment,
            seed=seed,
            kills=42,
            orders=250,
            id_metafield=(REFUSE, TWIN)[seed % 2],
            search_lag_s=(0.0, 600.0)[seed // 2 % 2],
        )
    )
