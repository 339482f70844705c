"""What can be turned of shipments, feeds, books and reports. Times are in Amazon's own units."""

from typing import Any


def usual_back_knobs() -> dict[str, Any]:
    """As it stands at the start."""
    return {
        "shipment_lag_s": 180.0,  # until a confirmed package shows in the order
        "package_edits": 3.0,  # changes that one package may have
        "feed_queue_s": 30.0,
        "feed_work_s": 60.0,
        "feeds_stuck": False,  # feeds stay IN_PROGRESS until it is turned off
        "feeds_fatal": False,  # feeds end as FATAL, with nothing done and no report
        "feed_gzip": True,  # reports on feeds are packed
        "tax_not_eligible": False,  # every tax in a refund is refused
        "finances_lag_h": 48.0,  # refunds show up to that much later
        "finances_page": 25.0,  # transactions a page
        "finances_empty_pages": True,  # every third search begins with an empty page
        "deferred_share": 0.3,  # of the refunds, come deferred first and again when released
        "deferred_h": 24.0,
        "finance_role_missing": False,  # 403 for the books
        "reports_role_missing": False,  # 403 for reports
        "report_s": 60.0,
    }
