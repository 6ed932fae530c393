"""Made-up items as an agency's platform has them: titles, numbers, bodies, attachments, in official words; the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_WORDS = [
    "政府",
    "信息",
    "公开",
    "工作",
    "机关",
    "行政",
    "规范",
    "文件",
    "通知",
    "公告",
    "决定",
    "办法",
    "规定",
    "意见",
    "方案",
    "实施",
    "印发",
    "关于",
    "开展",
    "加强",
    "进一步",
    "做好",
    "落实",
    "责任",
    "监督",
    "检查",
    "管理",
    "服务",
    "财政",
    "预算",
    "决算",
    "支出",
    "收入",
    "资金",
    "项目",
    "采购",
    "招标",
    "中标",
    "合同",
    "审计",
    "绩效",
    "评价",
    "部门",
    "单位",
    "区县",
    "街道",
    "社区",
    "乡镇",
    "村民",
    "居民",
    "群众",
    "企业",
    "市场",
    "主体",
    "许可",
    "处罚",
    "强制",
    "征收",
    "补偿",
    "土地",
    "房屋",
    "规划",
    "建设",
    "工程",
    "质量",
    "安全",
    "生产",
    "消防",
    "应急",
    "预案",
    "救援",
    "防汛",
    "抗旱",
    "气象",
    "环境",
    "保护",
    "污染",
    "防治",
    "生态",
    "水利",
    "农业",
    "农村",
    "耕地",
    "种植",
    "养殖",
    "教育",
    "学校",
    "招生",
    "考试",
    "教师",
    "学生",
    "医疗",
    "卫生",
    "健康",
    "疫苗",
    "医院",
    "药品",
    "食品",
    "养老",
    "社会",
    "保障",
    "保险",
    "救助",
    "低保",
    "残疾",
    "就业",
    "创业",
    "培训",
    "劳动",
    "人事",
    "公务员",
    "录用",
    "招聘",
    "职称",
    "考核",
    "任免",
    "司法",
    "法治",
    "律师",
    "公证",
    "调解",
    "仲裁",
    "复议",
    "诉讼",
    "援助",
    "普法",
    "宣传",
    "文化",
    "旅游",
    "体育",
    "图书馆",
    "文物",
    "遗产",
    "交通",
    "道路",
    "公路",
    "运输",
    "停车",
    "公交",
    "住房",
    "物业",
    "公积金",
    "租赁",
    "燃气",
    "供热",
    "供水",
    "供电",
    "统计",
    "数据",
    "调查",
    "普查",
    "价格",
    "收费",
    "标准",
    "税收",
    "减免",
    "优惠",
    "政策",
    "解读",
    "问答",
    "回应",
    "关切",
    "咨询",
    "投诉",
    "举报",
    "信访",
    "热线",
    "申请",
    "受理",
    "办理",
    "答复",
    "期限",
    "延长",
    "补正",
    "告知",
    "材料",
    "证明",
    "承诺",
    "清单",
    "目录",
    "编制",
    "修订",
    "废止",
    "失效",
    "有效",
    "清理",
    "备案",
    "审查",
    "公平",
    "竞争",
    "知识产权",
    "专利",
    "商标",
    "科技",
    "创新",
    "人才",
    "产业",
    "园区",
    "投资",
    "招商",
    "外贸",
    "口岸",
    "金融",
    "贷款",
    "风险",
    "防范",
    "诈骗",
    "治安",
    "户籍",
    "身份",
    "出入境",
    "婚姻",
    "登记",
    "收养",
    "殡葬",
    "慈善",
    "志愿",
    "老年",
    "儿童",
    "妇女",
    "青年",
    "退役",
    "军人",
    "优抚",
    "双拥",
    "民族",
    "宗教",
    "侨务",
    "档案",
    "保密",
    "地方志",
    "网站",
    "平台",
    "系统",
    "电子",
    "政务",
    "大厅",
    "窗口",
    "事项",
    "流程",
    "优化",
    "营商",
    "一次办好",
    "跨省通办",
    "证照",
    "分离",
    "改革",
    "试点",
    "示范",
    "创建",
    "表彰",
    "通报",
    "约谈",
    "整改",
    "督查",
    "考评",
    "会议",
    "纪要",
    "研究",
    "部署",
    "要求",
    "强调",
    "指出",
    "认为",
    "坚持",
    "推进",
    "完善",
    "建立",
    "健全",
    "机制",
    "制度",
    "体系",
    "能力",
    "水平",
    "提升",
    "提高",
    "确保",
    "按照",
    "根据",
    "依据",
    "有关",
    "相关",
    "规定",
    "精神",
    "结合",
    "实际",
    "情况",
    "现将",
    "如下",
    "特此",
    "附件",
    "联系人",
]
_LINKS = [
    "的",
    "和",
    "与",
    "及",
    "等",
    "在",
    "对",
    "由",
    "向",
    "为",
    "其",
    "并",
    "应",
    "须",
    "可",
    "不",
    "已",
    "将",
    "于",
    "以",
]
_PLACES = [
    f"{a}{b}"
    for a in ["历下", "槐荫", "清河", "平原", "泰安", "沂水", "长清", "章丘", "钢城", "莱芜"]
    for b in ["区", "县", "市"]
]
_ORGANS = [
    "司法局",
    "财政局",
    "教育局",
    "民政局",
    "卫生健康局",
    "应急管理局",
    "自然资源局",
    "农业农村局",
    "人力资源和社会保障局",
    "市场监督管理局",
]
_NAMES = [
    f"{a}{b}"
    for a in "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
    for b in ["伟", "芳", "建国", "秀英", "敏", "静", "志强", "洋", "艳", "勇", "军", "文博", "雨桐", "子涵"]
]
_MORE = [f"{a}{b}" for a in _WORDS[:140] for b in _WORDS[140:200:6]]
_ALL = [*_WORDS, *_PLACES, *_ORGANS, *_NAMES, *_MORE]
_WEIGHTS = list(accumulate(1 / (rank + 12) for rank in range(len(_ALL))))
_ENDS = "，，，，。。；、"
KINDS = ("", "", "pdf", "", "docx", "")


def text(chance: random.Random, length: int) -> str:
    """Words of about so many signs, in paragraphs."""
    words = chance.choices(_ALL, cum_weights=_WEIGHTS, k=length // 2 + 1)
    parts, signs = [], 0
    for at in range(0, len(words), 3):
        parts += words[at : at + 3]
        parts.append(
            _LINKS[int(chance.random() * len(_LINKS))] if at % 9 else _ENDS[int(chance.random() * 8)]
        )
        signs += sum(map(len, words[at : at + 3])) + 1
        if at % 120 == 117:
            parts.append("。\n")
        if signs >= length:
            break
    return "".join(parts)


def length(chance: random.Random, number: int) -> int:
    """How long a body is: most some hundred signs, one in a hundred some thousand, one in ten thousand 30,000."""
    if number % 10_000 == 77:
        return 30_000
    if number % 100 == 33:
        return 4_000
    return int(chance.lognormvariate(5.6, 0.6)) + 40


def items(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Give so many items, the oldest first, as the fields of an `Entry`; an attachment is (name, text, kind)."""
    chance = random.Random(seed)
    begin = datetime(2008, 5, 1, 9, tzinfo=BEIJING)
    step = timedelta(days=6700) / number
    organs = [f"{place}{organ}" for place in _PLACES[::8] for organ in _ORGANS]
    for nth in range(1, number + 1):
        at = begin + step * nth
        agency = int(chance.random() * len(organs))
        column = int(chance.random() ** 2 * 24)
        words = chance.choices(_ALL, cum_weights=_WEIGHTS, k=5)
        title = f"{organs[agency]}关于{words[0]}{words[1]}{words[2]}的{chance.choice(('通知', '公告', '公示', '意见', '办法'))}"
        body = text(chance, length(chance, nth))
        if nth % 10_000 == 77:
            body += f"近尾处的词第{nth}号钤记。完"
        kind = KINDS[nth % len(KINDS)]
        attached = [(f"{words[3]}{words[4]}表.{kind}", text(chance, 240), kind)] if kind else []
        yield {
            "page_id": nth,
            "agency_id": agency + 1,
            "title": title,
            "column_path": f"00010001{agency + 1:04d}{column + 1:04d}",
            "published_at": at,
            "numbers": (
                f"{organs[agency][:2]}发〔{at.year}〕{nth % 300 + 1}号",
                f"1137{agency:06d}/{at.year}-{nth:07d}",
            ),
            "body": body,
            "attachments": attached,
            "theme": _WORDS[column],
            "validity": ("valid", "valid", "valid", "repealed")[nth % 4] if column == 2 else "",
            "organ": organs[agency],
        }


def all_of(item: dict[str, Any]) -> str:
    """All that an item says, for looking a word up without an index."""
    files = "\n".join(f"{name}\n{said}" for name, said, _ in item["attachments"])
    return "\n".join((item["title"], *item["numbers"], item["body"], files))


def questions(number: int = 200, seed: int = 7) -> list[str]:
    """Give questions of one to eight Chinese characters, as many of each length, cut from made-up items; each once."""
    chance = random.Random(seed)
    sources = [all_of(one) for one in items(3000)]
    wanted: dict[str, None] = {"钤记": None, "近尾处的词": None}
    for nth in range(number * 50):
        size = nth % 8 + 1
        said = chance.choice(sources)
        at = chance.randrange(max(1, len(said) - size))
        piece = said[at : at + size]
        full = sum(len(one) == size for one in wanted) >= -(-number // 8)
        if len(piece) == size and not full and all("\u4e00" <= sign <= "\u9fff" for sign in piece):
            wanted[piece] = None
        if len(wanted) >= number:
            break
    return list(wanted)[:number]
