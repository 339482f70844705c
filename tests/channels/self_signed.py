"""A certificate that nobody vouches for, made for one test."""

from base64 import encodebytes
from pathlib import Path

from Crypto.Hash import SHA256
from Crypto.PublicKey import ECC
from Crypto.Signature import DSS
from Crypto.Util.asn1 import DerBitString, DerInteger, DerObject, DerObjectId, DerSequence, DerSetOf

_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_COMMON_NAME = "2.5.4.3"


def write_self_signed(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate for localhost and of its key."""
    key = ECC.generate(curve="P-256")
    algorithm = DerSequence([DerObjectId(_ECDSA_SHA256)]).encode()
    name = _name("localhost")
    valid = DerSequence([_time("200101000000Z"), _time("491231235959Z")]).encode()
    version = DerInteger(2, explicit=0).encode()
    public = key.public_key().export_key(format="DER")
    told = DerSequence([version, 4711, algorithm, name, valid, name, public]).encode()
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


def _time(text: str) -> bytes:
    return DerObject(asn1Id=0x17, payload=text.encode()).encode()


def _pem(certificate: bytes) -> str:
    middle = encodebytes(certificate).decode()
    return f"-----BEGIN CERTIFICATE-----\n{middle}-----END CERTIFICATE-----\n"
