"""The demonstration's 178 items of 部门之窗: made-up news of a district justice bureau, marked 演示数据."""

from __future__ import annotations

import io

from .lixia_columns import WINDOW_COUNTS
from .lixia_items import MARK, Made

__all__ = ["news", "placeholder"]

_STREETS = (
    "解放路", "泉城路", "千佛山", "趵突泉", "文东", "燕山", "甸柳", "建新", "姚家", "智远", "龙洞", "舜华路", "东关",
)  # fmt: skip
_AT_OFFICES = (
    "开展“法律进社区”宣讲活动",
    "组织人民调解员季度业务培训",
)
_EDUCATION = (
    "民法典主题宣传活动走进广场", "“12·4”国家宪法日宣传活动举行", "反有组织犯罪法宣讲走进物业企业", "校园法治课开讲第一课",
    "“美好生活·民法典相伴”主题宣传启动", "青少年模拟法庭活动举行", "社区“法律明白人”培训班结业", "老年人防范养老诈骗宣传活动举行",
    "保密法宣传教育月活动开展", "宪法宣传进机关活动举行", "妇女权益保障法知识讲座举行", "个人信息保护法宣传走进商圈",
    "食品安全法宣传走进农贸市场", "消费者权益保护日法律咨询活动举行", "知识产权宣传周活动开展", "安全生产法宣传走进工地",
    "环境保护法宣传志愿活动开展", "禁毒法宣传进校园活动举行", "反家庭暴力法宣传进社区", "工会法宣传进企业活动举行",
    "道路交通安全法宣传走上街头", "法治文化公园建成开放", "普法微视频征集活动启动", "法治楹联作品展举行",
    "“法治集市”活动走进夜市", "年度普法责任制履职评议会召开",
)  # fmt: skip
_NEWS = (
    "区司法局召开年度工作总结会议", "区司法局传达学习上级会议精神", "区司法局开展主题党日活动", "区司法局组织干部法律知识测试",
    "区司法局慰问基层司法所干部", "区司法局开展公文写作培训", "区司法局召开第一季度工作调度会", "区司法局组织参观法治教育基地",
    "区司法局开展机关节能宣传活动", "区司法局召开青年干部座谈会", "区司法局开展消防安全演练", "区司法局举办行政复议业务交流会",
    "区司法局部署信访法治化工作", "区司法局召开第二季度工作调度会", "区司法局开展志愿服务活动", "区司法局组织旁听行政案件庭审",
    "区司法局召开保密工作会议", "区司法局开展档案整理专项工作", "区司法局召开第三季度工作调度会", "区司法局开展廉政警示教育",
    "区司法局到企业开展“法治体检”", "区司法局与高校签订法律服务合作协议", "区司法局召开矛盾纠纷排查会议", "区司法局组织新进人员岗前培训",
    "区司法局开展网络安全自查", "区司法局举办读书分享活动", "区司法局谋划次年重点工作",
)  # fmt: skip
_LAWS = (
    "法律援助法", "人民调解法", "社区矫正法", "公证法", "律师法", "行政处罚法", "行政许可法", "行政复议法", "行政诉讼法", "民法典总则编",
    "民法典婚姻家庭编", "民法典继承编", "未成年人保护法", "家庭教育促进法", "反有组织犯罪法", "个人信息保护法", "数据安全法",
    "噪声污染防治法", "反电信网络诈骗法",
)  # fmt: skip
_MEDIATION = (
    "邻里漏水纠纷当场化解", "物业服务纠纷调解成功", "老旧小区加装电梯纠纷化解", "农贸市场经营纠纷调解成功", "劳动报酬纠纷调解成功",
    "家庭赡养纠纷握手言和", "“一站式”调解工作室揭牌", "人民调解员表扬名单公布", "开展矛盾纠纷集中排查", "专业性调解组织座谈会召开",
)  # fmt: skip
_AID = (
    "农民工讨薪案件得到法律援助", "法律援助中心开通残疾人绿色通道", "值班律师进驻看守所提供法律帮助", "法律援助案件质量评估会召开",
    "军人军属法律援助工作站揭牌", "妇女维权法律援助周活动举行", "未成年人法律援助案件回访开展", "法律援助宣传走进劳务市场",
    "法律援助志愿律师招募", "老年人法律援助“上门办”", "法律援助申请网上可办", "刑事案件律师辩护全覆盖工作推进", "法律援助典型案例发布",
)  # fmt: skip
_NOTARIES = (
    "公证处推出周末预约服务", "律师行业突出问题整治部署会召开", "公证“最多跑一次”事项清单更新", "律师事务所年度检查考核开展",
    "实习律师集中培训开班", "公证员走进社区解答继承问题", "优秀律师事务所经验交流会举行",
)  # fmt: skip
_CORRECTION = (
    "社区矫正对象集中教育活动举行", "社区矫正中心规范化建设通过验收", "社区矫正对象公益活动开展", "社区矫正执法检查开展",
    "心理辅导走进社区矫正中心", "社区矫正工作人员业务培训举行", "春节前社区矫正安全排查开展", "社区矫正技能培训班开班",
    "社区矫正帮扶基地揭牌",
)  # fmt: skip
_OPENNESS = (
    "政务公开领导小组会议召开", "政府信息公开年度报告编制完成", "政务公开工作要点任务分解表", "政务公开培训举行", "网站栏目内容自查情况通报",
    "政府开放日活动预告", "政府开放日活动举行", "政务新媒体发布审核制度", "政府信息公开申请办理流程", "信息发布保密审查提示",
    "政务公开第一季度工作情况", "政务公开第二季度工作情况", "政务公开第三季度工作情况", "政务公开第四季度工作情况", "信息公开查阅点开放时间",
    "规范性文件集中公开专栏更新", "政策解读工作情况", "重大会议公开情况", "基层政务公开标准目录更新", "人大代表建议办理总体情况",
    "政协提案办理总体情况",
)  # fmt: skip
_PICTURES = (
    "法律服务进社区", "宪法宣誓仪式", "普法大集", "校园模拟法庭", "人民调解现场", "法律援助窗口", "公证员上门服务", "司法所揭牌",
    "法治文化公园", "志愿者宣传队", "业务培训课堂", "执法案卷评查", "行政复议接待室", "社区矫正中心", "法治宣传栏", "企业法治体检",
    "政府开放日", "法治楹联展", "普法微视频拍摄", "年度总结会",
)  # fmt: skip

