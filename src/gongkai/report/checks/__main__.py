"""Print docs/checks.md: every rule with its gravity, meaning and source."""

from __future__ import annotations

import sys

from . import GROUPS

_GRAVITY = {"error": "错误", "warning": "提醒", "info": "说明"}

_HEAD = """\
# 核对规则

<!-- 本文件由 python -m gongkai.report.checks 生成，请改代码，不要改本文件。 -->

`gongkai report check 文件 [--previous 上年报告]` 按下列规则核对年度报告。编号固定不变，可以在程序中引用。

- **错误**：数字互相矛盾，或者不合格式。
- **提醒**：请人看一看，不一定有错。
- **说明**：仅供参考。

标“编报时为错误”的，读取现成文件时只作提醒，在本系统编制、提交报告时作为错误。文字中的数字只提醒，从不作为错误；凡有一种合法的读法相符，
或者看不明白说的是什么，都不提醒。
"""


def document() -> str:
    """Return the documentation of all rules as Markdown."""
    parts = [_HEAD]
    for title, module in GROUPS:
        parts.append(f"## {title}\n")
        for rule in module.RULES:
            grave = _GRAVITY[rule.severity] + ("（编报时为错误）" if rule.strict else "")
            parts.append(
                f"### `{rule.id}` {rule.title}\n\n- 级别：{grave}\n- 依据：{rule.source}\n\n{rule.explanation}\n"
            )
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document())
