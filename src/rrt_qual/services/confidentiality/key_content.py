"""What a key file holds, and how it is written and read: versioned JSON inside an age file."""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rrt_qual import __version__
from rrt_qual.domain.errors import FileFault, UsageError
from rrt_qual.domain.files.door import read_bytes
from rrt_qual.domain.files.limits import KEY_BYTES
from rrt_qual.privacy.hide import age_file as age
from rrt_qual.store.project.ids import new_id, now

#: What a key file calls itself. The version is raised when an older program could not read it any more.
FORMAT, VERSION = "rrt-qual key", 1

#: The names of files are the user's, but nothing that they hold goes into a message.
_DAMAGED = "Nothing was changed; take another copy of it."


@dataclass(frozen=True)
class Key:
    """The content of a key file.

    `texts`: interview id -> {"sha256" of the whole text, "pieces": [[offset, words], …]}. `cells`: [table, row id,
    column, what it held, what it holds while the key is out]. `rows`: the tables that are the key.
    """

    project_id: str
    key_id: str = field(default_factory=new_id)
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    made_at: str = field(default_factory=now)
    made_by: str = f"rrt-qual {__version__}"
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    cells: list[list[str]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def mark(self, text: str) -> str:
        """A proof of `text` that tells nothing to whoever has no key: a plain hash would prove a guessed name."""
        return hmac.new(bytes.fromhex(self.secret), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()

    def sealed(self, passphrase: str) -> bytes:
        """The encrypted content."""
        value = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return age.seal(json.dumps(value, ensure_ascii=True).encode(), passphrase)


def check_passphrase(passphrase: str) -> None:
    """Raise UsageError for a passphrase that is too short to keep anything."""
    if len(passphrase.strip()) < age.SHORTEST:
        raise UsageError(
            f"The passphrase is too short: at least {age.SHORTEST} characters.",
            "Four or five words that do not belong together are easy to keep and hard to guess.",
        )


def refuse_taken(path: Path) -> None:
    """Raise UsageError when something stands at `path`, FileFault when its folder is not there."""
    if path.exists() or path.is_symlink():
        raise UsageError(f"'{path}' is there already.", "Choose a new name: a key file is never written over.")
    if not path.absolute().parent.is_dir():
        raise FileFault(f"{path} cannot be written: there is no folder {path.parent}.", "Make it first.")


def write(key: Key, sealed: bytes, path: Path, passphrase: str) -> None:
    """Write a key file that appears whole, readable by its owner alone, and read it back to be sure.

    `sealed` is what `key.sealed(passphrase)` gave.

    Raises:
        FileFault: it cannot be written, or is not what was written; nothing is left at `path`.
        UsageError: something stands at `path`.
    """
    from rrt_qual.export.safe import atomic_write

    refuse_taken(path)
    with atomic_write(path, binary=True, fresh=True) as file:
        file.write(sealed)
    try:
        if read(path, passphrase) != key:
            raise FileFault(f"'{path}' does not hold what was written to it.", "Check the disk; nothing was changed.")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def read(path: Path, passphrase: str) -> Key:
    """The content of a key file.

    Raises:
        FileFault: no such file, no key file, damaged, or of a newer program.
        WrongPassphrase: that is not its passphrase.
    """
    if not (path.exists() or path.is_symlink()):
        raise FileFault(
            f"There is no key file at '{path}'.",
            "Without it the names cannot be brought back; the project works on with pseudonyms.",
        )
    sealed = read_bytes(path, KEY_BYTES, shown=f"'{path}'")
    return _parse(age.unseal(sealed, passphrase, path.name), path.name)


def _parse(plain: bytes, name: str) -> Key:
    try:
        value = json.loads(plain)
        form, version = value.pop("format"), value.pop("version")
        if form != FORMAT:
            raise ValueError(form)
        if version > VERSION:
            raise FileFault(f"'{name}' was made by a newer rrt-qual.", "Install the newer version to use it.")
        return Key(**value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # from None: the fault would quote what the file holds
        raise FileFault(f"'{name}' opens, but is no key file of rrt-qual, or is damaged.", _DAMAGED) from None
