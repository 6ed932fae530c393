"""Keys for applicants' personal data (申请人个人信息): outside the database, in a ring so that they can be changed.

The keys lie in the file `personal_keys` of the data folder (or where GONGKAI_PERSONAL_KEYS says), one a line, the newest first:
the first encrypts, all decrypt. `new_key` puts a new one in front; `services.keys.reencrypt` writes everything anew with it, after which
the old ones can be taken out. Who has only the database, or a backup of it, reads nothing. Look-ups go by a keyed hash (HMAC-SHA256)
under a key in a file of its own, `lookup_key`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["Unreadable", "decrypt", "encrypt", "forget", "identity", "lookup", "needs_renewal", "new_key"]


class Unreadable(Exception):
    """Something was encrypted under a key that is not here; `message` says in Chinese what to do."""

    def __init__(self) -> None:
        self.message = "申请人信息解不开：缺少当时的密钥，请恢复 personal_keys 文件"
        super().__init__(self.message)


def encrypt(text: str) -> str:
    """Encrypt a text under the newest key; "" stays empty, so that it can be told from what is there."""
    return _ring().encrypt(text.encode()).decode("ascii") if text else ""


def decrypt(token: str) -> str:
    """Decrypt what any key of the ring encrypted. Raises `Unreadable`."""
    if not token:
        return ""
    try:
        return _ring().decrypt(token.encode("ascii", "replace")).decode()
    except InvalidToken:
        raise Unreadable from None


def needs_renewal(token: str) -> bool:
    """Whether it was encrypted under another key than the newest."""
    if not token:
        return False
    try:
        _newest().decrypt(token.encode("ascii", "replace"))
    except InvalidToken:
        return True
    return False


def identity(name: str, number: str, phone: str) -> str:
    """Give the keyed hash by which the same applicant is found again: of the identity number, else of name and telephone."""
    number, phone = number.strip(), phone.strip()
    return lookup("identity", number or (name.strip() + phone if phone else ""))


def lookup(kind: str, text: str) -> str:
    """Give the keyed hash under which a text of this kind is found again; "" for an empty one.

    Full-width signs, case and spaces make no difference, so that one number written two ways is found.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not plain:
        return ""
    return hmac.new(_lookup_key(), f"{kind}\0{plain}".encode(), hashlib.sha256).hexdigest()


def new_key() -> None:
    """Put a new key in front of the ring; what is encrypted from now on is encrypted under it."""
    path = _path()
    keys = [Fernet.generate_key().decode(), *_read(path)]
    _write(path, "\n".join(keys) + "\n")
    forget()


def forget() -> None:
    """Read the keys anew from their files."""
    for one in (_ring, _newest, _lookup_key):
        one.cache_clear()


def _path() -> Path:
    given = str(getattr(settings, "PERSONAL_KEYS", "") or "")
    return Path(given) if given else Path(settings.HOME) / "personal_keys"


def _read(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line.strip() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


@cache
def _keys() -> tuple[Fernet, ...]:
    path = _path()
    found = _read(path)
    if not found:
        _create(path, Fernet.generate_key().decode() + "\n")
        found = _read(path)
    return tuple(Fernet(key) for key in found)


@cache
def _ring() -> MultiFernet:
    _keys.cache_clear()
    return MultiFernet(list(_keys()))


@cache
def _newest() -> Fernet:
    _keys.cache_clear()
    return _keys()[0]


@cache
def _lookup_key() -> bytes:
    path = _path().with_name("lookup_key")
    if not path.is_file():
        _create(path, secrets.token_hex(32) + "\n")
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _create(path: Path, text: str) -> None:
    """Write a file that is not there yet; another process may do the same at the same moment, and then its file holds."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write(fresh, text)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _write(path: Path, text: str) -> None:
    """Write a file for its owner only, whole or not at all, and have it on the disk."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
