"""Cross-footing (勾稽关系): the sums the form itself demands, as its equations say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.form import Equation
from gongkai.report.model import Finding

from .case import Case, Number, cell_names, gap, shown
from .registry import FORM_2021, Rule

T3_BALANCE = Rule(
    "T3-BALANCE",
    "error",
    "表三各列：新收加结转等于办结加结转",
    f"{FORM_2021}表三表头：“第一项加第二项之和，等于第三项加第四项之和”",
    "表三七列，每一列的“一、本年新收”加“二、上年结转”，必须等于“（七）总计”加“四、结转下年度继续办理”。"
    "不相等时，逐件核对台账，查明漏计或者重计的申请。",
)
T3_DECIDED = Rule(
    "T3-DECIDED",
    "error",
    "表三各列：办理结果各项之和等于（七）总计",
    f"{FORM_2021}表三“三、本年度办理结果”的结构",
    "表三七列，每一列（一）至（六）各明细项之和，必须等于该列“（七）总计”。",
)
T3_TOTAL = Rule(
    "T3-TOTAL",
    "error",
    "表三各行：六类申请人之和等于总计",
    f"{FORM_2021}表三“总计”列",
    "表三每一行，自然人和五类法人或其他组织之和，必须等于该行“总计”。",
)
T4_TOTAL = Rule(
    "T4-TOTAL",
    "error",
    "表四：四种结果之和等于总计",
    f"{FORM_2021}表四各组“总计”列",
    "行政复议、未经复议直接起诉、复议后起诉三组，各组结果维持、结果纠正、其他结果、尚未审结之和，必须等于该组“总计”。",
)
RULES = (T3_BALANCE, T3_DECIDED, T3_TOTAL, T4_TOTAL)
_BY_ID = {rule.id: rule for rule in RULES}


def find(case: Case) -> Iterator[Finding]:
    """Evaluate every equation of the form.

    A blank or absent cell may hold any number from nought up: the two sides contradict each other only if no such number
    could make them agree.
    """
    for equation in case.form.equations:
        left, left_open = _side(case, equation.left)
        right, right_open = _side(case, equation.right)
        if (left > right and not right_open) or (right > left and not left_open):
            yield _BY_ID[equation.rule].finding(
                equation.place,
                f"{equation.left_words}{_worked(case, equation, equation.left, left_open)}"
                f"与{equation.right_words}{_worked(case, equation, equation.right, right_open)}"
                f"不相等，{'至少' if left_open or right_open else ''}差{shown(gap(left, right))}。",
                left,
                right,
            )


def _side(case: Case, places: Sequence[str]) -> tuple[Number, int]:
    """Add what is known of one side and count what is not."""
    figures = case.figures
    total: Number = 0
    unknown = 0
    for place in places:
        number = figures.get(place)
        if number is None:
            unknown += 1
        else:
            total += number
    return total, unknown


def _worked(case: Case, equation: Equation, places: Sequence[str], unknown: int) -> str:
    """Write one side's arithmetic: a lone figure as it is, a sum in brackets, long sums without their noughts."""
    terms = [(place, number) for place in places if (number := case.value(place)) is not None]
    if len(places) == 1:
        return shown(terms[0][1]) if terms else "（未填）"
    total = shown(sum((number for _, number in terms), start=0))
    by_row = equation.place.split(".")[1] == "*"
    named = len(places) > 2
    kept = [term for term in terms if term[1]] if len(places) > 6 else terms
    words = "＋".join(f"{_part(place, by_row) if named else ''}{shown(number)}" for place, number in kept)
    rest = f"，另有{unknown}格未填" if unknown else ""
    return f"（{words}＝{total}{rest}）" if len(kept) > 1 else f"（{words or 0}{rest}）"


def _part(place: str, by_row: bool) -> str:
    name = cell_names()[place]
    return name.row.name if by_row else name.column.label
