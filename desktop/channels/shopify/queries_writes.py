"""The documents that change an order after it was made: ship, hold, move, refund, cancel, note.

A refund carries its key; all others rest on a look at the order before they are sent again.
"""

from desktop.channels.shopify.queries_state import (
    FULFILLMENT_HEAD,
    REFUND_HEAD,
    REFUND_LINES,
)

# With all lines sent at once the first page is enough: a further one is read by itself.
CREATE_FULFILLMENT = (
    """
mutation CreateFulfillment($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment {
      ...FulfillmentHead
      fulfillmentLineItems(first: 100) {
        nodes { quantity lineItem { id } }
        pageInfo { hasNextPage endCursor }
      }
    }
    userErrors { field message }
  }
}
"""
    + FULFILLMENT_HEAD
)

UPDATE_TRACKING = """
mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!) {
  fulfillmentTrackingInfoUpdate(
    fulfillmentId: $id
    trackingInfoInput: $tracking
    notifyCustomer: false
  ) {
    fulfillment { id }
    userErrors { field message }
  }
}
"""

HOLD = """
mutation HoldToPack($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
    fulfillmentHold { id }
    userErrors { field message code }
  }
}
"""

RELEASE_HOLDS = """
mutation ReleaseHolds($id: ID!, $holds: [ID!]!) {
  fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
    fulfillmentOrder { id status }
    userErrors { field message code }
  }
}
"""

MOVE = """
mutation MoveToPack($id: ID!, $location: ID!) {
  fulfillmentOrderMove(id: $id, newLocationId: $location) {
    movedFulfillmentOrder { id }
    originalFulfillmentOrder { id }
    userErrors { field message code }
  }
}
"""

CREATE_REFUND = (
    """
mutation CreateRefund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund {
      ...RefundHead
      refundLineItems(first: 100) { ...RefundLines }
    }
    order { taxesIncluded }
    userErrors { field message }
  }
}
"""
    + REFUND_HEAD
    + REFUND_LINES
)

# No refundMethod given means that no money moves.
CANCEL_ORDER = """
mutation CancelOrder(
  $id: ID!
  $reason: OrderCancelReason!
  $restock: Boolean!
  $refundMethod: OrderCancelRefundMethodInput
  $note: String
) {
  orderCancel(
    orderId: $id
    reason: $reason
    restock: $restock
    refundMethod: $refundMethod
    notifyCustomer: false
    staffNote: $note
  ) {
    job { id }
    orderCancelUserErrors { field message code }
  }
}
"""

WRITE_METAFIELD = """
mutation WriteMetafield($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { value compareDigest }
    userErrors { field message code }
  }
}
"""

WRITE_DOCUMENTS: dict[str, str] = {
    "CreateFulfillment": CREATE_FULFILLMENT,
    "UpdateTracking": UPDATE_TRACKING,
    "HoldToPack": HOLD,
    "ReleaseHolds": RELEASE_HOLDS,
    "MoveToPack": MOVE,
    "CreateRefund": CREATE_REFUND,
    "CancelOrder": CANCEL_ORDER,
    "WriteMetafield": WRITE_METAFIELD,
}
