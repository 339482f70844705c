"""The Selling Partner API of the sandbox: searchOrders and getOrder of Orders 2026-01-01."""

import hashlib
from email.utils import formatdate
from typing import Any

from desktop.sandbox.amazon import params, replies
from desktop.sandbox.amazon.included import narrowed
from desktop.sandbox.amazon.lwa import LwaPart
from desktop.sandbox.amazon.paging import Pages
from desktop.sandbox.amazon.quota import Quota
from desktop.sandbox.amazon.replies import Refusal
from desktop.sandbox.amazon.store import Head, OrderStore
from desktop.sandbox.amazon.totals import ledger_entry
from desktop.sandbox.dice import dice
from desktop.sandbox.timing import SandboxTime, iso_ms
from desktop.sandbox.wire import Request, Response, json_response

ORDERS = "/orders/2026-01-01/orders"
MAX_USER_AGENT = 500


def usual_knobs() -> dict[str, Any]:
    """What can be turned on the Amazon side, as it stands at the start."""
    return {
        "secret_expired": False,  # LWA: invalid_client; SP-API: the secret has expired
        "refresh_token_revoked": False,  # LWA: invalid_grant
        "access_denied": False,  # SP-API: 403 without details
        "role_missing": False,  # buyers' data is absent
        "index_lag_s": 120.0,  # Amazon's seconds until a change can be found
        "clock_ahead_s": 0.0,  # Amazon's clock against this computer's; may be negative
    }


class AmazonPart:
    """Answers for one seller account and application."""

    def __init__(
        self,
        store: OrderStore,
        lwa: LwaPart,
        timing: SandboxTime,
        knobs: dict[str, Any],
        *,
        seed: int,
        marketplaces: tuple[str, ...],
    ) -> None:
        self.store = store
        self.lwa = lwa
        self.timing = timing
        self.knobs = knobs
        self.quota = Quota(timing)
        self._pages = Pages(timing, seed)
        self._marketplaces = frozenset(marketplaces)
        self._seed = seed
        self._answered = 0

    def operation(self, request: Request) -> str:
        """`amazon.searchOrders`, `amazon.getOrder` or `amazon.other`."""
        return f"amazon.{_operation(request)}"

    def handle(self, request: Request) -> Response:
        """Check who asks and how much, then answer."""
        self._answered += 1
        operation = _operation(request)
        headers = {
            "x-amzn-RequestId": self._request_id(),
            "Date": formatdate(self.now(), usegmt=True),
        }
        if operation == "other":
            return json_response(403, replies.missing_token().body(), headers)
        try:
            self._authorise(request)
            if not self.quota.take(operation):
                raise replies.quota_exceeded()
            headers["x-amzn-RateLimit-Limit"] = self.quota.told(operation)
            body = self._search(request) if operation == "searchOrders" else self._get(request)
        except Refusal as refusal:
            return json_response(refusal.status, refusal.body(), headers)
        return json_response(200, body, headers)

    def now(self) -> float:
        """UTC seconds by Amazon's clock."""
        return self.timing.now() + float(self.knobs["clock_ahead_s"])

    def ledger(self) -> list[dict[str, Any]]:
        """Every order as it truly stands."""
        return [ledger_entry(head, self.store.body(head)) for head in self.store]

    def _authorise(self, request: Request) -> None:
        if request.body or "content-length" in request.headers:
            raise replies.invalid("A GET request must not have a body.")
        if len(request.headers.get("user-agent", "")) > MAX_USER_AGENT:
            raise replies.invalid(f"The user-agent is longer than {MAX_USER_AGENT} characters.")
        token = request.headers.get("x-amz-access-token", "")
        if not token:
            raise replies.missing_token()
        lives = self.lwa.lives(token)
        if lives is None:
            raise replies.bad_token()
        if self.knobs["secret_expired"]:
            raise replies.expired_secret()
        if not lives:
            raise replies.expired_token()
        if self.knobs["access_denied"]:
            raise replies.unauthorized()

    def _search(self, request: Request) -> dict[str, Any]:
        now = self.now()
        two_minutes_ago = int((now - self.timing.here(120)) * 1000)
        search = params.read_search(request.query, two_minutes_ago)
        size, asked = params.read_page_size(request.query), params.read_included(request.query)
        if search.marketplaces - self._marketplaces:
            raise replies.unauthorized("The marketplaces you provided are not valid for region")
        known = int((now - self.timing.here(float(self.knobs["index_lag_s"]))) * 1000)
        snapshot = min(known, search.before) if search.before is not None else known
        token = params.read_token(request.query)
        beyond = None
        if token is not None:
            snapshot, beyond = self._pages.read(token, search)
        heads, last = self.store.search(
            search.family,
            search.after,
            snapshot,
            lambda head: self._wanted(head, search),
            size,
            beyond,
        )
        shuffled = sorted(heads, key=lambda head: hashlib.md5(head.key.encode()).digest())  # noqa: S324  an order that is no order
        told = search.before if search.before is not None else snapshot
        before = "createdBefore" if search.family == "created" else "lastUpdatedBefore"
        answer: dict[str, Any] = {
            "orders": [self._shown(head, asked) for head in shuffled],
            before: iso_ms(told),
        }
        if last is not None:
            answer["pagination"] = {"nextToken": self._pages.give(search, snapshot, last)}
        return answer

    def _get(self, request: Request) -> dict[str, Any]:
        params.check_get_order(request.query)
        asked = params.read_included(request.query)
        head = self.store.head(request.path.removeprefix(ORDERS + "/"))
        if head is None:
            raise replies.not_found()
        return {"order": self._shown(head, asked)}

    def _shown(self, head: Head, asked: frozenset[str]) -> dict[str, Any]:
        return narrowed(self.store.body(head), asked, role=not self.knobs["role_missing"])

    def _wanted(self, head: Head, search: params.Search) -> bool:
        """Odd orders that name no marketplace of the region pass every marketplace filter."""
        elsewhere = head.marketplace not in self._marketplaces
        return (
            (not search.statuses or head.status in search.statuses)
            and (not search.marketplaces or elsewhere or head.marketplace in search.marketplaces)
            and (not search.fulfilled_by or head.fulfilled_by in search.fulfilled_by)
        )

    def _request_id(self) -> str:
        rng = dice(self._seed, self._answered)
        digits = f"{rng.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _operation(request: Request) -> str:
    if request.method != "GET":
        return "other"
    if request.path == ORDERS:
        return "searchOrders"
    order_id = request.path.removeprefix(ORDERS + "/")
    return "getOrder" if order_id not in ("", request.path) and "/" not in order_id else "other"
