"""The documents that read what became of an order: changes, state, what is to pack, the lease.

Amounts are asked for as presentment money: the currency that the order was made in. A plain list of
Shopify cannot be paged, so a full one is followed by its ids, and by one reading per missing entry.
"""

FULFILLMENTS_AT_ONCE = 20
REFUNDS_AT_ONCE = 8

# What all readings of one state must agree on; its times have whole seconds only.
STATE_MARK = """
fragment StateMark on Order {
  updatedAt
  cancelledAt
  displayFinancialStatus
  displayFulfillmentStatus
}
"""

# Beside the times, what shows that nothing at all has become of an order: most are known by that.
CHANGED_ORDERS = (
    """
query ChangedOrders($search: String!, $after: String) {
  orders(first: 180, after: $after, query: $search, sortKey: UPDATED_AT) {
    nodes {
      id
      ...StateMark
      closed
      edited
      subtotalLineItemsQuantity
      currentSubtotalLineItemsQuantity
      fulfillmentsCount { count }
      refunds(first: 1) { id }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + STATE_MARK
)

STATE_HEAD = """
fragment StateHead on Order {
  id
  legacyResourceId
  name
  ...StateMark
  closed
  cancelReason
  presentmentCurrencyCode
  taxesIncluded
  totalRefundedSet { presentmentMoney { amount currencyCode } }
}
"""

STATE_LINES = """
fragment StateLines on LineItemConnection {
  nodes {
    id
    sku
    quantity
    currentQuantity
    unfulfilledQuantity
    refundableQuantity
    customAttributes { key value }
  }
  pageInfo { hasNextPage endCursor }
}
"""

# One fulfilment and one refund only say whether there are any to read.
ORDER_STATE = (
    """
query OrderState($id: ID!) {
  order(id: $id) {
    ...StateHead
    lineItems(first: 50) { ...StateLines }
    transactions(first: 50) {
      id
      kind
      status
      amountSet { presentmentMoney { amount currencyCode } }
    }
    fulfillments(first: 1) { id }
    refunds(first: 1) { id }
  }
}
"""
    + STATE_HEAD
    + STATE_MARK
    + STATE_LINES
)

MORE_ORDER_LINES = (
    """
query MoreOrderLines($id: ID!, $after: String) {
  order(id: $id) {
    ...StateMark
    lineItems(first: 100, after: $after) { ...StateLines }
  }
}
"""
    + STATE_MARK
    + STATE_LINES
)

FULFILLMENT_BODY = """
fragment FulfillmentBody on Fulfillment {
  id
  name
  status
  displayStatus
  createdAt
  updatedAt
}
"""

FULFILLMENT_HEAD = (
    """
fragment FulfillmentHead on Fulfillment {
  ...FulfillmentBody
  trackingInfo(first: 10) { company number url }
}
"""
    + FULFILLMENT_BODY
)

FULFILLMENT_LINES = """
fragment FulfillmentLines on FulfillmentLineItemConnection {
  nodes { quantity lineItem { id } }
  pageInfo { hasNextPage endCursor }
}
"""

ORDER_FULFILLMENTS = (
    """
query OrderFulfillments($id: ID!) {
  order(id: $id) {
    ...StateMark
    fulfillments(first: 20) {
      ...FulfillmentHead
      fulfillmentLineItems(first: 10) { ...FulfillmentLines }
    }
  }
}
"""
    + STATE_MARK
    + FULFILLMENT_HEAD
    + FULFILLMENT_LINES
)

FULFILLMENT_IDS = (
    """
query FulfillmentIds($id: ID!) {
  order(id: $id) { ...StateMark fulfillments(first: 250) { id } }
}
"""
    + STATE_MARK
)

ONE_FULFILLMENT = (
    """
query OneFulfillment($id: ID!, $after: String) {
  fulfillment(id: $id) {
    ...FulfillmentHead
    fulfillmentLineItems(first: 100, after: $after) { ...FulfillmentLines }
  }
}
"""
    + FULFILLMENT_HEAD
    + FULFILLMENT_LINES
)

REFUND_HEAD = """
fragment RefundHead on Refund {
  id
  createdAt
  processedAt
  note
  totalRefundedSet { presentmentMoney { amount currencyCode } }
  refundShippingLines(first: 3) {
    nodes {
      subtotalAmountSet { presentmentMoney { amount currencyCode } }
      taxAmountSet { presentmentMoney { amount currencyCode } }
    }
  }
  transactions(first: 4) {
    nodes {
      id
      kind
      status
      amountSet { presentmentMoney { amount currencyCode } }
    }
  }
}
"""

REFUND_LINES = """
fragment RefundLines on RefundLineItemConnection {
  nodes {
    quantity
    restocked
    lineItem { id }
    subtotalSet { presentmentMoney { amount currencyCode } }
    totalTaxSet { presentmentMoney { amount currencyCode } }
  }
  pageInfo { hasNextPage endCursor }
}
"""

ORDER_REFUNDS = (
    """
query OrderRefunds($id: ID!) {
  order(id: $id) {
    ...StateMark
    refunds(first: 8) {
      ...RefundHead
      refundLineItems(first: 9) { ...RefundLines }
    }
  }
}
"""
    + STATE_MARK
    + REFUND_HEAD
    + REFUND_LINES
)

REFUND_IDS = (
    """
query RefundIds($id: ID!) {
  order(id: $id) { ...StateMark refunds(first: 250) { id } }
}
"""
    + STATE_MARK
)

ONE_REFUND = (
    """
query OneRefund($id: ID!, $after: String) {
  refund(id: $id) {
    ...RefundHead
    refundLineItems(first: 100, after: $after) { ...RefundLines }
  }
}
"""
    + REFUND_HEAD
    + REFUND_LINES
)

_PACK_HEAD = """
fragment PackHead on FulfillmentOrder {
  id
  status
  assignedLocation { location { id } }
  supportedActions { action }
  fulfillmentHolds { id handle reasonNotes heldByRequestingApp }
}
"""

_PACK_LINES = """
fragment PackLines on FulfillmentOrderLineItemConnection {
  nodes { id remainingQuantity lineItem { id } }
  pageInfo { hasNextPage endCursor }
}
"""

ORDER_TO_PACK = (
    """
query OrderToPack($id: ID!, $after: String) {
  order(id: $id) {
    fulfillmentOrders(first: 6, after: $after) {
      nodes {
        ...PackHead
        lineItems(first: 40) { ...PackLines }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _PACK_HEAD
    + _PACK_LINES
)

ONE_TO_PACK = (
    """
query OneToPack($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    ...PackHead
    lineItems(first: 100, after: $after) { ...PackLines }
  }
}
"""
    + _PACK_HEAD
    + _PACK_LINES
)

SUGGESTED_REFUND = """
query SuggestedRefund($id: ID!, $lines: [RefundLineItemInput!], $shipping: Money) {
  order(id: $id) {
    presentmentCurrencyCode
    suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
      amountSet { presentmentMoney { amount currencyCode } }
      subtotalSet { presentmentMoney { amount currencyCode } }
      totalTaxSet { presentmentMoney { amount currencyCode } }
      maximumRefundableSet { presentmentMoney { amount currencyCode } }
      shipping {
        amountSet { presentmentMoney { amount currencyCode } }
        maximumRefundableSet { presentmentMoney { amount currencyCode } }
      }
      suggestedTransactions {
        gateway
        amountSet { presentmentMoney { amount currencyCode } }
        parentTransaction { id }
      }
    }
    transactions(first: 100) {
      id
      kind
      status
      gateway
      amountSet { presentmentMoney { amount currencyCode } }
      parentTransaction { id }
    }
  }
}
"""

JOB_STATE = """
query JobState($id: ID!) {
  job(id: $id) { id done }
}
"""

READ_LEASE = """
query ReadLease($namespace: String!, $key: String!) {
  shop {
    id
    metafield(namespace: $namespace, key: $key) { value compareDigest }
  }
}
"""

READ_INTENTS = """
query ReadIntents($id: ID!, $namespace: String!, $after: String) {
  order(id: $id) {
    metafields(first: 50, namespace: $namespace, after: $after) {
      nodes { key value }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

STATE_DOCUMENTS: dict[str, str] = {
    "ChangedOrders": CHANGED_ORDERS,
    "OrderState": ORDER_STATE,
    "MoreOrderLines": MORE_ORDER_LINES,
    "OrderFulfillments": ORDER_FULFILLMENTS,
    "FulfillmentIds": FULFILLMENT_IDS,
    "OneFulfillment": ONE_FULFILLMENT,
    "OrderRefunds": ORDER_REFUNDS,
    "RefundIds": REFUND_IDS,
    "OneRefund": ONE_REFUND,
    "OrderToPack": ORDER_TO_PACK,
    "OneToPack": ONE_TO_PACK,
    "SuggestedRefund": SUGGESTED_REFUND,
    "JobState": JOB_STATE,
    "ReadLease": READ_LEASE,
    "ReadIntents": READ_INTENTS,
}
