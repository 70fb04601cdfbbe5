"""A key file as age's own specification has it (age-encryption.org/v1), sealed with a scrypt that takes no second.

pyrage chooses how hard its scrypt works by what the computer does in a second, so each try of a passphrase costs
seconds; it reads any work factor. What is sealed here it cannot tell from its own but by the time it takes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from base64 import b64encode

#: 2^10 rounds; pyrage itself takes 2^16 and more.
FACTOR = 10

_CHUNK = 65536
_MASK = 0xFFFFFFFF


def seal(secret: bytes, passphrase: str) -> bytes:
    """The secret as an age file; `rrt_qual.privacy.hide.age_file.unseal` opens it with the same passphrase."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    salted = b"age-encryption.org/v1/scrypt" + salt
    wrap = hashlib.scrypt(passphrase.encode(), salt=salted, n=1 << FACTOR, r=8, p=1, dklen=32)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (
        _plain64(salt),
        FACTOR,
        _plain64(_encrypt(wrap, bytes(12), file_key)),
    )
    mac = hmac.new(_hkdf(file_key, b"", b"header"), header, hashlib.sha256).digest()
    return header + b" " + _plain64(mac) + b"\n" + nonce + _stream(_hkdf(file_key, nonce, b"payload"), secret)


def _stream(key: bytes, secret: bytes) -> bytes:
    """Chunks of 64 KiB, each with its number and whether it is the last."""
    chunks = [secret[at : at + _CHUNK] for at in range(0, len(secret), _CHUNK)] or [b""]
    return b"".join(
        _encrypt(key, number.to_bytes(11, "big") + bytes([number == len(chunks) - 1]), chunk)
        for number, chunk in enumerate(chunks)
    )


def _plain64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869), 32 bytes."""
    drawn = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(drawn, info + b"\x01", hashlib.sha256).digest()


def _encrypt(key: bytes, nonce: bytes, plain: bytes) -> bytes:
    """ChaCha20-Poly1305 (RFC 8439) without further data: what is encrypted, then its tag of 16 bytes."""
    blocks = b"".join(_block(key, number, nonce) for number in range(1 + -(-len(plain) // 64)))
    hidden = bytes(a ^ b for a, b in zip(plain, blocks[64:], strict=False))
    padded = hidden + bytes(-len(hidden) % 16) + struct.pack("<QQ", 0, len(hidden))
    r = int.from_bytes(blocks[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(padded), 16):
        total = (total + int.from_bytes(padded[at : at + 16] + b"\x01", "little")) * r % ((1 << 130) - 5)
    tag = (total + int.from_bytes(blocks[16:32], "little")) % (1 << 128)
    return hidden + tag.to_bytes(16, "little")


def _block(key: bytes, number: int, nonce: bytes) -> bytes:
    """64 bytes of ChaCha20's stream."""
    start = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I", key), number]
    start += struct.unpack("<3I", nonce)
    x = list(start)
    for _ in range(10):
        for a, b, c, d in _ROUND:
            for p, q, r, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[p] = (x[p] + x[q]) & _MASK
                mixed = x[r] ^ x[p]
                x[r] = ((mixed << turn) | (mixed >> (32 - turn))) & _MASK
    return struct.pack("<16I", *((now + first) & _MASK for now, first in zip(x, start, strict=True)))


#: The quarter rounds of a double round: columns, then diagonals.
_ROUND = (
    *((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)),
    *((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)),
)
