"""The rules of reading: a stable id, a Chinese name, how grave, what it rests on, and what a column may make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Level, Setting

PRACTICE = "工作经验，非国家规定"
_PRIVACY = "《政府信息公开条例》（国务院令第711号）第十五条（个人隐私）；《个人信息保护法》第二十八条（敏感个人信息）"
_SITE = "《政府网站发展指引》（国办发〔2017〕47号）"
_CHECKS = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
_FORMAT = "《党政机关公文格式》（GB/T 9704-2012）"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of reading.

    `level` is how grave its findings are unless a column says otherwise; `settings` are the ways a column or agency may set it.
    `title` and `explanation` are Chinese; `source` names the document, or says that the rule is practice only.
    """

    id: str
    level: Level
    title: str
    source: str
    explanation: str
    settings: tuple[Setting, ...] = ("block", "warn", "off")


PERSONAL = (
    Rule(
        "ID-NUMBER",
        "block",
        "居民身份证号码",
        f"{_PRIVACY}；号码的编排按《公民身份号码》（GB 11643-1999）",
        "18位号码，地区码、出生日期合理，校验码相符；夹有空格、横线或者全角数字的也算。已用星号遮盖的不算。近旁写着身份证、证件号，只有校验码不符的，可能是抄错了，只提醒。任何栏目都不能关闭。",
        ("block",),
    ),
    Rule(
        "ID-NUMBER-CUT",
        "block",
        "按数值存放的身份证号码",
        f"{_PRIVACY}；电子表格的数值只保留15位有效数字",
        "电子表格里按数值存放的18位号码，末三位已经丢失，但地区和出生日期仍然看得出来。任何栏目都不能关闭。",
        ("block",),
    ),
    Rule(
        "ID-NUMBER-OLD",
        "block",
        "15位的旧身份证号码",
        f"{_PRIVACY}；编排按《公民身份号码》（GB 11643-1999）的前身",
        "15位数字，地区码、出生日期合理，并且近旁写着身份证、证件等字样。没有这些字样的只提醒。",
        ("block", "warn"),
    ),
    Rule(
        "PHONE-MOBILE",
        "block",
        "手机号码",
        _PRIVACY,
        "11位手机号码。固定电话、服务热线不算。依法公开律师、公证员、调解员等联系方式的栏目可以设为提醒或者关闭。",
    ),
    Rule(
        "BANK-CARD",
        "block",
        "银行卡号",
        f"{_PRIVACY}；校验按GB/T 15120、ISO/IEC 7812-1（Luhn）",
        "16至19位数字，开头是发卡机构的号段，校验位相符。缴款用的单位账户依法可以公开，相应栏目可以设为提醒。",
        ("block", "warn"),
    ),
    Rule(
        "PASSPORT",
        "block",
        "护照、通行证、军官证号码",
        _PRIVACY,
        "近旁写着护照、通行证、军官证等字样的证件号码。",
        ("block", "warn"),
    ),
    Rule(
        "HOME-ADDRESS",
        "block",
        "家庭住址",
        _PRIVACY,
        "标明家庭住址、户籍地址、现住址的，并且具体到门牌、楼栋、房号的地址。",
    ),
    Rule(
        "HOME-ADDRESS-MAYBE",
        "warn",
        "姓名旁的地址",
        _PRIVACY,
        "与姓名、性别等写在一起，具体到门牌、楼栋、房号的地址，可能是个人住址。",
    ),
    Rule(
        "PHOTO-PLACE",
        "warn",
        "照片带有拍摄地点",
        f"{_PRIVACY}；EXIF的GPS信息",
        "照片里记有经纬度。公开前会自动去掉；带签章的文件除外。",
    ),
)

WORDS = (
    Rule("WORD-TYPO", "warn", "错别字", _CHECKS, "词表中列明的常见错别字，并给出通常的写法。"),
    Rule("WORD-POLITICAL", "block", "表述不规范", _CHECKS, "词表中列明的不规范表述，并给出规范的表述。"),
    Rule(
        "WORD-PERSON",
        "warn",
        "需要留意的人名",
        _CHECKS,
        "词表中列明的人名（如已被查处的人员），请核对是否仍宜出现。",
    ),
    Rule(
        "WORD-NAME",
        "warn",
        "已改变的机构名称",
        "2018年、2023年国务院机构改革方案等",
        "词表中列明的已撤销或者更名的机构。引用当时的文件仍用当时的名称，因此只提醒。",
    ),
    Rule("WORD-SENSITIVE", "warn", "敏感词", PRACTICE, "词表中列明的敏感词，请人看一看上下文。"),
    Rule("WORD-OWN", "warn", "本机关词表中的词", PRACTICE, "本机关或者本地区自行列入词表的词。"),
)

