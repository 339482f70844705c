"""Accounts, runs, the plan and settings, as screens show them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """imported = done + waiting + failed + skipped, counted from the database (PRODUCT rule 2)."""

    imported: int
    done: int
    waiting: int
    failed: int
    skipped: int
    adopted: int
    skip_reasons: tuple[tuple[str, int], ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every imported order stands somewhere."""
        return self.imported == self.done + self.waiting + self.failed + self.skipped


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one Amazon order ID that was asked for."""

    amazon_order_id: str
    outcome: (
        str  # imported | refreshed | archived | not_found | not_this_account | malformed | failed
    )
    words: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that pauses one side of an account; `is_notice`: told only, its work goes on."""

    account: str
    side: str
    code: str
    title: str
    cause: str
    cure: str
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did, and how everything stands after it."""

    imported: int = 0
    refreshed: int = 0
    created: int = 0
    adopted: int = 0
    waiting: int = 0
    failed: int = 0
    skipped: int = 0
    duration_s: float = 0.0
    calls: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    totals: Reconciliation | None = None


@dataclass(frozen=True, slots=True)
class StartPreview:
    """What starting an account would do (PRODUCT rule 4)."""

    account: str
    would_create: int
    would_fail: tuple[tuple[str, str, int], ...]  # code, title, how many
    stays_import_only: int
    already_in_shopify: int
    too_old_to_see: int
    still_importing: bool


@dataclass(frozen=True, slots=True)
class LeaseState:
    """Which computer syncs an account, where it is not simply this one. Times UTC seconds."""

    computer: str = ""  # the other one that syncs it; empty: none does
    heard_at: int = 0  # when that one last said so
    is_asked: bool = False  # this one takes it over with its next run
    sends_from: int = 0  # it was taken over, and this one sends from then on


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account stands, for the status line and the accounts dialog."""

    id: int
    name: str
    seller: str
    region: str
    marketplaces: tuple[str, ...]
    shop: str
    is_started: bool
    is_sandbox: bool
    amazon_checked_at: int | None
    shopify_checked_at: int | None
    amazon_problem: Problem | None
    shopify_problem: Problem | None
    orders: int
    waiting: int
    lease: LeaseState | None = None  # None: this computer syncs it


@dataclass(frozen=True, slots=True)
class PlanUse:
    """How much of the plan is used; limit 0 means none."""

    name: str
    used: int
    limit: int
    resets_at: int


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """One setting as a page shows it; `value` is JSON text, `level` where it stands."""

    key: str
    value: str
    default: str
    level: str
    description: str
    allowed: tuple[str, ...] = ()
    kind: str = "text"  # bool | int | choice | text | list | map
    levels: tuple[str, ...] = ("app", "account", "marketplace")  # where it may be set


@dataclass(frozen=True, slots=True)
class SideReport:
    """What a connection check found on one side."""

    side: str
    right: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one failed order, before it is sent again.

    `links` are (Amazon SKU, variant gid, quantity), several of one SKU make a set; a gid of ""
    sends a custom line, for this order only. `address` is (field, value) pairs of `trade.Address`.
    `remember` keeps the links for later orders, and tries again what waits for them.
    """

    order_id: int
    links: tuple[tuple[str, str, int], ...] = ()
    remember: bool = True
    address: tuple[tuple[str, str], ...] = ()
    without_address: bool = False
    stock_anyway: bool = False
    beyond_visible: bool = False


@dataclass(frozen=True, slots=True)
class SyncState:
    """How the background work stands, for the status line and the tray; times UTC seconds.

    `kind` is off (no account, or switched off), working, idle, paused, or elsewhere (another
    Crossdock syncs this profile).
    """

    kind: str
    words: str = ""
    next_at: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class MarketplaceChoice:
    """One country's Amazon, to choose from."""

    id: str
    country: str
    name: str


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """One of Amazon's regions with its marketplaces."""

    code: str
    name: str
    marketplaces: tuple[MarketplaceChoice, ...]
