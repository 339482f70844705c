"""Which operation a request is."""

import re

from desktop.sandbox.wire import Request

ORDERS = "/orders/2026-01-01/orders"
STORE_OPERATIONS = ("uploadDocument", "downloadDocument")
_FEEDS, _REPORTS = "/feeds/2021-06-30", "/reports/2021-06-30"
_ROUTES = tuple(
    (method, re.compile(path), operation)
    for method, path, operation in (
        ("GET", ORDERS, "searchOrders"),
        ("GET", f"{ORDERS}/[^/]+", "getOrder"),
        ("POST", "/orders/v0/orders/[^/]+/shipmentConfirmation", "confirmShipment"),
        ("POST", f"{_FEEDS}/documents", "createFeedDocument"),
        ("GET", f"{_FEEDS}/documents/[^/]+", "getFeedDocument"),
        ("POST", f"{_FEEDS}/feeds", "createFeed"),
        ("GET", f"{_FEEDS}/feeds", "getFeeds"),
        ("GET", f"{_FEEDS}/feeds/[^/]+", "getFeed"),
        ("DELETE", f"{_FEEDS}/feeds/[^/]+", "cancelFeed"),
        ("POST", f"{_REPORTS}/reports", "createReport"),
        ("GET", f"{_REPORTS}/reports/[^/]+", "getReport"),
        ("GET", f"{_REPORTS}/documents/[^/]+", "getReportDocument"),
        ("GET", "/finances/2024-06-19/transactions", "listTransactions"),
        ("PUT", "/document-store/[^/]+", "uploadDocument"),
        ("GET", "/document-store/[^/]+", "downloadDocument"),
    )
)


def operation_of(request: Request) -> str:
    """Its name; `other` for what there is not."""
    for method, path, operation in _ROUTES:
        if method == request.method and path.fullmatch(request.path):
            return operation
    return "other"
