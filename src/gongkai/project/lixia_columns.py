"""The classes Lixia District Justice Bureau publishes under, as its report on 2022 counts them: the plan of the demonstration's platform.

Below 法定主动公开内容 eleven classes with 60 items, and 部门之窗 with ten columns and 178 items.
"""

from __future__ import annotations

from gongkai.portal.tree import Planned

__all__ = ["CLASSES", "COUNTS", "WINDOW", "WINDOW_COUNTS"]

CLASSES = (
    Planned("机构职能", "functions", discloses="机关职能、机构设置、办公地址和领导信息", basis="20.2"),
    Planned("政务公开机制建设", "mechanism", discloses="政务公开的制度、计划和培训", basis="20.15"),
    Planned("公告公示", "notices", discloses="行政执法主体名单等公告和公示", basis="20.15"),
    Planned("工作进展", "progress", discloses="司法行政重点工作的部署和进展", basis="20.15"),
    Planned("政策法规", "policies", discloses="规范性文件及其备案、清理、征求意见的情况", basis="20.1"),
    Planned("财政信息", "finance", discloses="单位和部门的预算、决算", basis="20.7"),
    Planned("规划计划", "plans", discloses="工作要点、专项规划", basis="20.3"),
    Planned("权责清单", "duty-lists", discloses="权力和责任清单、行政处罚流程", basis="20.6"),
    Planned("会议公开", "meetings", discloses="工作会议的时间、议题和内容", basis="20.15"),
    Planned("部门及街道信息公开指南", "guides", discloses="政府信息公开指南", basis="12"),
    Planned("重点领域", "key-areas", discloses="行政执法基本信息、年度总体情况等重点领域信息", basis="20.15"),
)

COUNTS = {
    "机构职能": 2,
    "政务公开机制建设": 1,
    "公告公示": 2,
    "工作进展": 31,
    "政策法规": 9,
    "财政信息": 4,
    "规划计划": 2,
    "权责清单": 1,
    "会议公开": 1,
    "部门及街道信息公开指南": 1,
    "重点领域": 6,
}
"""How many items of each class the report names."""

WINDOW = (
    ("图片新闻", "pictures"),
    ("司法所动态", "offices"),
    ("政策法规", "laws"),
    ("人民调解", "mediation"),
    ("法律援助", "legal-aid"),
    ("公证律师", "notaries-lawyers"),
    ("普法干线", "legal-education"),
    ("司法行政动态", "news"),
    ("社区矫正", "correction"),
    ("信息公开", "openness"),
)
"""Columns of 部门之窗 with their names in addresses, in the report's order."""

WINDOW_COUNTS = {
    "图片新闻": 20,
    "司法所动态": 26,
    "政策法规": 19,
    "人民调解": 10,
    "法律援助": 13,
    "公证律师": 7,
    "普法干线": 26,
    "司法行政动态": 27,
    "社区矫正": 9,
    "信息公开": 21,
}
"""How many items of each column of 部门之窗 the report names."""
