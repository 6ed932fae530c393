"""Parts of files: any range that HTTP allows, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.portal.items import document
from tests.portal.sites import a_platform

from gongkai.files.ranges import span


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("bytes=0-9", (0, 10)), ("bytes=90-", (90, 100)), ("bytes=-5", (95, 100)), ("bytes=-500", (0, 100)),
        ("bytes=50-999", (50, 100)), ("bytes=100-", (100, 100)), ("bytes=-0", (100, 100)), ("bytes = 1 - 2", (1, 3)),
        ("bytes=9-3", None), ("bytes=-", None), ("bytes=0-1,5-6", None), ("lines=1-2", None), ("bytes=a-b", None), ("", None),
        (f"bytes={'9' * 40}-", None),
    ],
)  # fmt: skip
def test_ranges(asked: str, found: tuple[int, int] | None) -> None:
    assert span(asked, 100) == found


@given(st.text(max_size=30), st.integers(1, 10**6))
def test_whatever_is_asked_the_span_lies_in_the_file_or_past_it(asked: str, size: int) -> None:
    found = span(f"bytes={asked}", size)
    assert found is None or (found[0] >= 0 and (found[0] >= size or found[0] < found[1] <= size))


@pytest.mark.django_db
def test_a_part_of_an_attachment(client: Any) -> None:
    file = document(a_platform(), "清单.xlsx")
    whole = client.get(file.url)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = client.get(file.url, headers={"range": "bytes=100-299"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == b"".join(whole.streaming_content)[100:300]
    assert part.headers["Content-Range"] == "bytes 100-299/20480"
    assert part.headers["Content-Disposition"] == whole.headers["Content-Disposition"]
    assert client.get(file.url, headers={"range": "bytes=99999-"}).status_code == 416
    stale = client.get(file.url, headers={"range": "bytes=0-1", "if-range": '"other"'})
    assert stale.status_code == 200
    same = client.get(file.url, headers={"range": "bytes=0-1", "if-range": whole.headers["ETag"]})
    assert same.status_code == 206
