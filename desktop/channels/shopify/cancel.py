"""Cancel an order in Shopify. It cannot be taken back, and Shopify works on it as a job.

Done is only what the order itself says: once the job has ended, read `cancelled_at`.
"""

from desktop.catalogue import cancellation_failure
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import VariablesRefused
from desktop.channels.shopify.promises import promised, promised_by, written
from desktop.channels.shopify.refusals import CANCEL_RULES, meaning, of_variables, refusal
from desktop.channels.shopify.state_reading import text
from desktop.errors import CrossdockError

NOTE_LIMIT = 255
REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")
WRITE_DEADLINE_S = 40.0


class AlreadyCancelled(CrossdockError):
    """Nothing was done: Shopify says that the order is cancelled."""


def cancel_order(
    client: ShopifyClient, gid: str, reason: str, restock: bool, refund: bool, note: str
) -> str:
    """Ask Shopify to cancel; the job's gid. No mail; a note beyond 255 characters is cut.

    `refund` gives the recorded payment back the way it came. Raises AlreadyCancelled, NeedsPerson
    (cancellation), TryLater, OutcomeUnknown, AccountProblem.
    """
    if reason not in REASONS:
        raise ValueError(f"{reason} is no reason of Shopify's: {', '.join(REASONS)}")
    variables: dict[str, object] = {
        "id": gid,
        "reason": reason,
        "restock": restock,
        "note": note[:NOTE_LIMIT] or None,
    }
    if refund:
        variables["refundMethod"] = {"originalPaymentMethodsRefund": True}
    try:
        reply = client.ask("CancelOrder", variables, writes=True, deadline_s=WRITE_DEADLINE_S)
    except VariablesRefused as refused:
        raise of_variables(cancellation_failure, refused) from None
    job, errors = written(reply, "orderCancel", "job", "orderCancelUserErrors")
    if job is not None:
        with promised_by(reply, "the cancellation"):
            return text(job["id"])
    means, error = meaning(CANCEL_RULES, errors)
    if means == "already_cancelled":
        raise AlreadyCancelled("The order is cancelled in Shopify already.")
    raise refusal(cancellation_failure, means, error, client.pace, reply.technical)


def job_is_done(client: ShopifyClient, job_id: str) -> bool:
    """Whether the job has ended, well or not; also where Shopify does not know it any more."""
    data = client.execute("JobState", {"id": job_id}, writes=False)
    with promised(client, "JobState"):
        job = data["job"]
        return job is None or bool(job["done"])
