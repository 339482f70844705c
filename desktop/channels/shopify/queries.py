"""The GraphQL documents sent to Shopify, by operation name.

Constants, not files, so that a frozen app cannot lose them. None but OrderAddress selects protected
customer data, and none may cost more than 1,000 points (a test computes the worst case of each).
"""

from desktop.channels.shopify.queries_state import STATE_DOCUMENTS, STATE_LINES
from desktop.channels.shopify.queries_states import SMALL_STATE, STATES_DOCUMENTS
from desktop.channels.shopify.queries_writes import WRITE_DOCUMENTS

API_VERSION = "2026-10"

SHOP_INFO = """
query ShopInfo {
  shop {
    name
    myshopifyDomain
    currencyCode
    enabledPresentmentCurrencies
    ianaTimezone
    taxesIncluded
    plan { publicDisplayName partnerDevelopment }
    shopAddress { countryCodeV2 }
  }
  currentAppInstallation { accessScopes { handle } }
}
"""

LOCATIONS = """
query Locations($after: String) {
  locations(first: 100, after: $after, includeInactive: false, includeLegacy: false) {
    nodes { id name isActive }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_VARIANT = """
fragment VariantParts on ProductVariant {
  id
  sku
  title
  barcode
  price
  inventoryPolicy
  inventoryQuantity
  product { title status }
  inventoryItem { tracked requiresShipping }
}
"""

VARIANTS_BY_SKU = (
    """
query VariantsBySku($search: String!, $after: String) {
  productVariants(first: 100, after: $after, query: $search) {
    nodes { ...VariantParts }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + _VARIANT
)

VARIANTS_BY_ID = (
    """
query VariantsById($ids: [ID!]!) {
  nodes(ids: $ids) { ...VariantParts }
}
"""
    + _VARIANT
)

SEARCH_VARIANTS = (
    """
query SearchVariants($search: String!, $first: Int!) {
  productVariants(first: $first, query: $search) {
    nodes { ...VariantParts }
  }
}
"""
    + _VARIANT
)

ENSURE_ORDER_KEY = """
mutation EnsureOrderKey($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id type { name } }
    userErrors { field message code }
  }
}
"""

ORDER_KEY_DEFINITION = """
query OrderKeyDefinition($namespace: String!, $key: String!) {
  metafieldDefinitions(first: 1, ownerType: ORDER, namespace: $namespace, key: $key) {
    nodes { id type { name } }
  }
}
"""

# The key is read back with every order, to see that Shopify kept it.
_ORDER = """
fragment OrderParts on Order {
  id
  legacyResourceId
  name
  sourceIdentifier
  createdAt
  cancelledAt
  totalPriceSet {
    shopMoney { amount currencyCode }
    presentmentMoney { amount currencyCode }
  }
  metafield(namespace: $namespace, key: $key) { value }
}
"""

# What became of the order comes along: right after its creation nothing more need be read of it.
ORDER_BY_AMAZON_ID = (
    """
query OrderByAmazonId($namespace: String!, $key: String!, $value: String!) {
  orderByIdentifier(
    identifier: { customId: { namespace: $namespace, key: $key, value: $value } }
  ) {
    ...OrderParts
    ...SmallState
    lineItems(first: 100) { ...StateLines }
  }
}
"""
    + _ORDER
    + SMALL_STATE
    + STATE_LINES
)

ORDERS_BY_SOURCE = (
    """
query OrdersBySource($namespace: String!, $key: String!, $search: String!) {
  orders(first: 5, query: $search, sortKey: CREATED_AT) {
    nodes {
      ...OrderParts
      lineItems(first: 50) { nodes { id sku quantity customAttributes { key value } } }
    }
  }
}
"""
    + _ORDER
)

RECENT_ORDERS = """
query RecentOrders($search: String!, $after: String) {
  orders(first: 250, after: $after, query: $search, sortKey: CREATED_AT) {
    nodes {
      id
      legacyResourceId
      name
      sourceIdentifier
      tags
      note
      createdAt
      cancelledAt
      customAttributes { key value }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

CREATE_ORDER = (
    """
mutation CreateOrder(
  $order: OrderCreateOrderInput!
  $options: OrderCreateOptionsInput
  $namespace: String!
  $key: String!
  $first: Int!
) {
  orderCreate(order: $order, options: $options) {
    order {
      ...OrderParts
      lineItems(first: $first) {
        nodes {
          id
          sku
          quantity
          customAttributes { key value }
          variant { inventoryQuantity inventoryItem { tracked } }
        }
      }
    }
    userErrors { field message code }
  }
}
"""
    + _ORDER
)

STOCK_LEFT = """
query StockLeft($id: ID!) {
  order(id: $id) {
    lineItems(first: 100) {
      nodes { sku variant { inventoryQuantity inventoryItem { tracked } } }
    }
  }
}
"""

SET_ORDER_KEY = """
mutation SetOrderKey($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { id value }
    userErrors { field message code }
  }
}
"""

ORDER_VIEW = """
query OrderView($id: ID!) {
  order(id: $id) {
    id
    legacyResourceId
    name
    displayFinancialStatus
    displayFulfillmentStatus
    cancelledAt
    tags
    note
    requiresShipping
    currentTotalPriceSet {
      shopMoney { amount currencyCode }
      presentmentMoney { amount currencyCode }
    }
    lineItems(first: 100) { nodes { id sku title currentQuantity requiresShipping } }
    fulfillments(first: 10) { status displayStatus trackingInfo(first: 5) { company number } }
  }
}
"""

# A question of its own: where the app may not see buyers, only this one is refused.
ORDER_ADDRESS = """
query OrderAddress($id: ID!) {
  order(id: $id) {
    shippingAddress {
      name
      company
      address1
      address2
      city
      provinceCode
      zip
      countryCodeV2
      phone
    }
  }
}
"""

DOCUMENTS: dict[str, str] = {
    "ShopInfo": SHOP_INFO,
    "Locations": LOCATIONS,
    "VariantsBySku": VARIANTS_BY_SKU,
    "VariantsById": VARIANTS_BY_ID,
    "SearchVariants": SEARCH_VARIANTS,
    "EnsureOrderKey": ENSURE_ORDER_KEY,
    "OrderKeyDefinition": ORDER_KEY_DEFINITION,
    "OrderByAmazonId": ORDER_BY_AMAZON_ID,
    "OrdersBySource": ORDERS_BY_SOURCE,
    "RecentOrders": RECENT_ORDERS,
    "CreateOrder": CREATE_ORDER,
    "StockLeft": STOCK_LEFT,
    "SetOrderKey": SET_ORDER_KEY,
    "OrderView": ORDER_VIEW,
    "OrderAddress": ORDER_ADDRESS,
    **STATE_DOCUMENTS,
    **STATES_DOCUMENTS,
    **WRITE_DOCUMENTS,
}


def document(operation: str) -> str:
    """The document of an operation. Raises KeyError for a name that is none."""
    return DOCUMENTS[operation]
