"""A certificate that nobody vouches for, made for one test."""

from base64 import encodebytes
from pathlib import Path

from Crypto.Hash import SHA256
from Crypto.PublicKey import ECC
from Crypto.Signature import DSS
from Crypto.Util.asn1 import (
    DerBitString,
    DerInteger,
    DerObject,
    DerObjectId,
    DerOctetString,
    DerSequence,
    DerSetOf,
)

_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_COMMON_NAME = "2.5.4.3"
_ALTERNATIVE_NAMES = "2.5.29.17"


def write_self_signed(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate for localhost and service.test, and of its key."""
    key = ECC.generate(curve="P-256")
    algorithm = DerSequence([DerObjectId(_ECDSA_SHA256)]).encode()
    name = _name("localhost")
    valid = DerSequence([_time("200101000000Z"), _time("491231235959Z")]).encode()
    version = DerInteger(2, explicit=0).encode()
    public = key.public_key().export_key(format="DER")
    names = _names("localhost", "service.test")
    told = DerSequence([version, 4711, algorithm, name, valid, name, public, names]).encode()
    signature = DSS.new(key, "fips-186-3", encoding="der").sign(SHA256.new(told))
    certificate = DerSequence([told, algorithm, DerBitString(signature)]).encode()
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_text(_pem(certificate))
    key_file.write_text(key.export_key(format="PEM"))
    return cert_file, key_file


def _name(common: str) -> bytes:
    text = DerObject(asn1Id=0x0C, payload=common.encode())
    pair = DerSequence([DerObjectId(_COMMON_NAME), text])
    return DerSequence([DerSetOf([pair.encode()]).encode()]).encode()


def _names(*hosts: str) -> bytes:
    alternatives = DerSequence(
        [DerObject(asn1Id=0x16, payload=host.encode(), implicit=2).encode() for host in hosts]
    )
    value = DerOctetString(alternatives.encode())
    extension = DerSequence([DerObjectId(_ALTERNATIVE_NAMES), value])
    return DerSequence([extension.encode()], explicit=3).encode()


def _time(text: str) -> bytes:
    return DerObject(asn1Id=0x17, payload=text.encode()).encode()


def _pem(certificate: bytes) -> str:
    middle = encodebytes(certificate).decode()
    return f"-----BEGIN CERTIFICATE-----\n{middle}-----END CERTIFICATE-----\n"
