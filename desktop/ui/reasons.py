"""Amazon's reasons for refunds and cancellations, and Shopify's, in words (pure)."""

REFUND_REASONS: dict[str, str] = {
    "CustomerReturn": "The buyer returned it",
    "NoInventory": "Nothing left in stock",
    "GeneralAdjustment": "General adjustment",
    "CouldNotShip": "It could not be shipped",
    "DifferentItem": "Not the item that was ordered",
    "Abandoned": "Abandoned",
    "CustomerCancel": "The buyer cancelled",
    "PriceError": "The price was wrong",
    "ProductOutofStock": "The product is out of stock",
    "CustomerAddressIncorrect": "The buyer's address is incorrect",
    "Exchange": "Exchange",
    "Other": "Other",
    "CarrierCreditDecision": "The carrier's credit decision",
    "RiskAssessmentInformationNotValid": "Risk: information not valid",
    "CarrierCoverageFailure": "The carrier does not deliver there",
    "TransactionRecord": "Transaction record",
    "Undeliverable": "Undeliverable",
    "RefusedDelivery": "Delivery was refused",
}
CANCEL_REASONS: dict[str, str] = {
    "NoInventory": "Nothing left in stock",
    "BuyerCanceled": "The buyer asked to cancel",
    "ShippingAddressUndeliverable": "The address cannot be delivered to",
    "CustomerExchange": "The buyer exchanges it",
    "GeneralAdjustment": "General adjustment",
    "CarrierCreditDecision": "The carrier's credit decision",
    "RiskAssessmentInformationNotValid": "Risk: information not valid",
    "CarrierCoverageFailure": "The carrier does not deliver there",
    "CustomerReturn": "The buyer returned it",
    "MerchandiseNotReceived": "The buyer did not receive it",
}
SHOP_REASONS: dict[str, str] = {
    "CUSTOMER": "Customer changed or cancelled",
    "INVENTORY": "Items unavailable",
    "FRAUD": "Fraudulent order",
    "DECLINED": "Payment declined",
    "STAFF": "Staff error",
    "OTHER": "Other",
}
