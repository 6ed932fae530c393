"""Parts that a sentence, or a numbered list, states beside their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.report.checks.registry import PRACTICE, Rule
from gongkai.report.model import Finding

from .claims import APPROXIMATE
from .text import COUNT, Prose, Sentence

PROSE_SUM = Rule(
    "PROSE-SUM",
    "warning",
    "文字中的分项与合计不相等",
    PRACTICE,
    "同一句话或者紧接着的编号列项里，各分项之和与所说的合计不相等；写“其中”的，可以只举一部分，所以只在分项超过合计时提醒。"
    "说“约”“余”的不核对。",
)

_COUNT = re.compile(COUNT)
_LABEL = re.compile(r"^[^\d。；：]{1,24}$")
_OPEN = re.compile("等(?:[，。；]|$)|主要|例如|比如|重点")
_NESTED = re.compile("其中|包括|包含|含有|分为|分别为|：")
_GROWTH = re.compile("同比|环比|相比|较|比上|比去|增加|减少|增长|下降|上升|占|完成率|达到")
_JOINT = re.compile("^[、，。；和及与以并]+")
_NEW_STATEMENT = re.compile("发布|公开|采用|转发|推送|编发|报送|召开|举办|开展|收到|受理|办理|共")
_REST = re.compile("其他|其它|其余")
_BARE_PARTS = re.compile(r"([^\d，。；：、]{1,20})(\d{1,9})(?=[、，。；]|$)")


@dataclass(frozen=True, slots=True)
class Whole:
    """A count that parts follow: its number and unit, where it ends in the sentence, and the words around it."""

    number: int
    unit: str
    end: int
    words: str


def sum_findings(prose: Prose) -> Iterator[Finding]:
    """Find sentences whose parts do not make their whole."""
    previous: Sentence | None = None
    for sentence in prose.sentences:
        yield from _within(sentence)
        if (
            previous is not None
            and previous.paragraph == sentence.paragraph
            and sentence.bare.startswith("其中")
        ):
            yield from _across(previous, sentence)
        previous = sentence


def _wholes(text: str) -> list[Whole]:
    return [
        Whole(int(match["number"]), match["unit"], match.end(), text[: match.end()])
        for match in _COUNT.finditer(text)
    ]


def _within(sentence: Sentence) -> Iterator[Finding]:
    """Judge ``公开62条：工作动态28条、部门文件20条…`` and ``372人次，其中现场331人次、电话61人次``."""
    text = sentence.bare
    if APPROXIMATE.search(text) or not any(sign in text for sign in ("：", "其中", "包括", "分别")):
        return
    for whole in _wholes(text):
        opener = re.match(
            r"(?P<colon>：)|[，、]?(?P<among>其中|包括|分别为|分别是|分为)[，：]?(?:有|是|为)?",
            text[whole.end :],
        )
        if opener is None:
            continue
        rest = text[whole.end + opener.end() :]
        exhaustive = opener["among"] in (None, "分别为", "分别是", "分为")
        yield from _judged(sentence, sentence.quoted, whole, rest, exhaustive=exhaustive)
        return


def _across(before: Sentence, sentence: Sentence) -> Iterator[Finding]:
    """Judge a whole whose parts stand in the next sentence: ``公开信息100条。其中，网站80条、微信30条。``."""
    if APPROXIMATE.search(before.bare) or APPROXIMATE.search(sentence.bare):
        return
    wholes = _wholes(before.bare)
    if len(wholes) == 1:
        rest = re.sub(r"^其中[，：]?", "", sentence.bare)
        quoted = f"{before.quoted}。{sentence.quoted}"
        yield from _judged(sentence, quoted, wholes[0], rest, exhaustive=False)


def _judged(
    sentence: Sentence, quoted: str, whole: Whole, rest: str, *, exhaustive: bool
) -> Iterator[Finding]:
    labels, numbers = _parts(rest, whole.unit)
    if len(numbers) < 2:
        return
    total = sum(numbers)
    must_equal = (exhaustive and not _OPEN.search(rest)) or bool(_REST.match(labels[-1]))
    if total == whole.number or (total < whole.number and not must_equal):
        return
    if _several_divisions(numbers, whole.number):
        return
    worked = "＋".join(f"{label}{number}" for label, number in zip(labels, numbers, strict=True))
    yield PROSE_SUM.finding(
        sentence.place,
        f"合计写{whole.number}{whole.unit}，而所列{worked}＝{total}，差{abs(whole.number - total)}；"
        f"原句：“{quoted}”，请核对。",
        whole.number,
        total,
    )


def _parts(rest: str, unit: str) -> tuple[list[str], list[int]]:
    """Read ``标签数字单位`` one after the other, as long as unit and pattern stay the same."""
    labels: list[str] = []
    numbers: list[int] = []
    position = 0
    for match in _COUNT.finditer(rest):
        label = _JOINT.sub("", rest[position : match.start()])
        if match["unit"] != unit or not _LABEL.match(label) or _GROWTH.search(label) or _NESTED.search(label):
            break
        if position and not re.match("[、，和及与以并]", rest[position : match.start()]):
            break
        if labels and _NEW_STATEMENT.search(label):
            break
        labels.append(label.strip("：为共有"))
        numbers.append(int(match["number"]))
        position = match.end()
    if not numbers:
        # 工作动态481、通知公告139、专题专栏57: figures without a unit
        for bare in _BARE_PARTS.finditer(rest):
            if bare.start() != position or _GROWTH.search(bare[1]):
                break
            labels.append(bare[1])
            numbers.append(int(bare[2]))
            position = bare.end() + 1
        if position < len(rest.rstrip("。；")):
            return [], []
    return labels, numbers


def _several_divisions(numbers: Sequence[int], whole: int) -> bool:
    """Whether the parts divide the whole several times over (by applicant, then by channel …)."""
    running, complete = 0, 0
    for number in numbers:
        running += number
        if running == whole:
            running, complete = 0, complete + 1
        elif running > whole:
            return False
    return complete >= 1
