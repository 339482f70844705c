"""Random numbers that are the same for the same seed. Nothing secret is drawn from them."""

from random import Random


def dice(*numbers: int) -> Random:
    """A generator for one purpose, named by whole numbers."""
    mixed = 0
    for number in numbers:
        mixed = mixed * 1_000_003 + number
    return Random(mixed)  # noqa: S311  a believable shop, not cryptography