_SAID = {
    "图片新闻": "图为“{title}”活动现场的示意图。",
    "司法所动态": "司法所结合辖区实际安排本次工作，居民代表和社区工作者参加。",
    "政策法规": "本期学习法律的立法目的、主要制度和与群众生活有关的条款。",
    "人民调解": "调解员听取各方意见，依据法律规定提出方案，各方达成一致。",
    "法律援助": "工作人员说明受理条件和材料，当场答复咨询。",
    "公证律师": "有关安排已告知公证处和律师事务所，欢迎群众监督。",
    "普法干线": "活动现场设咨询台，发放宣传资料，解答群众提出的问题。",
    "司法行政动态": "各科室和司法所负责人参加，会后按分工落实。",
    "社区矫正": "工作按社区矫正法的规定进行，注重教育帮扶。",
    "信息公开": "有关内容按政府信息公开条例的规定公开，接受社会监督。",
}


def news() -> list[Made]:
    """Give the items of 部门之窗, column by column; those of 图片新闻 with a drawn picture each (`placeholder`)."""
    titles = {
        "图片新闻": [f"图片新闻：{words}" for words in _PICTURES],
        "司法所动态": [f"{street}司法所{words}" for words in _AT_OFFICES for street in _STREETS],
        "政策法规": [f"《中华人民共和国{law}》学习问答" for law in _LAWS[:9]]
        + [f"《{law}》学习问答" for law in _LAWS[9:]],
        "人民调解": [f"{street}街道：{words}" for street, words in zip(_STREETS, _MEDIATION, strict=False)],
        "法律援助": list(_AID),
        "公证律师": list(_NOTARIES),
        "普法干线": [f"历下区{words}" for words in _EDUCATION],
        "司法行政动态": list(_NEWS),
        "社区矫正": [f"历下区{words}" for words in _CORRECTION],
        "信息公开": [f"区司法局{words}" for words in _OPENNESS],
    }
    return [
        _made(column, title, number)
        for column in WINDOW_COUNTS
        for number, title in enumerate(titles[column])
    ]


def _made(column: str, title: str, number: int) -> Made:
    body = f"<p>{_SAID[column].format(title=title.removeprefix('图片新闻：'))}</p>{MARK}"
    place = f"部门之窗/{column}"
    if column != "图片新闻":
        return Made(place, title, body)
    shown = title.removeprefix("图片新闻：")
    picture = {
        "image": f"{number + 1:02}.png",
        "alt": f"{shown}的示意图，由几何图形画成",
        "caption": f"{shown}（演示图片）",
    }
    return Made(place, title, body, kind="picturepage", children={"pictures": [picture]})


def placeholder(number: int) -> bytes:
    """Draw a calm picture, PNG, 960×540: hills, a sun, a row of houses, different for each number."""
    from PIL import Image, ImageDraw

    skies = ("#dfe9f3", "#e8eef2", "#f1ece2", "#e4efe9")
    hills = ("#9db7cf", "#a9bfb0", "#c3b79c", "#8fb0a8")
    width, height = 960, 540
    picture = Image.new("RGB", (width, height), skies[number % 4])
    draw = ImageDraw.Draw(picture)

    sun = 140 + number * 37 % 660
    draw.ellipse([sun, 70, sun + 90, 160], fill="#f2c879")
    for step in range(3):
        base = 300 + step * 55
        peak = (number * 113 + step * 290) % 900
        draw.polygon([peak - 420, 540, peak, base - 130, peak + 420, 540], fill=hills[(number + step) % 4])
    for house in range(6):
        left = 60 + house * 150 + number * 7 % 40
        top = 400 - (number * 31 + house * 47) % 70
        draw.rectangle([left, top, left + 96, 540], fill="#f7f5f0")
        draw.polygon([left - 8, top, left + 48, top - 38, left + 104, top], fill="#1a4b8f")
        for window in range(2):
            x = left + 16 + window * 40
            draw.rectangle([x, top + 26, x + 24, top + 54], fill="#b9cbe0")
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG")
    return out.getvalue()
