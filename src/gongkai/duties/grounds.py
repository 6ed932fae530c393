"""Why information is not disclosed of one's own accord: the grounds of 条例第十四条 to 第十六条, and none besides.

Work secrets (工作秘密) are no ground of the Regulations: whoever means one names the article it falls under.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GROUNDS", "NO_CONTENT", "SECRET", "Ground", "choices", "ground_of"]


@dataclass(frozen=True)
class Ground:
    """A ground: a stable code, the article, and the words for it."""

    code: str
    article: str
    words: str

    @property
    def label(self) -> str:
        """Article and words, as they are kept and shown."""
        return f"{self.article}　{self.words}"


GROUNDS = (
    Ground("state_secret", "条例第十四条", "依法确定为国家秘密"),
    Ground("by_law", "条例第十四条", "法律、行政法规禁止公开"),
    Ground("stability", "条例第十四条", "公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
    Ground("trade_secret", "条例第十五条", "涉及商业秘密，公开会损害第三方合法权益"),
    Ground("privacy", "条例第十五条", "涉及个人隐私，公开会损害第三方合法权益"),
    Ground("internal", "条例第十六条第一款", "内部事务信息（人事管理、后勤管理、内部工作流程等）"),
    Ground("process", "条例第十六条第二款", "过程性信息（讨论记录、过程稿、磋商信函、请示报告等）"),
    Ground("enforcement_file", "条例第十六条第二款", "行政执法案卷信息"),
    Ground("on_request", "条例第二十七条", "不属于主动公开的范围，可以依申请公开"),
)
"""What may be chosen, in the order of the law."""

SECRET = GROUNDS[0].label
NO_CONTENT = "依法确定为国家秘密，不在本系统登记名称、文号和内容。"


def choices() -> list[tuple[str, str]]:
    """Give the grounds as a form asks for them."""
    return [(one.code, one.label) for one in GROUNDS]


def ground_of(code: str) -> Ground | None:
    """Give the ground of this code, None if there is none."""
    return next((one for one in GROUNDS if one.code == code), None)
