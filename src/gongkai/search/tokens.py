"""The one tokeniser of all back ends: what is compared when somebody searches.

A text is folded sign by sign (NFKC, small letters, 繁体 to 简体), so that the same words written otherwise are the same. Of each run of
Chinese characters come all overlapping pairs and the last sign alone; letters and digits come as whole runs::

    规范性文件3号  →  规范 范性 性文 文件 件 3 号

A run of Chinese characters stands in a text exactly if its pairs follow one another there: the last sign alone keeps
the pairs of two runs apart. So a search is exact for any run of two characters or more, without a dictionary that could be wrong;
for one character, each text has the set of its signs besides (`signs_of`). Only these tokens ever reach an engine: letters,
digits and Chinese characters, no sign that could mean something to it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

__all__ = [
    "LONGEST",
    "VERSION",
    "Run",
    "fold_with_places",
    "folded",
    "is_chinese",
    "runs_of",
    "signs_of",
    "tokens_of",
]

VERSION = 1
"""Changes whenever the same text gives other tokens: what was indexed by another version is stale."""
LONGEST = 40
"""Longer runs of letters and digits are cut into pieces of so many signs."""

_CHINESE = (
    "\u3007\u3005\u3021-\u3029"  # 〇, 々, 〡…〩
    "\u3041-\u3096\u30a1-\u30fa\u30fc"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # zhuyin
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CHINESE}]+)|([^\W_{_CHINESE}][^\W_{_CHINESE}\u0300-\u036f]*)")
_ONE = re.compile(rf"[{_CHINESE}]")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of Chinese characters, or of letters and digits, in a folded text."""

    text: str
    start: int
    chinese: bool

    def tokens(self) -> list[str]:
        """The tokens of the run in their order."""
        text = self.text
        if self.chinese:
            return [text[at : at + 2] for at in range(len(text))]
        return (
            [text]
            if len(text) <= LONGEST
            else [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]
        )


class _Fold(dict[int, str]):
    """Folds a sign when it is first met, and remembers it."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if (
            unicodedata.category(sign) == "Cf"
        ):  # seen by nobody: zero width, soft hyphen, direction of writing
            self[code] = ""
            return ""
        made = unicodedata.normalize("NFKC", sign).lower()
        made = "".join(_simplified().get(one, one) for one in made)
        # a lone half of a surrogate pair, and the nought sign, can be kept by no database
        self[code] = made = "".join(
            " " if one == "\0" or "\ud800" <= one <= "\udfff" else one for one in made
        )
        return made


@cache
def _simplified() -> dict[str, str]:
    """The simplified form of each traditional character, sign by sign: what stands beside it must not matter."""
    from gongkai.report.script import simplified

    signs = [chr(code) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000)) for code in block]
    made = simplified("\n".join(signs)).split("\n")
    if len(made) != len(signs):
        made = [simplified(one) for one in signs]
    return {sign: one for sign, one in zip(signs, made, strict=True) if sign != one and len(one) == 1}


_FOLD = _Fold()


def folded(text: str) -> str:
    """Fold a text; its length may change (① gives 1, ㎡ gives m2)."""
    return unicodedata.normalize("NFC", text).translate(_FOLD)


def fold_with_places(text: str) -> tuple[str, list[int] | None]:
    """Fold a text that is in NFC; with it the place in `text` of each folded sign, None where they are the same."""
    made = text.translate(_FOLD)
    if len(made) == len(text) and all(len(_FOLD[ord(one)]) == 1 for one in set(text)):
        return made, None
    places = [at for at, sign in enumerate(text) for _ in _FOLD[ord(sign)]]
    return made, places


def is_chinese(sign: str) -> bool:
    """Whether a folded sign is a Chinese character (or another that is written without blanks)."""
    return _ONE.fullmatch(sign) is not None


def runs_of(text: str) -> Iterator[Run]:
    """Walk the runs of a folded text."""
    for match in _RUN.finditer(text):
        yield Run(match[0], match.start(), match[1] is not None)


def tokens_of(text: str) -> list[str]:
    """Give the tokens of a folded text in their order."""
    found: list[str] = []
    for match in _RUN.finditer(text):
        run = match[0]
        if match[1] is not None:
            found += map("".join, itertools.pairwise(run))
            found.append(run[-1])
        elif len(run) <= LONGEST:
            found.append(run)
        else:
            found += (run[at : at + LONGEST] for at in range(0, len(run), LONGEST))
    return found


def signs_of(text: str) -> str:
    """Give each Chinese character of a folded text once, parted by blanks, in a fixed order."""
    return " ".join(sorted(filter(_chinese_sign, set(text))))


@cache
def _chinese_sign(sign: str) -> bool:
    return _ONE.match(sign) is not None
