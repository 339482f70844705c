"""How an order's two blobs are packed: Amazon's words, and the order in ours. Pure."""

import hashlib
import zlib

import msgspec

from desktop.trade import Order

_FAST = 1
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Order)


def pack(payload: bytes) -> bytes:
    """Compressed; nothing stays nothing."""
    return zlib.compress(payload, _FAST) if payload else b""


def unpack(blob: bytes) -> bytes:
    """The very bytes that were packed."""
    return zlib.decompress(blob) if blob else b""


def pack_order(order: Order) -> bytes:
    """An order as it is kept: not compressed, which would cost as much as all its rows."""
    return _encoder.encode(order)


def unpack_order(blob: bytes) -> Order:
    """The order that was kept; fields added since have their defaults."""
    return _decoder.decode(blob)


def digest(payload: bytes) -> bytes:
    """Eight bytes that tell two payloads apart."""
    return hashlib.blake2b(payload, digest_size=8).digest()
