"""A secret kept in a file by a passphrase, in the age format (scrypt, ChaCha20-Poly1305); `age` itself reads it."""

from __future__ import annotations

from rrt_qual.domain.errors import FileFault, RrtError

#: A shorter passphrase is guessed too soon.
SHORTEST = 12

_HEAD = b"age-encryption.org/v1\n"


class WrongPassphrase(RrtError):
    """The passphrase does not open the file."""


def seal(secret: bytes, passphrase: str) -> bytes:
    """`secret` encrypted; takes a second or two, on purpose."""
    from pyrage import passphrase as scrypt

    return bytes(scrypt.encrypt(secret, passphrase))


def unseal(sealed: bytes, passphrase: str, name: str) -> bytes:
    """What `seal` was given; `name` is the file's, for the sentence.

    Raises:
        FileFault: not an age file, cut short, or changed.
        WrongPassphrase: another passphrase sealed it.
    """
    from pyrage import DecryptError
    from pyrage import passphrase as scrypt

    if not sealed.startswith(_HEAD) or b"-> scrypt " not in sealed[:200]:
        raise FileFault(f"'{name}' is not a key file.", "Name the file that 'rrt-qual deidentify --key-out' wrote.")
    try:
        return bytes(scrypt.decrypt(sealed, passphrase))
    except DecryptError as fault:
        if str(fault) == "Decryption failed":
            raise WrongPassphrase(
                f"That is not the passphrase of '{name}', or the file's first lines are damaged.",
                "Nothing was changed; try again, or take another copy of the file.",
            ) from None
        raise FileFault(
            f"'{name}' is damaged: it is cut short or was changed.", "Nothing was changed; take another copy of it."
        ) from None
