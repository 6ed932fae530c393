"""What is found, on the database at hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.entries import MOMENT, Shelfful, attachment, entry, every, ids, shown

from gongkai.search import hits, registry
from gongkai.search.models import Chunk, Item, Shelf
from gongkai.search.queries import check, find, suggest
from gongkai.search.services import fill_if_empty, load, move, put, rebuild, remove
from gongkai.search.values import REACHABLE, Asked, Entry, Place, Sort

pytestmark = pytest.mark.django_db

_SIGNS = st.sampled_from("规范性文件預预算公开，。 \n〇3a")
_TEXTS = st.lists(st.text(_SIGNS, max_size=40), min_size=1, max_size=5)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Shelfful:
    """One source, and no other."""
    made = Shelfful()
    monkeypatch.setattr(registry, "_sources", {"entries": made})
    return made


@given(
    texts=_TEXTS, more=_TEXTS, wanted=st.text(st.sampled_from("规范性文件预算公开〇"), min_size=1, max_size=8)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_run_of_characters_is_found_exactly_where_it_stands(
    texts: list[str], more: list[str], wanted: str
) -> None:
    with transaction.atomic():
        for number, text in enumerate(texts, 1):
            other = more[number % len(more)]
            put(entry(number, text or "无", body=other, attachments=[attachment("表", text[::-1])]))
        truth = {
            number
            for number, text in enumerate(texts, 1)
            if any(
                wanted in piece.replace("預", "预")
                for piece in (text or "无", more[number % len(more)], text[::-1], "表")
            )
        }
        assert every(wanted) == truth
        assert find(Asked(wanted)).total == len(truth)
        transaction.set_rollback(True)


def test_a_word_near_the_end_of_a_long_text() -> None:
    long = "".join(f"第{number}条各单位应当按照规定公开信息。" for number in range(1, 1600))[:30_000]
    put(entry(1, "长文", body=f"{long}尾巴上的词语。完"))
    put(entry(2, "附件很长", attachments=[attachment("汇编.pdf", f"{long}裁量基准在此", "pdf")]))
    assert Chunk.objects.count() > 40
    assert every("尾巴上的词语") == {1}
    assert every("裁量基准") == {2}
    assert every("第1条") == {1, 2}
    found = find(Asked("裁量基准")).results[0]
    assert (found.place, found.file) == (Place.ATTACHMENT_TEXT, "汇编.pdf")
    assert "[裁量基准]" in shown(found.snippet)
    assert every("第1条 尾巴") == {1}, "the words of one item, wherever they stand in it"


def test_what_repeats_without_end_is_found_to_the_last() -> None:
    put(entry(1, "表", body="0 " * 5000 + "年 末尾"))
    put(entry(2, "啊", body="啊" * 5000 + "完"))
    assert every('"0 年"') == {1}
    assert every("啊" * 60) == {2}
    assert every("啊啊完") == {2}


def test_where_it_stands_then_force_then_date_says_the_order() -> None:
    put(entry(1, "附件里", attachments=[attachment("目录.docx", "行政处罚裁量")]))
    put(entry(2, "正文里", body="关于行政处罚裁量的说明"))
    put(entry(3, "附件名", attachments=[attachment("行政处罚裁量.docx")]))
    put(entry(4, "编号里", keywords="行政处罚裁量"))
    put(entry(5, "行政处罚裁量（旧）", validity="repealed", published_at=MOMENT + timedelta(days=9)))
    put(entry(6, "行政处罚裁量（新）", validity="valid"))
    put(entry(7, "行政处罚裁量（更新）", validity="valid", published_at=MOMENT + timedelta(days=1)))
    assert ids("行政处罚裁量") == [7, 6, 5, 4, 3, 2, 1]
    assert ids("行政处罚裁量", sort=Sort.DATE)[:2] == [5, 7]
    places = [one.place for one in find(Asked("行政处罚裁量")).results]
    assert places == [Place.TITLE] * 3 + [Place.NUMBER, Place.ATTACHMENT, Place.BODY, Place.ATTACHMENT_TEXT]


def test_numbers_are_found_whole_by_their_parts_and_their_beginning() -> None:
    put(entry(1, "通知", numbers=["历下司发〔2022〕3号", "11370102MB0001/2022-00031"]))
    put(entry(2, "通知", numbers=["历下司发〔2022〕35号"]))
    put(entry(3, "通知", numbers=["历下司发〔2022〕13号"]))
    assert every("历下司发〔2022〕3号") == {1}
    assert every("历下司发[2022] 3号") == {1}
    assert every("〔2022〕3") == {1, 2}
    assert every('"〔2022〕3"') == {1}
    assert every("11370102MB0001/2022-00031") == {1}
    assert every("11370102mb") == {1}
    assert every("歷下司發") == {1, 2, 3}


def test_words_without_a_word() -> None:
    put(entry(1, "部门预算公开"))
    put(entry(2, "部门决算公开", body="与预算相比"))
    assert every("部门 公开") == {1, 2}
    assert every("公开 -决算") == {1}
    assert every("“部门预算”") == {1}
    assert every("预算 -预") == set()


def test_what_is_shown_is_pieces_of_text_never_html() -> None:
    put(entry(1, "<b>预算</b> & 公开", body="前面的话<script>预算</script>" + "后" * 300))
    found = find(Asked("預算")).results[0]
    assert found.title == "<b>预算</b> & 公开"
    assert shown(found.title_segments) == "<b>[预算]</b> & 公开"
    assert shown(found.snippet).startswith("前面的话<script>[预算]</script>后")
    assert shown(found.snippet).endswith("…")


def test_counts_say_what_each_further_choice_would_give() -> None:
    put(entry(1, "预算甲", theme="财政", column_path="0001000100020001", validity="valid"))
    put(entry(2, "预算乙", theme="教育", organ="教育局", file_kinds=["pdf", "xlsx"]))
    put(entry(3, "预算丙", theme="财政", published_at=MOMENT - timedelta(days=400)))
    found = find(Asked("预算", theme="财政"))
    counts = {name: {one.value: one.count for one in facets} for name, facets in found.facets.items()}
    assert (found.total, counts["theme"]) == (2, {"财政": 2, "教育": 1})
    assert counts["year"] == {"2024": 1, "2023": 1}
    assert counts["column"] == {"0001": 2, "00010001": 2, "000100010002": 2, "0001000100020001": 1}
    assert every("预算", column="0001000100020001") == {1}
    assert every("预算", year=2023) == {3}
    assert every("预算", file_kind="pdf") == {2}
    assert every("预算", file_kind="pd") == set()
    assert every("预算", organ="教育局") == {2}
    assert every("预算", path="0001", agency_id=1) == {1, 2, 3}
    assert every("预算", agency_id=2) == set()
    assert every("预算", validity="valid") == {1}
    assert [one.value for one in found.facets["theme"] if one.chosen] == ["财政"]


def test_what_was_in_force_until_a_day_that_is_past_is_not_any_more() -> None:
    today = timezone.localdate()
    put(entry(1, "办法甲", validity="valid", valid_until=today - timedelta(days=1)))
    put(entry(2, "办法乙", validity="valid", valid_until=today))
    assert ids("办法") == [2, 1]
    assert {one.page_id: one.validity for one in find(Asked("办法")).results} == {1: "expired", 2: "valid"}
    assert every("办法", validity="expired") == {1}
    assert every("办法", validity="valid") == {2}


def test_pages_of_results_and_those_beyond() -> None:
    load(
        entry(number, f"公告{number}", published_at=MOMENT + timedelta(minutes=number))
        for number in range(1, 46)
    )
    pages = [ids("公告", page=number) for number in (1, 2, 3, 4)]
    assert [one for page in pages for one in page] == list(range(45, 0, -1))
    for number in (0, -1, REACHABLE, 10**9, 10**30):
        assert find(Asked("公告", page=number)).total == 45


ENGINES = (
    '"', "'", '"预算', "预算*", "* ", "NEAR(预算, 2)", "title : 预算", "{title} : x", "a AND", "OR", "NOT 预算", "^预算",
    "预算 + 决算", "预算 <-> 决算", "预算:*A", "!预算", "(预算", "预算)", "预算 & | !", "\\", "%", "_", "%s", "%(a)s", "{today}", ";--",
    "预算'; DROP TABLE search_item; --", '{"query": {"match_all": {}}}', "_exists_:title", "title:/.*/", "预算~2", "[* TO *]",
    "\0", "\x01预\x1f算", "\u202e预算", "\ud800", "𠀀𠀁", "😀", "e\u0301", "ﷺ", "İ", "ß",
)  # fmt: skip


@pytest.mark.parametrize("words", ENGINES)
def test_what_means_something_to_an_engine_means_nothing_here(words: str) -> None:
    put(entry(1, "预算公开", body="决算"))
    put(entry(2, f"原样：{words}"))
    found = find(Asked(words))
    assert found.total == len(found.results) == len(every(words))
    suggest(words)
    assert Item.objects.count() == 2


def test_questions_of_any_length() -> None:
    put(entry(1, "预算", body="很长" * 3000))
    assert find(Asked("很长" * 5000)).total == 1
    assert find(Asked("预算 " * 3000)).total == 1
    assert find(Asked(" ".join(f"词{chr(0x4E00 + number)}" for number in range(3000)))).total == 0


def test_a_choice_that_cannot_be_finds_nothing_and_harms_nothing() -> None:
    put(entry(1, "预算"))
    for more in (
        {"theme": "'\"%\0"},
        {"column": "%"},
        {"column": "00%"},
        {"year": 99999},
        {"organ": "{today}"},
        {"file_kind": "%"},
    ):
        given = {
            name: value.replace("\0", "") if isinstance(value, str) else value for name, value in more.items()
        }
        assert find(Asked("预算", **given)).total in (0, 1)


def test_renewed_removed_and_moved() -> None:
    put(entry(1, "旧题目", body="旧话", attachments=[attachment("旧表.xls", "旧数")]))
    put(entry(1, "新题目", body="新话"))
    assert every("旧话") == every("旧数") == every("旧表") == every("旧题目") == set()
    assert every("新题目") == every("新话") == {1}
    move("00010001", "00010005")
    assert every("新话", path="00010005") == {1}
    assert every("新话", column="00010001") == set()
    remove(1)
    remove(1)
    assert every("新话") == set()
    assert not Chunk.objects.exists()


def test_what_is_rolled_back_leaves_the_index_as_it_was(source: Shelfful) -> None:
    kept = entry(1, "原来的题目", body="原来的话")
    source.all[1] = kept
    put(kept)
    with transaction.atomic():
        put(entry(1, "不作数的题目", body="不作数的话"))
        put(entry(2, "也不作数"))
        assert every("不作数") == {1, 2}
        transaction.set_rollback(True)
    with transaction.atomic():
        remove(1)
        assert every("原来的话") == set()
        transaction.set_rollback(True)
    assert every("不作数") == set()
    assert every("原来的话") == {1}
    assert check().clean


def test_checking_names_what_is_missing_stale_and_surplus(source: Shelfful) -> None:
    for number in (1, 2, 3, 5):
        put(entry(number, f"第{number}件"))
    source.all = {
        1: entry(1, "第1件"),
        2: entry(2, "第2件改了"),
        4: entry(4, "第4件"),
        5: entry(5, "第5件", column_path="0009"),
    }
    found = check()
    assert [(one.kind, one.page_id, one.title) for one in found.faults] == [
        ("missing", 4, "第4件"),
        ("stale", 2, "第2件改了"),
        ("stale", 5, "第5件"),
        ("surplus", 3, "第3件"),
    ]
    assert found.tables == ()
    told: list[tuple[int, int]] = []
    assert rebuild(lambda done, total: told.append((done, total))) == 4
    assert told == [(4, 4)]
    assert check().clean
    assert every("改了") == {2}


def test_an_index_that_was_never_made_is_made(source: Shelfful) -> None:
    assert fill_if_empty() == 0
    source.all = {1: entry(1, "第1件"), 2: entry(2, "第2件")}
    assert fill_if_empty() == 2
    assert every("第1件") == {1}
    source.all[3] = entry(3, "第3件")
    assert fill_if_empty() == 0, "one that is there is left to the acts"


def test_checking_sees_words_that_differ_from_the_texts(source: Shelfful) -> None:
    from django.db import connection

    source.all[1] = entry(1, "题目", body="正文")
    put(source.all[1])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('delete-all')")
        else:
            cursor.execute("UPDATE search_chunk SET words = ''")
    assert check().tables == ("search_text",)
    rebuild()
    assert every("正文") == {1}
    if connection.vendor == "postgresql":
        assert check().clean


def test_shelves_are_shared() -> None:
    load(entry(number, f"公告{number}") for number in range(10))
    assert Shelf.objects.count() == 1
    put(entry(11, "公告", valid_until=date(2030, 1, 1)))
    assert Shelf.objects.count() == 2


def test_an_entry_that_did_not_change_is_not_written(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    one: Entry = entry(1, "题目", body="正文")
    put(one)
    with django_assert_max_num_queries(3):
        put(one)


def test_of_very_many_the_newest_and_those_that_say_it_in_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "_FIRST", 8)
    monkeypatch.setattr(hits, "_GROWTH", 2)
    monkeypatch.setattr(hits, "_edges", {})
    monkeypatch.setattr("gongkai.search.finding.REACHABLE", 4)
    rows = [
        entry(
            number,
            "旧的预算" if number == 1 else f"通知{number}",
            body="关于预算" if number != 50 else "无关",
            published_at=MOMENT - timedelta(days=400 - number),
            theme="财政" if number == 3 else "教育",
        )
        for number in range(1, 61)
    ]
    assert load(rows) == 60
    found = find(Asked("预算", per_page=4), most=10)
    assert not found.complete
    assert [one.page_id for one in found.results] == [1, 60, 59, 58]
    assert found.total == 11, "the ten newest, and the old one that says it in its title"
    assert ids("预算", sort=Sort.DATE)[:3] == [60, 59, 58]
    assert find(Asked("预算"), most=None).total == find(Asked("预算"), most=59).total == 59
    assert find(Asked("预算"), most=59).complete
    assert not find(Asked("预算"), most=58).complete
    old = find(Asked("预算", theme="财政"), most=10)
    assert ([one.page_id for one in old.results], old.total, old.complete) == ([3], 1, True)
    year = min(rows[0].published_at.year, rows[1].published_at.year)
    assert find(Asked("预算", year=year), most=100).total == len(
        [one for one in rows if timezone.localtime(one.published_at).year == year and one.page_id != 50]
    )
    rare = find(Asked("旧的"), most=10)
    assert (rare.total, rare.complete) == (1, True)
    assert suggest("旧的") == ["旧的预算"]


def test_an_item_of_another_day_stands_where_that_day_does() -> None:
    put(entry(1, "预算甲"))
    put(entry(2, "预算乙", published_at=MOMENT - timedelta(days=1)))
    assert ids("预算") == [1, 2]
    put(entry(1, "预算甲", published_at=MOMENT - timedelta(days=2)))
    assert ids("预算") == [2, 1]
    assert Item.objects.count() == 2
    first, second = Item.objects.order_by("-pk").values_list("page_id", flat=True)
    assert (first, second) == (2, 1)
