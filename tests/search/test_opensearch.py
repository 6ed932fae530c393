"""The JSON for OpenSearch: no server runs here, so this is all that can be tested."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.search.entries import attachment, entry

from gongkai.search.asking import understand
from gongkai.search.opensearch import INDEX, documents_of, items_with, removal_of


def test_documents_have_exactly_the_fields_of_the_mapping() -> None:
    one = entry(
        7,
        "规范性文件",
        body="正文" * 2000,
        numbers=["〔2022〕3号"],
        attachments=[attachment("表.docx", "里面的话")],
        valid_until=date(2030, 1, 2),
    )
    documents = dict(documents_of(one))
    assert list(documents)[:4] == ["7-title", "7-numbers", "7-name-0", "7-body-0"]
    assert list(documents)[-1] == "7-file-0"
    for content in documents.values():
        assert set(content) == set(INDEX["mappings"]["properties"])
        json.dumps(content)
    assert documents["7-title"]["words"] == "规范 范性 性文 文件 件"
    assert documents["7-title"]["column"] == ["0001", "00010001", "000100010002"]
    assert documents["7-numbers"]["words"] == "2022 3 号"
    assert {name.split("-")[1]: content["tier"] for name, content in documents.items()} == {
        "title": 1,
        "numbers": 2,
        "name": 3,
        "body": 4,
        "file": 5,
    }


def test_the_server_splits_at_blanks_and_does_nothing_else() -> None:
    assert INDEX["settings"]["analysis"]["analyzer"]["tokens"] == {
        "type": "custom",
        "tokenizer": "whitespace",
    }
    assert all(INDEX["mappings"]["properties"][name]["analyzer"] == "tokens" for name in ("words", "signs"))


def test_a_query_for_each_term_and_one_for_what_must_not_occur() -> None:
    bodies = items_with(understand("规范性文件 预 〔2022〕3 2022年 ab -废止"), {"year": 2022})
    clauses = [body["query"]["bool"]["filter"][0]["bool"]["should"][0] for body in bodies]
    assert clauses == [
        {"match_phrase": {"words": {"query": "规范 范性 性文 文件", "slop": 0}}},
        {"term": {"signs": "预"}},
        {"match_phrase_prefix": {"words": {"query": "2022 3", "slop": 0}}},
        {"match_phrase_prefix": {"words": {"query": "2022 年", "slop": 0}}},
        {"prefix": {"words": "ab"}},
        {"term": {"words": "废止"}},
    ]
    assert all(body["query"]["bool"]["filter"][1] == {"term": {"year": 2022}} for body in bodies)
    assert removal_of(7) == {"query": {"term": {"item": 7}}}


@given(st.text(max_size=80))
def test_nothing_typed_reaches_the_query_but_tokens(words: str) -> None:
    for body in items_with(understand(words)):
        said = json.dumps(body["query"], ensure_ascii=False)
        for value in _texts(body["query"]):
            assert not set(value) & set("\"'*():&|!<>-\\\t\n\0%^{}[]+~?/"), said


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in _texts(value)]
    return [node] if isinstance(node, str) else []
