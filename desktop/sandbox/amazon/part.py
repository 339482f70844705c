"""The Selling Partner API of the sandbox: who may ask, and the operations that answer."""

import hashlib
from email.utils import formatdate
from typing import Any

from desktop.sandbox.amazon import params, replies
from desktop.sandbox.amazon.back_knobs import usual_back_knobs
from desktop.sandbox.amazon.confirm import confirm_shipment
from desktop.sandbox.amazon.documents import Documents
from desktop.sandbox.amazon.feeds import Feeds
from desktop.sandbox.amazon.finances import Books
from desktop.sandbox.amazon.ground import Ground
from desktop.sandbox.amazon.included import narrowed
from desktop.sandbox.amazon.lwa import LwaPart
from desktop.sandbox.amazon.paging import Pages
from desktop.sandbox.amazon.quota import Quota
from desktop.sandbox.amazon.replies import Refusal
from desktop.sandbox.amazon.reports import Reports
from desktop.sandbox.amazon.routes import ORDERS, STORE_OPERATIONS, operation_of
from desktop.sandbox.amazon.store import Head, OrderStore
from desktop.sandbox.amazon.totals import ledger_entry
from desktop.sandbox.dice import dice
from desktop.sandbox.timing import SandboxTime, iso_ms
from desktop.sandbox.wire import JSON_TYPE, Request, Response, json_response

__all__ = ["ORDERS", "AmazonPart", "usual_knobs"]

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
        **usual_back_knobs(),
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
        self.ground = Ground(
            store,
            timing,
            knobs,
            seed=seed,
            marketplaces=marketplaces,
            seller_id=lwa.credentials.seller_id,
        )
        self.books = Books(self.ground)
        self.documents = Documents(self.ground)
        self.feeds = Feeds(self.ground, self.documents, self.books)
        self.reports = Reports(self.ground, self.documents)
        self._pages = Pages(timing, seed)
        self._marketplaces = frozenset(marketplaces)
        self._seed = seed
        self._answered = 0

    def operation(self, request: Request) -> str:
        """`amazon.searchOrders` and so on; `amazon.other` for what there is not."""
        return f"amazon.{operation_of(request)}"

    def handle(self, request: Request) -> Response:
        """Check who asks and how much, then answer."""
        self.ground.settle()
        self._answered += 1
        operation = operation_of(request)
        if operation in STORE_OPERATIONS:
            return self.documents.handle(request)
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
            status, body = self._do(operation, request)
        except Refusal as refusal:
            return json_response(refusal.status, refusal.body(), headers)
        return Response(status, headers) if body is None else json_response(status, body, headers)

    def _do(self, operation: str, request: Request) -> tuple[int, dict[str, Any] | None]:
        """Status and body of what went well."""
        query, body, last = request.query, request.body, request.path.rsplit("/", 1)[-1]
        match operation:
            case "searchOrders":
                return 200, self._search(request)
            case "getOrder":
                return 200, self._get(request)
            case "confirmShipment":
                confirm_shipment(self.ground, request.path.split("/")[-2], body)
                return 204, None
            case "createFeedDocument":
                return 201, self.feeds.create_document(request)
            case "createFeed":
                return 202, self.feeds.create(body)
            case "getFeed":
                return 200, self.feeds.get(last, query)
            case "getFeeds":
                return 200, self.feeds.search(query)
            case "cancelFeed":
                self.feeds.cancel(last)
                return 200, None
            case "getFeedDocument":
                return 200, self.feeds.get_document(last, request)
            case _:
                return self._do_more(operation, request, last)

    def _do_more(
        self, operation: str, request: Request, last: str
    ) -> tuple[int, dict[str, Any] | None]:
        withheld = "finance" if operation == "listTransactions" else "reports"
        if self.knobs[f"{withheld}_role_missing"]:
            raise replies.unauthorized()
        match operation:
            case "createReport":
                return 202, self.reports.create(request.body)
            case "getReport":
                return 200, self.reports.get(last, request.query)
            case "getReportDocument":
                return 200, self.reports.get_document(last, request)
            case _:
                return 200, self.books.list_transactions(request.query)

    def now(self) -> float:
        """UTC seconds by Amazon's clock."""
        return self.ground.now()

    def ledger(self) -> list[dict[str, Any]]:
        """Every order as it truly stands."""
        self.ground.settle()
        return [self._entry(head) for head in self.store]

    def _entry(self, head: Head) -> dict[str, Any]:
        order = self.store.body(head)
        return ledger_entry(head, order, self.ground.deeds.of(head.key, order))

    def _authorise(self, request: Request) -> None:
        if request.method == "POST":
            if request.headers.get("content-type", "").split(";")[0].strip() != JSON_TYPE:
                raise replies.wrong_type()
            if request.query:
                raise replies.invalid("Unknown parameter.")
        elif request.body or "content-length" in request.headers:
            raise replies.invalid(f"A {request.method} request must not have a body.")
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
