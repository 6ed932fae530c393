"""What the page editor says of the kinds of item."""

from __future__ import annotations

from . import models

_DESCRIPTIONS = {
    models.ItemPage: "一般的通知、公告、动态等",
    models.PolicyPage: "规章、规范性文件和其他有文号的文件，可以联合发文、代替旧文件、关联解读",
    models.PicturePage: "以图片为主的新闻",
    models.GuidePage: "政府信息公开指南",
    models.InstitutionPage: "机关职能、内设机构、领导姓名和分工",
    models.MeetingPage: "会议的时间、地点、议题和内容",
    models.BudgetPage: "年度预算、决算和绩效，分单位和部门",
    models.DutyListPage: "权力和责任清单",
    models.EnforcementPage: "行政执法年度总体情况",
    models.DataTablePage: "按时段公布的统计数据",
    models.TopicPage: "把别处的信息集中在一起，不重复计数",
    models.ConsultationPage: "向社会征求意见，并公布结果",
}


def describe() -> None:
    """Say beside each kind of item, where one is chosen, what it is for."""
    for model, words in _DESCRIPTIONS.items():
        model.page_description = words
