"""Numbers and addresses of people: found however they are written, and nothing else taken for them."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.reading.folding import key_of
from gongkai.files.reading.numbers import (
    check_sign,
    is_card,
    is_id_number,
    is_mobile,
    is_old_id_number,
    luhn_sign,
)
from gongkai.files.reading.sensitive import find, masked, masked_number

from .makers import SECRET, TODAY, bank_card, id_number, mobile


def rules(text: str, **near: object) -> list[str]:
    return [hit.rule for hit in find(text, TODAY, **near)]  # type: ignore[arg-type]


def test_the_example_of_the_standard() -> None:
    """GB 11643-1999, annex A: 11010519491231002X and 440524188001010014."""
    assert check_sign("11010519491231002") == "X"
    assert check_sign("44052418800101001") == "4"
    assert is_id_number("11010519491231002X", TODAY)
    assert is_id_number("11010519491231002x", TODAY)


@given(st.integers(0, 10**9), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(seed: int, place: int, shift: int) -> None:
    number = id_number(random.Random(seed))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert is_id_number(number, TODAY)
    assert not is_id_number(wrong, TODAY)


@given(st.integers(0, 10**9), st.integers(0, 15))
def test_two_digits_exchanged_are_always_noticed(seed: int, place: int) -> None:
    number = id_number(random.Random(seed))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_id_number(swapped, TODAY) == (swapped == number)


@given(st.text("0123456789", min_size=15, max_size=18), st.integers(0, 14), st.integers(1, 9))
def test_luhn_notices_one_wrong_digit(first: str, place: int, shift: int) -> None:
    """Any single wrong digit changes the check digit."""
    wrong = first[:place] + str((int(first[place]) + shift) % 10) + first[place + 1 :]
    assert luhn_sign(wrong) != luhn_sign(first)


def test_luhn_by_the_published_example() -> None:
    """ISO/IEC 7812-1, as everywhere explained: 7992739871 takes 3."""
    assert luhn_sign("7992739871") == "3"
    assert is_card("4111111111111111") is False  # one digit over and over is nobody's card
    assert is_card(bank_card(random.Random(1)))


@given(st.integers(0, 10**9), st.sampled_from(("{}", "号{}。", "1 {} 2", "（{}）", "姓名张某{}住", "{}\n")))
def test_every_number_is_found_in_any_surroundings(seed: int, around: str) -> None:
    chance = random.Random(seed)
    assert rules(around.format(id_number(chance))) == ["ID-NUMBER"]
    assert rules(around.format(mobile(chance))) == ["PHONE-MOBILE"]
    assert rules(around.format(f"卡号{bank_card(chance)}")) == ["BANK-CARD"]


@given(
    st.integers(0, 10**9),
    st.lists(st.sampled_from(["", " ", "-", "\n", "\u3000", "\u200b"]), min_size=17, max_size=17),
)
def test_gaps_between_the_digits_hide_nothing(seed: int, gaps: list[str]) -> None:
    number = id_number(random.Random(seed))
    spaced = "".join(sign + gap for sign, gap in zip(number, [*gaps, ""], strict=True))
    hits = list(find(spaced, TODAY))
    assert [hit.rule for hit in hits] == ["ID-NUMBER"]
    assert hits[0].value.upper() == number
    assert key_of(SECRET, "ID-NUMBER", hits[0].value) == key_of(SECRET, "ID-NUMBER", number)


@pytest.mark.parametrize(
    "text",
    [
        "3701**********1234",
        "统一社会信用代码91370102MA3C1X2Y3Z",
        "统一社会信用代码113701020041889311",
        "青政发〔2022〕3号",
        "（2023）鲁0102行初12号",
        "联系电话：0531-88812345，传真（0531）88812346",
        "服务热线12345，400-810-1234",
        "合计13812345678元",
        "投资15900000000.00元",
        "索引号：113701020041889311/2022-00012",
        "项目代码2209-370102-04-01-123456",
        "合同编号：HT20220112345678901",
        "https://a.example/art/2023/1/12/art_12345_13812345678.html",
        "W020190905392138441234.jpg",
        "经纬度117.02496706629023，36.68278473",
        "圆周率3.14159265358979323846",
        "2023010112345678901",
        "138123456781391234567",
        "发票号码12345678901234567890",
        "20230101 20230102 20230103",
        "注册号370102200012345",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
        "2019 2020 2021 2022 2023 1024 2048 4096",
        "办公地址：青石县东平街道和平路15号",
        "地址：青石县和平路15号，联系电话：0531-8881234",
        "某某公司，住所青石县和平路15号，法定代表人李某",
        "惠及东平街道李家村120户",
        "根据《条例》第12号令",
    ],
)
def test_what_belongs_to_nobody_is_left(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("身份证370102900101123", "ID-NUMBER-OLD"),
        ("手机：138-1234-5678", "PHONE-MOBILE"),
        ("+86 138 1234 5678", "PHONE-MOBILE"),
        ("8613812345678", "PHONE-MOBILE"),
        ("１３８１２３４５６７８", "PHONE-MOBILE"),
        ("护照号码：E12345678", "PASSPORT"),
        ("港澳通行证：C12345678", "PASSPORT"),
        ("军官证：军字第12345678号", "PASSPORT"),
        ("家庭住址：山东省济南市历下区泉城路12号3单元502室", "HOME-ADDRESS"),
        ("户籍地址为青石县青石镇李家坪村57号", "HOME-ADDRESS"),
        ("姓名：李某，男，住青石县东平街道和平路15号2号楼301室", "HOME-ADDRESS-MAYBE"),
        ("申请人：李某，住址青石县东平街道和平路15号", "HOME-ADDRESS-MAYBE"),
    ],
)
def test_what_belongs_to_somebody_is_found(text: str, rule: str) -> None:
    assert rules(text) == [rule]
    assert text not in masked(text, TODAY)


def test_an_address_by_the_head_of_its_column() -> None:
    assert rules("青石县和平路15号2单元", near="家庭住址") == ["HOME-ADDRESS"]
    assert rules("青石县和平路15号2单元", near="地址", person=True) == ["HOME-ADDRESS-MAYBE"]
    assert rules("青石县和平路15号2单元", near="地址") == []
    assert rules("青石县和平路15号2单元", near="单位地址", person=True) == []


def test_an_old_number_without_a_word_beside_it_is_only_a_warning() -> None:
    assert is_old_id_number("370102900101123")
    assert [hit.certain for hit in find("370102900101123", TODAY)] == [False]
    assert [hit.certain for hit in find("身份证号370102900101123", TODAY)] == [True]


def test_a_number_copied_wrongly_is_a_warning_where_it_is_called_one() -> None:
    wrong = "110105194912310021"
    assert [(hit.rule, hit.certain) for hit in find(f"身份证号：{wrong}", TODAY)] == [("ID-NUMBER", False)]
    assert [(hit.rule, hit.certain) for hit in find(wrong, TODAY, near="证件号码")] == [("ID-NUMBER", False)]
    assert rules(f"编号{wrong}") == []


def test_a_birth_in_the_future_is_none() -> None:
    first = "37010220300101123"
    assert not is_id_number(first + check_sign(first), date(2026, 1, 1))
    assert is_id_number(first + check_sign(first), date(2031, 1, 1))


@given(st.integers(0, 10**9))
def test_masking_leaves_no_number(seed: int) -> None:
    chance = random.Random(seed)
    number, phone, card = id_number(chance), mobile(chance), bank_card(chance)
    spaced = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    text = masked(f"张某{number}（{spaced}），卡号{card}，{number}", TODAY)
    assert not any(secret in text for secret in (number, spaced, card, number[2:-2]))
    assert text.startswith("张某")
    assert "（" in text
    assert masked_number(number).count("*") == 14


def test_mobile_ranges() -> None:
    assert is_mobile("13812345678")
    assert is_mobile("19912345678")
    assert not is_mobile("12345678901")
    assert not is_mobile("15412345678")


def test_keys_need_a_secret_and_differ_by_it() -> None:
    with pytest.raises(ValueError):
        key_of(b"short", "ID-NUMBER", "1")
    assert key_of(b"1" * 16, "A", "x") != key_of(b"2" * 16, "A", "x")
    assert key_of(b"1" * 16, "A", "x") != key_of(b"1" * 16, "B", "x")


def test_a_million_digits_do_not_hold_it_up() -> None:
    """Texts made to be slow: looked through to the end, whatever they hold."""
    number = id_number(random.Random(5))
    for filler in (
        "1 " * 20_000,
        "12号" * 20_000,
        "青石县路" * 20_000,
        "住" * 20_000,
        "3701021990" * 2_000,
        "姓名，男，" * 5_000,
    ):
        assert "ID-NUMBER" in rules(f"{filler}。{number}")
