"""Questions asked before: what is counted, what never is, what is forgotten; synonyms; suggestions; words near to what found nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from tests.search.entries import entry, every

from gongkai.agencies.acts import Refused
from gongkai.audit.models import Entry as Audited
from gongkai.search.models import QueryCount, SynonymGroup
from gongkai.search.queries import find, most_asked, suggest, synonym_groups, without_result
from gongkai.search.services import forget_queries, keep_synonyms, note_query, put, remove_synonyms
from gongkai.search.values import Asked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "13800138000",
        "138 0013 8000",
        "张某 370102199001011234",
        "11010519491231002X",
        "6222020200012345678",
        "zhang@example.org",
        "电话0531-88888888",
        "家庭住址历下区解放路12号3单元501室",
        "很长的话" * 20,
        "，。",
        "",
    ],
)
def test_what_could_be_of_a_person_is_not_kept(words: str) -> None:
    note_query(words, 0)
    assert not QueryCount.objects.exists()


def test_words_are_counted_by_the_day_and_nothing_else_is_known() -> None:
    note_query("  規範性文件 ", 0)
    note_query("规范性文件", 3)
    note_query("没有的词", 0)
    assert [(one.words, one.times, one.total) for one in most_asked()] == [
        ("规范性文件", 2, 3),
        ("没有的词", 1, 0),
    ]
    assert [one.words for one in without_result()] == ["没有的词"]
    assert {field.name for field in QueryCount._meta.get_fields()} == {"id", "day", "words", "times", "total"}


def test_what_was_asked_seldom_is_forgotten_after_a_month_and_all_after_a_year() -> None:
    today = timezone.localdate()
    for words, times, days in (("甲乙", 1, 40), ("丙丁", 9, 40), ("戊己", 9, 500), ("庚辛", 1, 3)):
        QueryCount.objects.create(day=today - timedelta(days=days), words=words, times=times, total=1)
    assert forget_queries() == 2
    assert set(QueryCount.objects.values_list("words", flat=True)) == {"丙丁", "庚辛"}


def test_suggestions_are_titles_and_what_many_asked_with_success() -> None:
    put(entry(1, "部门预算公开说明"))
    put(entry(2, "决算", column_path="0002"))
    for _ in range(3):
        note_query("预算绩效", 5)
        note_query("预算无果", 0)
    note_query("预算张三丰", 1)
    assert suggest("预") == ["预算绩效", "部门预算公开说明"]
    assert suggest("決算") == ["决算"]
    assert suggest("决算", path="0001") == []
    assert suggest("") == suggest("，") == suggest("13800138000") == []


def test_words_near_to_what_found_nothing() -> None:
    put(entry(1, "行政处罚裁量基准"))
    put(entry(2, "行政处罚决定公示"))
    assert find(Asked("行政处法")).did_you_mean[0] == "行政处罚"
    assert find(Asked("行政出罚")).did_you_mean[0] == "行政处罚"
    assert find(Asked("决定 行政处法")).did_you_mean[0] == "决定 行政处罚"
    assert find(Asked("完全另外")).did_you_mean == []
    assert find(Asked("行政处罚")).did_you_mean == ()


def test_synonyms_are_searched_when_asked_for() -> None:
    put(entry(1, "低保金发放"))
    put(entry(2, "最低生活保障金标准"))
    admin = get_user_model().objects.create_superuser("admin", "a@example.org", "x")
    group = keep_synonyms(admin, None, ["低保", "最低生活保障"])
    assert every("低保") == {1}
    assert every("低保", synonyms=True) == every("最低生活保障", synonyms=True) == {1, 2}
    assert every("低保 标准", synonyms=True) == {2}
    assert find(Asked("低保", synonyms=True)).synonyms == {"低保": ("最低生活保障",)}
    assert [one.as_tuple() for one in synonym_groups()] == [("低保", "最低生活保障")]
    with pytest.raises(Refused, match="另一组"):
        keep_synonyms(admin, None, ["低保", "补助"])
    with pytest.raises(Refused, match="至少"):
        keep_synonyms(admin, None, ["补助", " 補助 "])
    keep_synonyms(admin, None, ["低保", "低保金"], group)
    assert every("最低生活保障", synonyms=True) == {2}
    remove_synonyms(admin, None, group)
    assert not SynonymGroup.objects.exists()
    acts = list(Audited.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-3:] == ["search.synonyms", "search.synonyms", "search.synonyms_remove"]


def test_only_administrators_of_the_platform_keep_synonyms() -> None:
    person = get_user_model().objects.create_user("zhang", "z@example.org", "x")
    with pytest.raises(Refused, match="平台管理员"):
        keep_synonyms(person, None, ["甲乙", "丙丁"])
