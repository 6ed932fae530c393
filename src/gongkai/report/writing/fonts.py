"""The Chinese fonts of this machine, found once: which families a PDF is set in.

Agencies have the faces of GB/T 9704 (仿宋, 楷体, 黑体, 小标宋); where they are missing the free Noto CJK takes their place.
What no family of the list covers is an error, never a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from .errors import FontsMissing

_SONG = ("SimSun", "NSimSun", "STSong", "Songti SC", "FZShuSong-Z01S")
_NOTO_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_NOTO_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_OTHERS = (
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL SungtiL GB",
    "AR PL UMing CN",
    "Microsoft YaHei",
)
_FANGSONG = ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S", "仿宋_GB2312", "仿宋")
_KAI = (
    "KaiTi_GB2312",
    "KaiTi",
    "STKaiti",
    "Kaiti SC",
    "FZKai-Z03S",
    "LXGW WenKai",
    "LXGW WenKai GB",
    "AR PL KaitiM GB",
)
_HEI = ("SimHei", "STHeiti", "Heiti SC", "FZHei-B01S")
_TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong")
_EVERY = (*_NOTO_SERIF, *_NOTO_SANS, *_SONG, *_OTHERS)
_LETTERS = ("DejaVu Sans",)
"""Behind all Chinese families: signs that these lack."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The families for each part of the document, the first preferred; each list covers all it can."""

    body: tuple[str, ...]
    kai: tuple[str, ...]
    hei: tuple[str, ...]
    title: tuple[str, ...]
    table: tuple[str, ...]
    has_kai: bool
    has_title: bool


@cache
def found_fonts() -> Any:
    """Return the machine's fonts as typst keeps them; looking through all font files takes a while."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def faces() -> Faces:
    """Choose the families. Raises `FontsMissing` where the machine has no Chinese font of those known."""
    return choose(found_fonts().families())


def choose(families: list[str]) -> Faces:
    """Choose from these families. Raises `FontsMissing`."""
    here = set(families)

    def those(*names: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in names if name in here))

    chinese = those(*_FANGSONG, *_KAI, *_HEI, *_TITLE, *_EVERY)
    if not chinese:
        raise FontsMissing(
            "这台机器没有可用的中文字体，不能生成PDF。请安装后再试（Debian、Ubuntu：apt-get install fonts-noto-cjk）；"
            "也可以先导出为docx或者html。"
        )
    rest = (*chinese, *_LETTERS)
    kai, title = those(*_KAI), those(*_TITLE)
    return Faces(
        body=those(*_FANGSONG, *_NOTO_SERIF, *_SONG, *_EVERY, *rest),
        kai=those(*kai, *_NOTO_SERIF, *_EVERY, *rest),
        hei=those(*_HEI, *_NOTO_SANS, *_EVERY, *rest),
        title=those(*title, *_NOTO_SERIF, *_SONG, *_EVERY, *rest),
        table=those(*_SONG, *_NOTO_SERIF, *_EVERY, *rest),
        has_kai=bool(kai),
        has_title=bool(title),
    )
