"""Words to be mended: found where they stand, not where they are right; lists read from files row by row."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.reading import (
    CLASSES,
    RULES,
    Refused,
    Word,
    WordList,
    default_words,
    read_item,
    read_word_list,
)

from .makers import SECRET, TODAY, docx, paragraph, xlsx


def found(words: WordList, text: str) -> list[str]:
    return [match.word.word for match in words.find(text)]


LIST = WordList.of(
    (
        Word("登陆", "错别字", "登录", ("台风登陆", "登陆舰")),
        Word("登陆网站", "错别字", "登录网站"),
        Word("农业部", "废止名称", "农业农村部", ("农业部门",)),
        Word("ＡＢＣ", "自定义"),
    )
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请登陆系统", ["登陆"]),
        ("请登陆网站", ["登陆网站"]),
        ("台风登陆我县", []),
        ("台风登陆后请登陆系统", ["登陆"]),
        ("登陆舰", []),
        ("农业部门和农业部", ["农业部"]),
        ("abc ABC ＡＢＣ", ["ＡＢＣ", "ＡＢＣ"]),
        ("", []),
        ("登", []),
    ],
)
def test_words_and_their_exceptions(text: str, words: list[str]) -> None:
    assert found(LIST, text) == words


@given(
    st.lists(st.text("甲乙丙", min_size=2, max_size=4), unique=True, max_size=12),
    st.text("甲乙丙丁", max_size=40),
)
def test_every_word_is_found_as_a_plain_search_finds_it(words: list[str], text: str) -> None:
    """From left to right, at each place the longest."""
    listed = WordList.of(Word(word, "自定义") for word in words)
    expected, at = [], 0
    while at < len(text):
        here = max((word for word in words if text.startswith(word, at)), key=len, default="")
        if here:
            expected.append(here)
        at += len(here) or 1
    assert found(listed, text) == expected


def test_ten_thousand_words_are_looked_for_at_once() -> None:
    chance = random.Random(1)
    signs = [chr(code) for code in range(0x4E00, 0x5E00)]
    many = {"".join(chance.choice(signs) for _ in range(chance.randrange(2, 6))) for _ in range(10_000)}
    listed = WordList.of(Word(word, "敏感词") for word in many)
    planted = chance.sample(sorted(many), 50)
    text = "，".join(planted) + "。" + "我" * 200_000
    assert set(planted) <= set(found(listed, text)) | {
        word for word in planted if any(word in other and word != other for other in planted)
    }


def test_the_default_list_is_sound() -> None:
    """No word is part of its own mend or of another's, or mending would never end; each class has its rule."""
    words = default_words()
    assert len(words.words) > 70
    for word in words.words:
        assert word.kind in CLASSES
        assert word.note
        assert found(words, word.word), word
        if word.suggestion:
            assert not found(words, word.suggestion), word
        for exception in word.exceptions:
            assert not any(match.word is word for match in words.find(exception)), (word, exception)
    assert set(CLASSES.values()) <= set(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "农业部门负责",
        "目的的说明",
        "安装备案",
        "公布署名",
        "台风登陆沿海",
        "的的确确",
        "原农业部公告",
        "做为民服务的好干部",
        "共和国家庭",
        "按装配式建筑标准",
        "既使用财政资金又使用贷款",
        "这样做为了方便群众",
        "按装置容量计算",
    ],
)
def test_right_words_are_left_by_the_default_list(text: str) -> None:
    assert found(default_words(), text) == []


def test_findings_offer_the_mend_and_keep_their_place() -> None:
    reading = read_item(
        "公告", "<p>好。</p><p>请登陆网站查询。</p>", words=default_words(), today=TODAY, secret=SECRET
    )
    (finding,) = reading.findings
    assert (finding.rule, finding.level, finding.place, finding.suggestion) == (
        "WORD-TYPO",
        "warn",
        "正文第2段",
        "登录网站",
    )
    assert "登陆网站" in finding.excerpt
    again = read_item("另一则", "<p>请登陆网站查询。</p>", words=default_words(), today=TODAY, secret=SECRET)
    assert again.findings[0].key == finding.key
    assert not again.without({finding.key}).findings


def test_an_unverified_word_only_warns() -> None:
    words = WordList.of(
        (Word("某某说法", "政治表述", "规范说法"), Word("另一说法", "政治表述", certain=False))
    )
    reading = read_item("公告", "<p>某某说法</p><p>另一说法</p>", words=words, today=TODAY, secret=SECRET)
    assert [finding.level for finding in reading.findings] == ["block", "warn"]
    assert "未核实" in reading.findings[1].message


CSV = "词语,类别,建议,例外,说明\n帐号,错别字,账号,,通行写法\n登陆,错别字,登录,台风登陆；登陆舰,\n字,错别字,,,\n帐号,错别字,账号,,\n某词,没有的类,,,\n,,登录,,\n例子,自定义,,另外,\n同词,自定义,同词,,\n无类,,,,\n"


@pytest.mark.parametrize("ending", ["csv", "gbk.csv", "xlsx"])
def test_lists_from_files(ending: str) -> None:
    if ending == "xlsx":
        data = xlsx(line.split(",") for line in CSV.splitlines())
    else:
        data = CSV.encode("gb18030" if ending.startswith("gbk") else "utf-8-sig")
    words, errors = read_word_list(f"a.{ending}", data, "敏感词")
    assert [(word.word, word.kind, word.suggestion, word.exceptions) for word in words] == [
        ("帐号", "错别字", "账号", ()),
        ("登陆", "错别字", "登录", ("台风登陆", "登陆舰")),
        ("无类", "敏感词", "", ()),
    ]
    assert [error.row for error in errors] == [4, 5, 6, 7, 8, 9]
    assert "只有一个字" in errors[0].message
    assert "重复" in errors[1].message
    assert "没有的类" in errors[2].message
    WordList.of(words)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"a,b\n1,2", "head"),
        ("a.docx", docx(paragraph("词语")), "unsupported"),
        ("a.csv", b" ", "empty"),
        ("a.xlsx", xlsx([]), "empty"),
    ],
)
def test_files_that_are_no_lists(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_word_list(name, data)
    assert refusal.value.code == code


def test_one_character_is_no_word() -> None:
    with pytest.raises(ValueError):
        WordList.of((Word("字", "自定义"),))
