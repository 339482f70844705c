"""What several computers must agree on, kept in the shop: who syncs, and what is about to leave.

Both are metafields in plain namespaces, which every app of the seller's can read. Their writes may
be repeated, so a lost answer counts as TryLater.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.catalogue import account_problem, refund_failure
from desktop.channels.shopify.client import Reply, ShopifyClient
from desktop.channels.shopify.promises import Node, all_nodes, promised
from desktop.channels.shopify.refusals import Failure, spoken
from desktop.channels.shopify.state_reading import text
from desktop.channels.shopify.user_errors import UserError, read_user_errors
from desktop.errors import CrossdockError
from desktop.trade.returns import Lease

LEASE_NAMESPACE = "crossdock_lease"
INTENT_NAMESPACE = "crossdock_intent"
_KEY = re.compile(r"[A-Za-z0-9_-]{2,64}")
_STALE = ("STALE_OBJECT", "INVALID_COMPARE_DIGEST", "TAKEN")


class LeaseLost(CrossdockError):
    """Somebody else wrote the lease since it was read: read it again before anything is sent."""


def read_lease(client: ShopifyClient, seller_id: str) -> Lease | None:
    """Who syncs this Amazon seller into the shop, with the digest for the next write.

    What cannot be read as a lease has an empty holder: nobody's, and it can be written over.
    """
    operation = "ReadLease"
    variables = {"namespace": LEASE_NAMESPACE, "key": _key(seller_id)}
    data = client.execute(operation, variables, writes=False)
    with promised(client, operation):
        field = data["shop"]["metafield"]
        client.shop_gid = text(data["shop"]["id"])
        if field is None:
            return None
        lease = _lease(field["value"], text(field["compareDigest"]))
        return replace(lease, owner=client.shop_gid)


def write_lease(client: ShopifyClient, seller_id: str, lease: Lease, expected_digest: str) -> Lease:
    """Write the lease where it is still as it was read; an empty digest means: where none is.

    Gives the lease with its new digest and its owner; nothing is read before where the owner is
    known. Raises LeaseLost, TryLater, AccountProblem.
    """
    owner = client.shop_gid or lease.owner
    if not owner:
        found = read_lease(client, seller_id)
        if (found.digest if found else "") != expected_digest:
            return _ours_or_lost(found, lease)
        owner = client.shop_gid
    value = {
        "holder": lease.holder,
        "computer": lease.computer,
        "renewed_at": lease.renewed_at,
    }
    metafield = {
        "ownerId": owner,
        "namespace": LEASE_NAMESPACE,
        "key": _key(seller_id),
        "type": "json",
        "value": json.dumps(value, sort_keys=True),
        "compareDigest": expected_digest or None,  # null: only where there is none
    }
    reply = client.ask("WriteMetafield", {"metafields": [metafield]}, writes=False)
    errors = _errors(reply)
    if any(error.code in _STALE for error in errors):
        return _ours_or_lost(read_lease(client, seller_id), lease)
    if not client.shop_gid and any(_is_gone(error) for error in errors):  # another shop by now
        return write_lease(client, seller_id, replace(lease, owner=""), expected_digest)
    if errors:
        raise _refused(reply, errors[0])
    with promised(client, "WriteMetafield"):
        (written,) = reply.data["metafieldsSet"]["metafields"]
        return replace(lease, digest=text(written["compareDigest"]), owner=owner)


def set_intent(
    client: ShopifyClient,
    order_gid: str,
    key: str,
    value: str,
    failure: Failure = refund_failure,
) -> bool:
    """Write on the order what is about to be sent for it; the last value written stands.

    `key` has 2 to 64 letters, digits, - and _; `value` is not empty. False where the shop no
    longer has the order. Raises TryLater, AccountProblem, and NeedsPerson by `failure`.
    """
    if not value.strip():
        raise ValueError("an intent says something")
    metafield = {
        "ownerId": order_gid,
        "namespace": INTENT_NAMESPACE,
        "key": _key(key),
        "type": "multi_line_text_field",
        "value": value,
    }
    reply = client.ask("WriteMetafield", {"metafields": [metafield]}, writes=False)
    errors = _errors(reply)
    if not errors:
        return True
    if any(_is_gone(error) for error in errors):
        return False
    if any(error.code == "APP_NOT_AUTHORIZED" for error in errors):
        raise _refused(reply, errors[0])
    raise failure("refused", spoken(errors[0], reply.technical))


def read_intents(client: ShopifyClient, order_gid: str) -> dict[str, str] | None:
    """All that was written on the order; None where the shop no longer shows it."""
    operation = "ReadIntents"

    def page(cursor: str | None) -> Node | None:
        variables = {"id": order_gid, "namespace": INTENT_NAMESPACE, "after": cursor}
        order = client.execute(operation, variables, writes=False).get("order")
        return None if order is None else order["metafields"]

    with promised(client, operation):
        first = page(None)
        nodes = None if first is None else all_nodes(first, page)
        if nodes is None:
            return None
        return {text(node["key"]): str(node["value"]) for node in nodes}


def _lease(value: Any, digest: str) -> Lease:
    try:
        said = json.loads(value)
        return Lease(str(said["holder"]), str(said["computer"]), int(said["renewed_at"]), digest)
    except (ValueError, TypeError, KeyError, RecursionError):
        return Lease("", "", 0, digest)


def _ours_or_lost(found: Lease | None, wanted: Lease) -> Lease:
    """After a lost answer the repeat meets its own first write."""
    if found is not None and replace(found, digest="") == replace(wanted, digest=""):
        return found
    raise LeaseLost("Another computer wrote the lease meanwhile.")


def _key(name: str) -> str:
    if not _KEY.fullmatch(name):
        raise ValueError(f"{name!r} is no key of a metafield")
    return name


def _errors(reply: Reply) -> tuple[UserError, ...]:
    result = reply.data.get("metafieldsSet")
    given = result.get("userErrors") if isinstance(result, Mapping) else [None]
    return read_user_errors(given)


def _is_gone(error: UserError) -> bool:
    owner = error.path[-1:] == ("ownerId",)
    missing = re.search(r"not (be )?found|does(n't| not) exist", error.message, re.IGNORECASE)
    return missing is not None and (owner or "owner" in error.message.lower())


def _refused(reply: Reply, error: UserError) -> CrossdockError:
    technical = spoken(error, reply.technical)
    return account_problem("shopify", "request_refused", technical, operation="WriteMetafield")
