"""The members of a zip file (docx, xlsx), unpacked within limits that are counted, not believed."""

from __future__ import annotations

import io
import zipfile
import zlib

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import ZIP_BYTES, ZIP_MEMBER_BYTES, ZIP_MEMBERS

#: Bytes unpacked at once: a part that unpacks to more than it may is given up after at most so many more.
_CHUNK = 1 << 18
#: The bit of a part's flags that says it is encrypted (APPNOTE 4.4.4).
_ENCRYPTED = 0x1
_REMEDY = "Open it in the program it comes from, save it again, and give that."


class ZipParts:
    """The members of a zip file by name. What the file says of their sizes is checked while they are unpacked.

    Raises:
        FileFault: it is no zip file, is damaged, has too many members or two of one name, or is encrypted.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = ZIP_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except Exception:  # a damaged directory trips zipfile in many ways
            raise FileFault(f"{name} is cut short or damaged: it cannot be unpacked.", _REMEDY) from None
        if len(infos) > ZIP_MEMBERS:
            raise FileFault(f"{name} holds {len(infos):,} parts, more than the {ZIP_MEMBERS:,} it may.", _REMEDY)
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos):
            raise FileFault(f"{name} is damaged: it holds two parts of one name.", _REMEDY)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise FileFault(f"{name} is protected by a password.", "Take the password away, and save it again.")

    @property
    def names(self) -> list[str]:
        """The names of all members, in order."""
        return list(self._infos)

    def read(self, member: str) -> bytes:
        """The unpacked bytes of `member`.

        Raises:
            FileFault: there is none, it is damaged, or it and what was read before unpack to more than the limit.
        """
        info = self._infos.get(member)
        if info is None:
            raise FileFault(f"{self.name} is damaged: the part '{member[:60]}' is missing.", _REMEDY)
        most = min(ZIP_MEMBER_BYTES, self._left)
        out = bytearray()
        try:
            with self._zip.open(info) as packed:
                while part := packed.read(_CHUNK):
                    out += part
                    if len(out) > most:
                        break
        except MemoryError:
            raise self._too_large(most) from None
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise FileFault(f"{self.name} is damaged: a part of it cannot be unpacked.", _REMEDY) from None
        except Exception:  # lzma and bz2 have faults of their own, which need not be imported to be refused
            raise FileFault(f"{self.name} is packed in a way that is not read.", _REMEDY) from None
        if len(out) > most:
            raise self._too_large(most)
        self._left -= len(out)
        return bytes(out)

    def _too_large(self, most: int) -> FileFault:
        return FileFault(
            f"{self.name} unpacks to more than {max(most // 1_000_000, 1):,} MB, too much for what it should be.",
            "Check that it is the file; save it anew without pictures and empty rows.",
        )
