"""What the settings pages show besides values: what waits, where the shop packs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One order that was planned before: what stands now, and what it would become."""

    order_id: int
    amazon_order_id: str
    account: str
    stands: str
    becomes: str


@dataclass(frozen=True, slots=True)
class LocationRow:
    """One of a shop's locations; `account` is the account whose shop it is."""

    gid: str
    name: str
    account: str


@dataclass(frozen=True, slots=True)
class SettingOffer:
    """A changed setting, and how many waiting orders still follow its earlier value."""

    key: str
    orders: int
