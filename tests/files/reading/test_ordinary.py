"""A thousand ordinary items, full of numbers that belong to nobody: hardly one may be stopped."""

from __future__ import annotations

import random
from datetime import date, timedelta

from gongkai.agencies.credit_code import check_sign
from gongkai.files.reading import File, Metadata, default_words, read_item

from .makers import SECRET, TODAY, docx, paragraph, table, xlsx

PLACES = ("青石县", "云溪区", "东平街道", "李家坪村", "柳林镇")
OFFICES = (
    "人民政府",
    "财政局",
    "教育局",
    "市场监督管理局",
    "农业农村局",
    "自然资源局",
    "住房和城乡建设局",
    "卫生健康局",
)
KINDS = (
    "关于印发《{place}{subject}管理办法》的通知",
    "{place}{office}{year}年部门预算",
    "{place}{year}年第{n}季度{subject}情况公示",
    "{subject}决定信息公示（{code}）",
    "{place}{subject}招标公告",
    "关于公开征求《{place}{subject}实施方案（征求意见稿）》意见的公告",
)
SUBJECTS = (
    "高龄津贴发放",
    "农村危房改造",
    "食品安全监督抽检",
    "行政处罚",
    "义务教育招生",
    "城市供水",
    "征地补偿",
    "政府采购",
    "电动自行车停放",
)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(chance: random.Random, *, digits: bool) -> str:
    """A unified social credit code (统一社会信用代码), of digits alone where asked."""
    while True:
        tail = "".join(chance.choice(SIGNS[:10] if digits else SIGNS) for _ in range(9))
        code = (
            f"{chance.choice(('91', '11', '12', '52'))}{chance.choice(('370102', '620102', '440306'))}{tail}"
        )
        code += check_sign(code)
        if not digits or code.isdigit():
            return code


def number(chance: random.Random, year: int) -> str:
    return (
        f"{chance.choice(('青政发', '云政办字', '青市监处罚', '财预'))}〔{year}〕{chance.randrange(1, 300)}号"
    )


def day(chance: random.Random) -> date:
    return date(2016, 1, 1) + timedelta(days=chance.randrange(3900))


def sentences(chance: random.Random) -> list[str]:
    """What officials write, with every kind of number that is not a person's."""
    when = day(chance)
    weekday = "一二三四五六日"[when.weekday()]
    amount = chance.randrange(10**9, 10**12)
    return [
        f"根据《中华人民共和国政府信息公开条例》（国务院令第711号）和{number(chance, when.year)}文件要求，现将有关事项公告如下。",
        f"{when.year}年{when.month}月{when.day}日（星期{weekday}）上午9:00至11:30，在{chance.choice(PLACES)}会议室召开听证会。",
        f"中标单位：{chance.choice(PLACES)}建设工程有限公司，统一社会信用代码{credit_code(chance, digits=chance.random() < 0.5)}，中标价{amount / 100:,.2f}元。",
        f"联系电话：0531-{chance.randrange(10**7, 10**8)}，传真：（0531）{chance.randrange(10**7, 10**8)}，监督电话12345。",
        f"项目编号：QS{when:%Y%m%d}{chance.randrange(10**4):04}，项目代码：{when:%y%m}-370102-04-01-{chance.randrange(10**6):06}。",
        f"索引号：{credit_code(chance, digits=True)}/{when.year}-{chance.randrange(10**5):05}，合同编号HT{chance.randrange(10**16):016}。",
        f"办公地址：{chance.choice(PLACES)}和平路{chance.randrange(1, 300)}号，邮编{chance.randrange(100000, 999999)}。",
        f"本案经（{when.year}）鲁01行终{chance.randrange(1, 2000)}号行政判决书维持，案号（{when.year}）鲁0102行初{chance.randrange(1, 900)}号。",
        f"截至{when.month}月底，累计完成投资{amount}元，同比增长{chance.randrange(1, 300) / 10}%，惠及{chance.randrange(100, 9000)}户。",
        f'详见<a href="https://www.qingshi.example/art/{when:%Y/%m/%d}/art_{chance.randrange(10**5)}_{chance.randrange(10**7, 10**8)}.html">公示名单</a>，附件编号W0{when:%Y%m%d}{chance.randrange(10**12):012}。',
        f"张某某，身份证号3701**********{chance.randrange(1000, 9999)}，银行卡尾号{chance.randrange(1000, 9999)}，补贴{chance.randrange(100, 5000)}元。",
        f"监测点位经度117.{chance.randrange(10**14):014}，纬度36.{chance.randrange(10**14):014}，断面流量{chance.randrange(1, 900) / 100}立方米。",
        f"国库收款账号由{chance.choice(PLACES)}{chance.choice(OFFICES)}另行通知，缴款识别码{chance.randrange(10**19, 10**20)}。",
    ]


def grid(chance: random.Random) -> tuple[str, list[list[str]]]:
    """A table with a right total, and a column of codes."""
    rows = [["序号", "单位名称", "统一社会信用代码", "金额（元）", "年份"]]
    amounts = [chance.randrange(1000, 900_000) for _ in range(chance.randrange(2, 5))]
    rows += [
        [
            str(index),
            f"{chance.choice(PLACES)}第{index}小学",
            credit_code(chance, digits=chance.random() < 0.3),
            f"{amount:,}",
            str(day(chance).year),
        ]
        for index, amount in enumerate(amounts, 1)
    ]
    rows.append(["合计", "", "", f"{sum(amounts):,}", ""])
    html = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{html}</table>", rows


def test_a_thousand_ordinary_items() -> None:
    chance = random.Random(20261123)
    words = default_words()
    blocked, warned = [], []
    for index in range(1000):
        when = day(chance)
        title = chance.choice(KINDS).format(
            place=chance.choice(PLACES),
            office=chance.choice(OFFICES),
            subject=chance.choice(SUBJECTS),
            year=when.year,
            n=chance.randrange(1, 5),
            code=number(chance, when.year),
        )
        said = chance.sample(sentences(chance), 6)
        html, rows = grid(chance)
        files = []
        if index % 10 == 0:
            cells = [[paragraph(cell) for cell in row] for row in rows]
            files.append(
                File(
                    "附件1.docx",
                    docx("".join(map(paragraph, said)) + table(cells), header="青石县人民政府文件"),
                )
            )
        if index % 10 == 5:
            files.append(File("附件2.xlsx", xlsx(rows)))
        metadata = Metadata(
            {
                "发文字号": number(chance, when.year),
                "成文日期": when,
                "索引号": credit_code(chance, digits=True),
            },
            frozenset({"成文日期"}),
        )
        reading = read_item(
            title,
            "".join(f"<p>{text}</p>" for text in said) + html,
            metadata,
            files,
            words=words,
            today=TODAY,
            secret=SECRET,
        )
        assert not reading.unreadable
        if reading.blocks:
            blocked.append((title, reading.blocks))
        elif reading.findings:
            warned.append((title, reading.findings))
    assert len(blocked) <= 10, blocked[:5]
    assert len(warned) <= 50, warned[:5]
