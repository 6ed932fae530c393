"""An S3-compatible store as the place to publish to. The keys are read as AWS's programs do, from the environment or a file of theirs."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from .state import State
from .targets import Busy, Unfit

__all__ = ["Bucket"]

_MARK = ".gongkai"
_PAGES = "public, max-age=60"
_FOR_GOOD = "public, max-age=315360000, immutable"


class Bucket:
    """A bucket, or what lies below a prefix of it. The notes lie in the data folder of the host that publishes."""

    def __init__(self, where: str) -> None:
        """Read ``s3://bucket/prefix``. Raises `Unfit` for one without a bucket, or without the program's part for S3."""
        try:
            import boto3
        except ImportError as error:
            raise Unfit("发布到 S3 需要 boto3：pip install 'gongkai[s3]'") from error
        parts = urlsplit(where)
        if not parts.netloc:
            raise Unfit(f"“{where}”里没有桶的名称，应为 s3://桶/前缀")
        self._bucket = parts.netloc
        self._prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self._client = boto3.client("s3", endpoint_url=settings.S3_ENDPOINT or None)
        folder = Path(settings.HOME) / "publication"
        folder.mkdir(exist_ok=True, mode=0o700)
        mark = hashlib.sha256(f"{settings.S3_ENDPOINT} {where}".encode()).hexdigest()[:16]
        self._notes, self._lock = folder / f"{mark}.sqlite3", folder / f"{mark}.lock"
        self._known: dict[str, str] | None = None

    def prepare(self) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            there = self._listing()
            if _MARK not in there:
                if there:
                    raise Unfit("这个桶（前缀）里有别的文件；请换一个空的，免得把它们当作过时的网页删掉")
                self._client.put_object(Bucket=self._bucket, Key=self._prefix + _MARK, Body=b"")
                self._notes.unlink(missing_ok=True)
        except (BotoCoreError, ClientError) as error:
            raise Unfit(
                f"存储服务不能用（{type(error).__name__}）：请检查桶、密钥和 GONGKAI_S3_ENDPOINT"
            ) from error

    def state(self) -> State:
        return State(self._notes)

    @contextmanager
    def lock(self) -> Iterator[None]:
        with self._lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy from error
            self._known = None
            yield

    def placing(self) -> AbstractContextManager[None]:
        return nullcontext()

    def holds(self, name: str, body: bytes) -> bool:
        return self._listing().get(name) == hashlib.md5(body, usedforsecurity=False).hexdigest()

    def put(self, name: str, body: bytes, kind: str) -> None:
        self._client.put_object(
            Bucket=self._bucket, Key=self._prefix + name, Body=body, **_said_of(name, kind)
        )
        self._listing()[name] = hashlib.md5(body, usedforsecurity=False).hexdigest()

    def copy(self, name: str, stored: Any, kind: str) -> None:
        with stored as source:
            said = _said_of(name, kind)
            self._client.upload_fileobj(source, self._bucket, self._prefix + name, ExtraArgs=said)
        self._listing()[name] = ""

    def remove(self, name: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)
        self._listing().pop(name, None)

    def names(self) -> Iterator[str]:
        return iter([one for one in self._listing() if one != _MARK])

    def _listing(self) -> dict[str, str]:
        if self._known is None:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            self._known = {
                one["Key"].removeprefix(self._prefix): one["ETag"].strip('"')
                for page in pages
                for one in page.get("Contents", ())
            }
        return self._known


def _said_of(name: str, kind: str) -> dict[str, str]:
    """Give what is kept with a file of how it is handed out."""
    said = {"ContentType": kind, "CacheControl": _FOR_GOOD if name.startswith("static/") else _PAGES}
    if name.startswith("attachments/"):
        said["CacheControl"] = "no-cache"
        if kind != "application/pdf":
            said["ContentDisposition"] = f"attachment; filename*=utf-8''{quote(name.rpartition('/')[2])}"
    return said
