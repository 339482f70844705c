"""Which orders are special, by their number modulo 100."""

# The failures a seller meets: 4 % unlinked SKU, 2 % ambiguous SKU, 1 % missing address,
# 1 % unknown province, 2 % a phone that is none.
TROUBLES = {
    7: "unlinked_sku",
    32: "unlinked_sku",
    57: "unlinked_sku",
    82: "unlinked_sku",
    19: "ambiguous_sku",
    69: "ambiguous_sku",
    41: "missing_address",
    27: "unknown_province",
    13: "bad_phone",
    63: "bad_phone",
}
# Good orders that are out of the ordinary.
MARKS = {
    5: "tip",
    23: "replacement",
    36: "cancel_wish",
    48: "twice",  # the same SKU in two items
    74: "cancel_wish",
    88: "non_amazon",
}
