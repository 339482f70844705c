"""Many threads at once: each unique key makes one order, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

from tests.sandbox.shopify.shop_stand import CREATE, Stand, key_field, order


def test_a_key_raced_for_makes_one_order() -> None:
    stand = Stand()
    stand.define_key()
    stand.part.knobs["bucket_size"] = 1_000_000.0
    stand.pass_time(100_000)

    def create(number: int) -> bool:
        given = order(metafields=[key_field(str(number % 20))])
        payload = stand.data(CREATE, {"order": given})["orderCreate"]
        return payload["order"] is not None

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(create, range(80)))
    assert sum(made) == 20
    assert sorted(int(entry["unique_key"]) for entry in stand.part.ledger()) == list(range(20))
