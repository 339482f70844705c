"""A made-up shop and its Amazon orders, the same for the same seed."""
