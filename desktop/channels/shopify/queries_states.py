"""The documents that read many orders' states at once, each as far as a small page of it goes.

What is longer than its page is read by itself, with the documents for one order.
"""

from desktop.channels.shopify.queries_state import (
    FULFILLMENT_BODY,
    FULFILLMENT_LINES,
    REFUND_HEAD,
    REFUND_LINES,
    STATE_HEAD,
    STATE_LINES,
    STATE_MARK,
)

STATES_AT_ONCE = 15
STATE_REFUNDS_AT_ONCE = 12
PAYMENTS_SHOWN = 3
NUMBERS_SHOWN = 3

# The second refund only says that there are more than the one that is read.
SMALL_STATE = (
    """
fragment SmallState on Order {
  ...StateHead
  transactions(first: 3) {
    id
    kind
    status
    amountSet { presentmentMoney { amount currencyCode } }
  }
  fulfillmentsCount { count }
  fulfillments(first: 1) {
    ...FulfillmentBody
    trackingInfo(first: 3) { company number url }
    fulfillmentLineItems(first: 6) { ...FulfillmentLines }
  }
  refunds(first: 2) { id }
}
"""
    + STATE_HEAD
    + STATE_MARK
    + FULFILLMENT_BODY
    + FULFILLMENT_LINES
)

ORDER_STATES = (
    """
query OrderStates($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order {
      ...SmallState
      lineItems(first: 6) { ...StateLines }
    }
  }
}
"""
    + SMALL_STATE
    + STATE_LINES
)

STATE_REFUNDS = (
    """
query StateRefunds($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order {
      id
      ...StateMark
      refunds(first: 1) {
        ...RefundHead
        refundLineItems(first: 5) { ...RefundLines }
      }
    }
  }
}
"""
    + STATE_MARK
    + REFUND_HEAD
    + REFUND_LINES
)

STATES_DOCUMENTS: dict[str, str] = {"OrderStates": ORDER_STATES, "StateRefunds": STATE_REFUNDS}
