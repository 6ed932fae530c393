"""Set how an agency reviews and keeps its catalogue: steps, rules of reading, words, index numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.files.reading import CLASSES, RULES
from gongkai.portal.models import CatalogueRule, ColumnPage
from gongkai.publishing.models import ReadingRule, ReviewPlan, SensitiveWord

from .common import short

__all__ = ["remove_word", "set_catalogue_rule", "set_plan", "set_reading_rule", "set_words"]

_PLANNERS = (Duty.HEAD, Duty.ADMINISTRATOR)


@act("review.plan", *_PLANNERS)
def set_plan(doing: Doing, kind: str, steps: Sequence[dict[str, Any]], *, several: bool) -> ReviewPlan:
    """Set the steps for a kind of item ("" for all). Rounds that are open keep the steps they began with."""
    plan, _ = ReviewPlan.everything.get_or_create(agency=doing.agency, kind=kind)
    plan.steps = [
        {"name": short(step["name"], 40), "duty": step["duty"], "secrecy": bool(step["secrecy"])}
        for step in steps
    ]
    plan.several = several
    try:
        plan.clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    plan.save()
    doing.on("review_plan", kind or "all")
    doing.note(steps=[step["name"] for step in plan.steps], several=several)
    return plan


@act("review.rule", *_PLANNERS)
def set_reading_rule(
    doing: Doing, rule: str, setting: str, *, column: ColumnPage | None = None, reason: str = ""
) -> ReadingRule:
    """Set what a rule of reading does in the agency or one of its columns; weaker than the rule's own level needs a reason."""
    known = RULES.get(rule)
    if known is None:
        raise Refused("没有这条检查规则。")
    if setting not in known.settings:
        raise Refused(f"“{known.title}”不能这样设置。")
    reason = short(reason, 200)
    if setting != known.level and not reason:
        raise Refused("改变检查规则要写明理由（法律文件、公开内容的性质）。")
    if column is not None and not column.path.startswith(doing.agency.platform.path):
        raise Refused("没有这个栏目。")
    row, _ = ReadingRule.everything.update_or_create(
        agency=doing.agency, column=column, rule=rule, defaults={"setting": setting, "reason": reason}
    )
    doing.on("reading_rule", rule)
    doing.note(setting=setting, column=column.slug if column else "")
    return row


@act("review.words", *_PLANNERS, Duty.REVIEWER)
def set_words(doing: Doing, entries: Iterable[tuple[str, str, str, str]]) -> int:
    """Add words to the agency's list, or change them: (word, class, suggestion, exceptions). Gives how many.

    Raises `Refused` for a word of one sign, which would be found everywhere, and for a class there is none of.
    """
    done = 0
    for word, kind, suggestion, exceptions in entries:
        kept = short(word, 60)
        if not kept:
            continue
        if len(kept) < 2:
            raise Refused(f"“{kept}”只有一个字，会到处误报；请写得长一些。")
        if kind and kind not in CLASSES:
            raise Refused(f"没有“{short(kind, 20)}”这一类别，应为{'、'.join(CLASSES)}之一。")
        SensitiveWord.everything.update_or_create(
            agency=doing.agency,
            word=kept,
            defaults={
                "kind": short(kind, 40) or "自定义",
                "suggestion": short(suggestion, 100),
                "exceptions": short(exceptions, 300),
            },
        )
        done += 1
    doing.on("words", doing.agency.public_id)
    doing.note(words=done)
    return done


@act("review.words", *_PLANNERS, Duty.REVIEWER)
def remove_word(doing: Doing, word: SensitiveWord) -> None:
    """Take a word from the agency's list."""
    SensitiveWord.objects.for_agency(doing.agency.pk).filter(pk=word.pk).delete()
    doing.on("words", doing.agency.public_id)
    doing.note(removed=1)


@act("review.catalogue", *_PLANNERS)
def set_catalogue_rule(
    doing: Doing, *, index_pattern: str, digits: int, outside_numbers: bool, outside_site: bool
) -> CatalogueRule:
    """Set how the agency's index numbers (索引号) are made from now on; numbers already given do not change."""
    rule, _ = CatalogueRule.everything.get_or_create(agency=doing.agency)
    rule.index_pattern = short(index_pattern, 100)
    rule.digits, rule.outside_numbers, rule.outside_site = digits, outside_numbers, outside_site
    if not 1 <= digits <= 9:
        raise Refused("流水号应为1至9位。")
    try:
        rule.clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    rule.save()
    doing.on("catalogue_rule", doing.agency.public_id)
    doing.note(pattern=rule.index_pattern, outside=outside_site)
    return rule
