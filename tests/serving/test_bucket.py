"""Publication to an S3-compatible store: against a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.db import connection
from django.test import Client
from moto.server import ThreadedMotoServer
from tests.portal.items import add, column, document, renew
from tests.portal.sites import a_platform

from gongkai.serving.publication.publisher import Publisher
from gongkai.serving.publication.targets import Unfit, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
WHERE = "s3://published/site"


@pytest.fixture
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings.S3_ENDPOINT = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=settings.S3_ENDPOINT)
    client.create_bucket(Bucket="published")
    yield client
    server.stop()


def test_a_site_in_a_store(store: Any, client: Client) -> None:
    agency = a_platform()
    item = add(column(agency, "permits"), slug="one")
    item.attachments.create(document=document(agency, "清单.xlsx"), title="清单")
    renew(item)
    done = Publisher(target_of(WHERE)).publish()
    found = store.get_object(Bucket="published", Key="site/disclosure/permits/one/index.html")
    assert found["Body"].read() == client.get(item.url, headers={"host": "127.0.0.1:8000"}).content
    assert (found["ContentType"], found["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=60")
    keys = [one for one in done.written if one.startswith("attachments/")]
    file = store.get_object(Bucket="published", Key=f"site/{keys[0]}")
    assert file["ContentDisposition"].startswith("attachment; filename*=utf-8''%E6%B8%85")
    assert not Publisher(target_of(WHERE)).check()

    connection.run_on_commit = []
    renew(item, live=False, withdrawn_at=item.published_at, withdrawn_reason="内容有误")
    again = Publisher(target_of(WHERE)).publish()
    assert not again.whole
    assert "disclosure/permits/one/index.html" in again.removed
    with pytest.raises(store.exceptions.NoSuchKey):
        store.get_object(Bucket="published", Key="site/disclosure/permits/one/index.html")

    store.put_object(Bucket="published", Key="site/map/index.html", Body=b"changed")
    store.put_object(Bucket="published", Key="site/surplus.html", Body=b"surplus")
    faults = Publisher(target_of(WHERE)).check()
    assert (faults.missing, faults.different, faults.surplus) == ((), ("map/index.html",), ("surplus.html",))
    Publisher(target_of(WHERE)).publish(whole=True)
    assert not Publisher(target_of(WHERE)).check()


def test_what_cannot_be_used_is_said(store: Any) -> None:
    with pytest.raises(Unfit, match="桶的名称"):
        target_of("s3://")
    with pytest.raises(Unfit, match="存储服务不能用"):
        Publisher(target_of("s3://nowhere/site")).publish()
    store.put_object(Bucket="published", Key="other/file.txt", Body=b"mine")
    with pytest.raises(Unfit, match="别的文件"):
        Publisher(target_of("s3://published/other")).publish()
