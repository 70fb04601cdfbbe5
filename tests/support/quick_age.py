"""A stand-in for age that takes no second: the same refusals, no secrecy worth the name."""

from __future__ import annotations

import hashlib

from rrt_qual.domain.errors import FileFault
from rrt_qual.privacy.hide.age_file import WrongPassphrase

HEAD = b"age-encryption.org/v1\n-> scrypt quick\n"


def seal(secret: bytes, passphrase: str) -> bytes:
    """The secret, mixed with the passphrase, and its hash."""
    key = hashlib.sha256(passphrase.encode()).digest()
    mixed = bytes(byte ^ key[at % 32] for at, byte in enumerate(secret))
    return HEAD + key + hashlib.sha256(secret).digest() + mixed


def unseal(sealed: bytes, passphrase: str, name: str) -> bytes:
    """What `seal` was given."""
    if not sealed.startswith(HEAD):
        raise FileFault(f"'{name}' is not a key file.")
    key, body = sealed[len(HEAD) :][:32], sealed[len(HEAD) + 32 :]
    if hashlib.sha256(passphrase.encode()).digest() != key:
        raise WrongPassphrase(f"That is not the passphrase of '{name}'.")
    secret = bytes(byte ^ key[at % 32] for at, byte in enumerate(body[32:]))
    if hashlib.sha256(secret).digest() != body[:32]:
        raise FileFault(f"'{name}' is damaged.")
    return secret
