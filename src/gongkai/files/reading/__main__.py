"""Print docs/reading.md: every rule with its level, meaning, source, and what a column may make of it."""

from __future__ import annotations

import sys

from . import GROUPS, KINDS

_LEVELS = {"block": "阻止", "warn": "提醒", "off": "关闭"}

_HEAD = """\
# 送审前检查

<!-- 本文件由 python -m gongkai.files.reading 生成，请改代码，不要改本文件。 -->

信息送审以前，系统读一遍标题、信息项、正文和附件，按下列规则指出问题。编号固定不变。

- **阻止**：改好以前不能送审；确有理由的，写明理由、由第二个人同意后可以放行。
- **提醒**：请人看一看，不一定有错。看过以后可以记为“不是错误”，同样的文字以后不再提示，并记下是谁说的。
- **栏目可设为**：栏目可以按需要调整；没有列出的不能选。

附件里正文、表格、页眉页脚、脚注、批注、文本框、修订痕迹、隐藏的文字和工作表、文件属性、照片信息（EXIF）、内嵌的文件都读。程序读不出的
（扫描件、图片里的文字、设有密码或者损坏的文件、没有安装转换软件的旧格式），一一列出，由人查看。检查结果里从不出现完整的号码和住址。
"""


def document() -> str:
    """Return the documentation of all rules as Markdown."""
    parts = [_HEAD]
    for title, rules in GROUPS:
        parts.append(f"## {title}\n")
        for rule in rules:
            may = "、".join(_LEVELS[setting] for setting in rule.settings)
            parts.append(
                f"### `{rule.id}` {rule.title}\n\n- 级别：{_LEVELS[rule.level]}\n- 栏目可设为：{may}\n- 依据：{rule.source}\n\n{rule.explanation}\n"
            )
    parts.append(
        "## 能收的文件\n\n按内容认，不按后缀认；内容与后缀不符的不收。\n\n| 类型 | 后缀 | 可作正文图片 |\n|---|---|---|"
    )
    parts += [
        f"| {kind.label} | {' '.join(f'.{ending}' for ending in kind.endings)} | {'是' if kind.picture else ''} |"
        for kind in KINDS.values()
    ]
    parts.append(
        "\nSVG图片、网页、程序、带宏的文档、压缩包、设有密码的文件，以及同时又是另一种文件的（例如图片后面藏着压缩包），都不收。\n\n"
        "## 公开前去掉的\n\nWord、Excel、PowerPoint、OFD、PDF的作者、单位、最后修改者和自定义属性，照片的拍摄地点、相机、作者等信息，在公开前去掉。"
        "带有电子签章的文件一个字节也不改。旧版Office和WPS文件的属性去不掉，会说明。"
    )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