SENSE = (
    Rule("DATE-IMPOSSIBLE", "warn", "不存在的日期", PRACTICE, "如2月30日、13月、6月31日。"),
    Rule(
        "DATE-FUTURE",
        "block",
        "成文日期晚于今天",
        f"{_FORMAT}：成文日期署会议通过或者签发的日期",
        "成文日期不会在今天之后，请核对年份和月份。",
        ("block", "warn"),
    ),
    Rule("DATE-WEEKDAY", "warn", "星期与日期不符", PRACTICE, "日期后面写的星期，与这一天实际的星期不一致。"),
    Rule(
        "TABLE-SUM",
        "warn",
        "合计与各项之和不符",
        PRACTICE,
        "表格中合计、总计的数，与上面（左面）各项之和不相等。",
    ),
    Rule("SIGN-DOUBLED", "warn", "标点重复", "《标点符号用法》（GB/T 15834-2011）", "如“。。”“，，”“、，”。"),
    Rule(
        "SIGN-UNPAIRED",
        "warn",
        "书名号、引号、括号不成对",
        "《标点符号用法》（GB/T 15834-2011）",
        "同一段里只有一半的书名号、引号或者括号。",
    ),
    Rule(
        "NUMBER-BRACKETS",
        "warn",
        "发文字号的括号不对",
        f"{_FORMAT}：年份用六角括号“〔〕”括入",
        "发文字号中的年份用了方括号、圆括号，应为六角括号，如青政发〔2022〕3号。",
    ),
)

PAGE = (
    Rule("TITLE-MISSING", "block", "没有标题", _SITE, "信息必须有标题。", ("block",)),
    Rule(
        "META-MISSING",
        "block",
        "信息项没有填写",
        f"{_SITE}附件《网页标签规范》；各栏目的要求",
        "栏目要求必填的信息项是空的。",
        ("block", "warn"),
    ),
    Rule(
        "ALT-MISSING",
        "warn",
        "图片没有替代文字",
        "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668-2019）",
        "看不见图片的人靠替代文字知道图片说的是什么；文件名不是替代文字。",
    ),
    Rule(
        "LINK-WORDLESS",
        "warn",
        "链接没有文字",
        "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668-2019）",
        "链接里没有文字，图片也没有替代文字，读屏软件无法读出。",
    ),
    Rule("ANCHOR-DEAD", "warn", "页内链接没有去处", _CHECKS, "链接指向本页的一个位置，而本页没有这个位置。"),
    Rule("LINK-DEAD", "warn", "链接打不开", f"{_CHECKS}：不得有错链死链", "检查时，这个地址打不开。"),
)

FILES = (
    Rule(
        "FILE-REFUSED",
        "block",
        "附件不能收",
        PRACTICE,
        "网页、程序、带宏的文档、内容与后缀不符或者有密码的文件等，不作为附件公开。",
        ("block",),
    ),
    Rule(
        "FILE-REVISIONS",
        "warn",
        "文档留有修订或者批注",
        PRACTICE,
        "文档里有修订痕迹或者批注，公开以后人人都能看到。请接受或者拒绝全部修订、删去批注后再上传。",
    ),
    Rule(
        "FILE-HIDDEN",
        "warn",
        "文档有隐藏的内容",
        PRACTICE,
        "有隐藏的工作表、行列或者文字，公开以后人人都能取消隐藏。",
    ),
)

GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("个人信息", PERSONAL),
    ("错敏词", WORDS),
    ("日期、数字、标点", SENSE),
    ("页面和信息项", PAGE),
    ("附件", FILES),
)
"""The groups of rules in the order of the documentation."""

RULES: Mapping[str, Rule] = {rule.id: rule for _, rules in GROUPS for rule in rules}
"""Every rule by its id."""


def setting_of(rule: str, settings: Mapping[str, Setting]) -> Setting:
    """Return what is made of a rule under a column's settings; a setting the rule does not allow is not heeded."""
    wanted = settings.get(rule)
    known = RULES[rule]
    return wanted if wanted is not None and wanted in known.settings else known.level


def problems_of(settings: Mapping[str, str]) -> list[str]:
    """Say in Chinese which of a column's settings are not possible; an empty list if all are."""
    words = {"block": "阻止", "warn": "提醒", "off": "关闭"}
    problems = []
    for name, wanted in settings.items():
        rule = RULES.get(name)
        if rule is None:
            problems.append(f"没有编号为“{name[:40]}”的规则")
        elif wanted not in rule.settings:
            may = "、".join(words[setting] for setting in rule.settings)
            problems.append(f"“{rule.title}”只能设为{may}")
    return problems
