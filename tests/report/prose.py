"""Words for made-up reports: agencies, paragraphs as officials write them, and the odd characters found in them.

All names and sentences are our own.
"""

from __future__ import annotations

from hypothesis import strategies as st

_PLACES = (
    "青石市",
    "云麓县",
    "东禾区",
    "临川市柳河区",
    "白鹭自治县",
    "南屏市高新技术产业开发区",
    "宁和省",
    "",
)
_OFFICES = (
    "司法局", "财政局", "自然资源和规划局", "人民政府办公室", "卫生健康委员会", "柳林街道办事处", "石桥镇人民政府", "医疗保障局",
    "市场监督管理局（知识产权局）", "教育体育局", "税务局", "应急管理局", "大数据中心", "人民政府",
)  # fmt: skip

_SENTENCES = (
    "坚持以公开为常态、不公开为例外，扎实推进政府信息公开工作。",
    "及时更新政府信息公开指南和目录，方便公众查阅。",
    "健全政府信息公开申请登记、审核、办理、答复、归档的工作制度。",
    "对依申请公开的政府信息逐件登记，依法按期答复申请人。",
    "加强政府网站和政务新媒体的日常巡查，发现问题立即整改。",
    "组织业务培训，提高工作人员依法公开的能力。",
    "将政府信息公开工作纳入年度考核，未发生责任追究情形。",
    "政策解读的形式还不够丰富，图表、音视频解读偏少。",
    "公开的时效性有待加强，个别栏目更新不够及时。",
    "下一步将细化公开事项，明确责任科室，逐项抓好落实。",
    "严格执行保密审查，做到先审查、后公开。",
)
_WITH_YEARS = (
    "2020年以来，公开内容不断拓展，公开渠道更加畅通。",
    "按照《2018年政务公开工作要点》的要求，逐项分解任务。",
)
# Sub-headings and list items as officials write them; some resemble section headings and rows of the tables.
_SHORT = (
    "（一）主动公开",
    "（二）依申请公开。",
    "1.加强组织领导。",
    "2．完善工作机制",
    "一是责任还不够明确；",
    "无",
    "（一）主动公开情况",
    "（二）依申请公开情况",
    "（三）政府信息管理情况",
    "（四）存在的问题",
    "2.行政处罚3件。",
    "规章、行政规范性文件",
)
_ODD = (
    "① ② ③", "5％、3.6%", "＜办法＞ & “规定”", "a<b>c</b>&amp;", "约300㎡", "℃", "C:\\temp\\*.docx", "#set text(red)", "$x_1$ @ref *强调* _斜_",
    "https://www.example.gov.cn/?a=1&b=2", "〔2021〕30号", "……——·", "=1+1", "+86-010-88888888", "{{ name }} [1]", "①甲；②乙", "Ⅲ类", "№7", "é ü", "〇",
    "“双随机、一公开”", "`code` // 注释", "~", "^", "<!-- -->", "'单' \"双\"", "喆㙍", "1,234条", "100%。",
)  # fmt: skip
_PARTS = (
    ("主动公开。", "全年通过门户网站公开各类政府信息，重点公开财政预决算和行政执法信息。"),
    ("依申请公开。", "规范办理政府信息公开申请，依法按期答复。"),
    ("政府信息管理。", "落实信息发布审核制度，开展规范性文件清理。"),
    ("政府信息公开平台建设。", "优化网站栏目设置，加强政务新媒体管理。"),
    ("监督保障。", "开展工作考核和社会评议，没有责任追究情形。"),
)


def agencies() -> st.SearchStrategy[str]:
    """Full names of agencies, made up."""
    return st.builds(
        lambda place, office: (place or "青石市") + office,
        st.sampled_from(_PLACES),
        st.sampled_from(_OFFICES),
    )


def words(*, odd: bool = True, years: bool = True, short: bool = False) -> st.SearchStrategy[str]:
    """One to four paragraphs of whole sentences.

    `odd` allows rare characters inside the sentences, `years` sentences that name a year, `short` lines that are no
    sentence (sub-headings and the like), which only the sections in words can hold.
    """
    sentences = st.sampled_from(_SENTENCES + (_WITH_YEARS if years else ()))
    whole = st.lists(sentences, min_size=1, max_size=3).map("".join)
    leads = st.sampled_from(("", "", "", "（一）主动公开。", "1.", "一是", "（二）加强保障。", "　　"))
    paragraphs = st.builds(str.__add__, leads, whole)
    if odd:
        dotted = st.builds(
            lambda before, sign, behind: f"{before[:-1]}（{sign}），{behind}",
            whole,
            st.sampled_from(_ODD),
            sentences,
        )
        paragraphs = st.one_of(paragraphs, paragraphs, dotted)
    if short:
        paragraphs = st.one_of(paragraphs, paragraphs, st.sampled_from(_SHORT))
    return st.lists(paragraphs, min_size=1, max_size=4).map("\n".join)


def clean_words(paragraphs: int) -> st.SearchStrategy[str]:
    """Paragraphs without any figure or year."""
    whole = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=3, unique=True).map("".join)
    return st.lists(whole, min_size=1, max_size=paragraphs, unique=True).map("\n".join)


def full_overview(counts: str, year: int) -> st.SearchStrategy[str]:
    """An overview that treats the five subjects the form asks for; `counts` is put with the applications."""
    numerals = "一二三四五"

    def build(extra: str) -> str:
        lines = [f"{year}年，{extra}"]
        for index, (lead, text) in enumerate(_PARTS):
            lines.append(f"（{numerals[index]}）{lead}{text}{counts if index == 1 else ''}")
        return "\n".join(lines)

    return st.sampled_from(_SENTENCES).map(build)
