"""The tokeniser, without a database."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.search.asking import EXACT, terms_in, understand
from gongkai.search.chunks import MOST_OFTEN, SIZE, chunks_of
from gongkai.search.tokens import fold_with_places, folded, runs_of, signs_of, tokens_of

CHINESE = st.sampled_from("规范性文件預算预公开〇二甲乙丙")
MIXED = st.text(
    st.one_of(CHINESE, st.sampled_from("，。 〔〕-_\"'*():①㎡ＡbC１2\u200b\n\t"), st.characters()),
    max_size=60,
)


def test_pairs_the_last_sign_and_whole_numbers() -> None:
    assert tokens_of(folded("规范性文件3号")) == ["规范", "范性", "性文", "文件", "件", "3", "号"]
    assert tokens_of(folded("ＧＢ18030，二〇二二")) == ["gb18030", "二〇", "〇二", "二二", "二"]


def test_width_case_traditional_and_invisible_signs_do_not_matter() -> None:
    assert folded("濟南市歷下區，Ｎｏ．１２") == folded("济南市历下区,no.12")
    assert folded("规\u200b范\xad性") == "规范性"
    assert folded("①㎡") == "1m2"


def test_signs_are_each_there_once() -> None:
    assert signs_of("乙甲乙a1") == "乙 甲"


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(MIXED)
def test_only_letters_digits_and_characters_become_tokens(text: str) -> None:
    for token in tokens_of(folded(text)):
        assert not set(token) & set("\"'*():&|!<>-\\ \t\n\0%_^{}[]+~?/")


@given(MIXED)
def test_each_folded_sign_knows_its_place(text: str) -> None:
    plain, places = fold_with_places(text)
    assert places is None or (len(places) == len(plain) and all(0 <= at < len(text) for at in places))
    if places is None:
        assert len(plain) == len(text)


@given(st.text(CHINESE, min_size=2, max_size=8), st.lists(st.text(CHINESE, max_size=12), max_size=4))
def test_pairs_follow_one_another_exactly_where_the_words_stand(wanted: str, runs: list[str]) -> None:
    text = folded("，".join(runs))
    tokens, pairs = tokens_of(text), list(terms_in(folded(wanted))[0].tokens)
    found = any(tokens[at : at + len(pairs)] == pairs for at in range(len(tokens)))
    assert found == (folded(wanted) in text)


@given(st.text(st.one_of(CHINESE, st.sampled_from("，12a ")), max_size=5000))
@example("零" * 4000)
@example("0 " * 3000)
@example("9" * 5000)
def test_every_stretch_of_a_text_lies_within_one_chunk(text: str) -> None:
    pieces = [tokens_of(folded(piece)) for piece in chunks_of(text)]
    tokens = tokens_of(folded(text))
    whole = {" ".join(tokens[at : at + 3]) for at in range(0, max(len(tokens) - 2, 0), 7)}
    said = [f" {' '.join(piece)} " for piece in pieces]
    assert all(any(f" {three} " in one for one in said) for three in whole)
    for piece in pieces:
        assert len(piece) <= SIZE + EXACT + 130  # a long number is not cut
        assert all(piece.count(token) <= MOST_OFTEN + EXACT for token in set(piece))


def test_a_phrase_as_long_as_is_promised_lies_within_one_chunk() -> None:
    text = "".join(chr(0x4E00 + number % 20000) for number in range(0, 90_000, 7))
    plain = folded(text)
    pieces = [folded(piece) for piece in chunks_of(text)]
    for at in range(0, len(plain) - EXACT - 1, 997):
        assert any(plain[at : at + EXACT] in piece for piece in pieces)


def test_blanks_and_lists_mean_and_quotation_marks_a_phrase_a_dash_without() -> None:
    question = understand('财政 预算、决算 "公开 指南" -废止')
    assert [term[0].text for term in question.all] == ["财政", "预算", "决算", "公开 指南"]
    assert question.all[3][0].tokens == ("公开", "开", "指南")
    assert [term.text for term in question.none] == ["废止"]


def test_a_number_may_be_the_beginning_of_a_longer_one_unless_it_is_short_or_quoted() -> None:
    assert terms_in("〔2022〕3")[0].tokens == ("2022", "3")
    assert terms_in("〔2022〕3")[0].prefix
    assert not terms_in("3")[0].prefix
    assert terms_in("2022")[0].prefix
    assert not understand('"2022"').all[0][0].prefix
    assert terms_in("3号")[0] == terms_in("3 号")[0]


def test_a_very_long_phrase_is_asked_in_pieces() -> None:
    terms = terms_in("规范" * 100)
    assert all(len(term.tokens) <= EXACT for term in terms)
    assert len(terms) > 2


def test_a_question_without_words_asks_nothing() -> None:
    for words in ("", " ", "，。！", '""', "-", "- -", "\0\x01", "“”", "-废止"):
        assert not understand(words).all


@given(st.text(max_size=300))
@example("\ud800甲")
def test_whatever_is_typed_can_be_read(words: str) -> None:
    question = understand(words)
    assert all(term.tokens for term in question.wanted())
    assert len(question.all) <= 16


def test_runs_tell_where_they_stand() -> None:
    assert [(run.text, run.start, run.chinese) for run in runs_of("甲乙，3a")] == [
        ("甲乙", 0, True),
        ("3a", 3, False),
    ]
