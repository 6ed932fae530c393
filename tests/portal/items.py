"""Items of every kind on a platform, and many at once: what tests of the public face look at."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from tests.portal.sites import BEIJING
from wagtail.models import Page
from wagtail.rich_text import RichText

from gongkai.agencies.models import Agency
from gongkai.files.models import Disclosed, OfficeDocument, OfficeImage
from gongkai.portal import gate, models
from gongkai.portal.models import ColumnPage, ItemPage, PlatformPage

MOMENT = datetime(2024, 3, 5, 8, 7, tzinfo=BEIJING)
TABLE = {
    "data": [["项目", "2022年", "2023年"], ["新收申请", "38", "41"], ["其中：\n自然人", "30", "1,204"]],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
    "table_caption": "申请情况",
}


def platform(agency: Agency) -> PlatformPage:
    """Where the agency's platform stands now: a second one moves the first."""
    return PlatformPage.objects.get(agency=agency)


def column(agency: Agency, slug: str) -> ColumnPage:
    return ColumnPage.objects.get(slug=slug, path__startswith=platform(agency).path)


def window(agency: Agency) -> ColumnPage:
    """The column 部门之窗, made where there is none, with one below it."""
    found = ColumnPage.objects.filter(
        key=ColumnPage.Key.WINDOW, path__startswith=platform(agency).path
    ).first()
    if found is None:
        found = ColumnPage(title="部门之窗", slug="window", key=ColumnPage.Key.WINDOW)
        with gate.opened():
            Page.objects.get(pk=platform(agency).pk).add_child(instance=found)
            found.add_child(instance=ColumnPage(title="工作动态", slug="news"))
    return found


def add(parent: ColumnPage, kind: type[ItemPage] = ItemPage, /, at: datetime = MOMENT, **given: Any) -> Any:
    """An item as the act of publication leaves it."""
    given = {
        "title": "关于办理不动产登记的公告",
        "body": [("paragraph", RichText("<p>自即日起，不动产登记可以在网上预约。</p>"))],
        "published_at": at,
        "first_published_at": at,
        "last_published_at": at,
    } | given
    item = kind(**given)
    with gate.opened():
        Page.objects.get(pk=parent.pk).add_child(instance=item)
    return item


def renew(item: ItemPage, **given: Any) -> None:
    """Change a published item."""
    for name, value in given.items():
        setattr(item, name, value)
    with gate.opened():
        item.save()


def many(
    parent: ColumnPage, number: int, *, begin: datetime = MOMENT, step: timedelta = timedelta(hours=1)
) -> None:
    """Put many plain items into a column at once, each published a step after the one before."""
    above = Page.objects.get(pk=parent.pk)
    first = above.get_children().count()
    like = add(parent, title="第0条", at=begin)
    type_ = like.content_type
    rows = []
    for nth in range(1, number):
        at = begin + step * nth
        rows.append(
            Page(
                title=f"第{nth}条",
                draft_title=f"第{nth}条",
                slug=f"many-{above.pk}-{first}-{nth}",
                url_path=f"{above.url_path}many-{above.pk}-{first}-{nth}/",
                path=Page._get_path(above.path, above.depth + 1, first + nth + 1),
                depth=above.depth + 1,
                content_type=type_,
                locale=above.locale,
                live=True,
                first_published_at=at,
                last_published_at=at,
            )
        )
    with gate.opened():
        Page.objects.bulk_create(rows)
    for row in Page.objects.filter(path__in=[one.path for one in rows]):
        item = ItemPage(page_ptr=row, agency=like.agency, published_at=row.first_published_at)
        item.__dict__.update({name: value for name, value in row.__dict__.items() if name != "_state"})
        item.save_base(raw=True)
    Page.objects.filter(pk=above.pk).update(numchild=first + number)


def image(agency: Agency, title: str = "照片") -> OfficeImage:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 360), "#1a4b8f").save(drawn, "PNG")
    made = OfficeImage.objects.create(
        title=title, agency=agency, file=ImageFile(io.BytesIO(drawn.getvalue()), name="photo.png")
    )
    Disclosed.objects.create(image=made, page_id=platform(agency).pk, at=MOMENT)
    return made


def document(agency: Agency, name: str, title: str = "") -> OfficeDocument:
    file = ContentFile(b"0" * 20480, name=name)
    made = OfficeDocument.objects.create(title=title or name, agency=agency, file=file, file_size=20480)
    Disclosed.objects.create(document=made, page_id=platform(agency).pk, at=MOMENT)
    return made


def every_kind(agency: Agency) -> dict[str, Any]:
    """One item of every kind, with all that its page can show; by the name of its model."""
    today = timezone.localdate()
    disclosure = column(agency, "permits")
    plain = add(
        disclosure,
        slug="plain",
        body=[
            (
                "paragraph",
                RichText("<p>自即日起，不动产登记可以在网上预约。</p><h3>一、办理时间</h3><p>工作日。</p>"),
            ),
            ("table", TABLE),
            ("picture", _picture(agency)),
        ],
        summary="网上预约不动产登记的时间和办法",
        keywords="不动产登记，网上预约",
        source="示例市人民政府办公室",
        index_number="ZIRAN/2024-00001",
        theme="国土资源、能源\\土地",
        genre="公告",
        formed_on=date(2024, 3, 1),
        basis="20.5",
        department="不动产登记中心",
        outside_address="https://www.example.gov.cn/2024/1.html",
    )
    for number, name in enumerate(("申请表.docx", "清单.xlsx", "通知.ofd", "表格.et", "说明.pdf")):
        plain.attachments.create(document=document(agency, name), title=name, sort_order=number)
    old = add(
        column(agency, "normative-documents"),
        models.PolicyPage,
        slug="old-policy",
        title="示例市清河区不动产登记办法（试行）",
        document_number="清河规〔2019〕2号",
        level="normative",
        validity="valid",
        formed_on=date(2019, 5, 6),
        at=datetime(2019, 5, 10, 9, 0, tzinfo=BEIJING),
    )
    explanation = add(disclosure, slug="explanation", title="《不动产登记办法》解读")
    policy = add(
        column(agency, "normative-documents"),
        models.PolicyPage,
        slug="policy",
        title="示例市清河区不动产登记办法",
        document_number="清河规〔2024〕1号",
        index_number="ZIRAN/2024-00002",
        level="normative",
        validity="valid",
        valid_until=today + timedelta(days=900),
        formed_on=date(2024, 3, 1),
        genre="通知",
        basis="20.1",
        maker="示例市清河区人民政府",
        replaces=old,
    )
    policy.co_makers.create(name="中共示例市清河区委组织部", party=True, sort_order=0)
    policy.co_makers.create(name="示例市清河区财政局", sort_order=1)
    policy.interpretations.create(item=explanation)
    picture = add(window(agency).get_children()[0], models.PicturePage, slug="picture", title="登记大厅启用")
    for number in range(2):
        picture.pictures.create(
            image=image(agency), alt=f"登记大厅照片{number}", caption=f"图{number}：大厅", sort_order=number
        )
    guide = add(
        column(agency, "guide"),
        models.GuidePage,
        slug="our-guide",
        title="示例市清河区自然资源局政府信息公开指南",
        channels="<p>可以当面、邮寄、网上提出申请。</p>",
        looked_through_on=today - timedelta(days=30),
    )
    institution = add(
        column(agency, "functions"),
        models.InstitutionPage,
        slug="institution",
        title="机构职能",
        functions="<ul><li>负责自然资源调查</li><li>负责不动产登记</li></ul>",
    )
    institution.leaders.create(
        name="示例甲", post="党组书记、局长", minds="主持全面工作", photo=image(agency)
    )
    institution.leaders.create(name="示例乙", post="副局长", minds="分管不动产登记")
    institution.units.create(
        name="办公室", duties="文电、会务、公开", address="示例路1号201室", phone="0531-00000000"
    )
    meeting = add(
        column(agency, "others"),
        models.MeetingPage,
        slug="meeting",
        title="局长办公会议（2024年第3次）",
        held_on=date(2024, 3, 4),
        place="三楼会议室",
        chaired_by="示例甲",
        topics="研究年度工作要点\n听取登记工作汇报",
    )
    budget = add(
        column(agency, "budgets"),
        models.BudgetPage,
        slug="budget",
        title="2024年部门预算",
        year=2024,
        stage="budget",
        extent="department",
        approved_on=date(2024, 2, 20),
    )
    budget.attachments.create(document=document(agency, "2024年部门预算.xlsx"))
    duties = add(
        column(agency, "functions"),
        models.DutyListPage,
        slug="duties",
        title="权责清单",
        as_of=date(2024, 1, 1),
        entries=[
            (
                "table",
                {
                    "data": [
                        ["序号", "事项", "类型", "依据"],
                        ["1", "不动产登记", "行政确认", "《不动产登记暂行条例》"],
                    ]
                },
            )
        ],
    )
    enforcement = add(
        column(agency, "penalties"),
        models.EnforcementPage,
        slug="enforcement",
        title="2023年行政执法总体情况",
        year=2023,
        permits=0,
        penalties=12,
        fines="3.5",
    )
    data = add(
        column(agency, "statistics"),
        models.DataTablePage,
        slug="data",
        title="登记业务统计",
        period="2023年全年",
        unit="件",
        table=[("table", TABLE)],
    )
    topic = add(disclosure, models.TopicPage, slug="topic", title="便民登记专题")
    topic.entries.create(item=plain)
    topic.entries.create(item=policy)
    consultation = add(
        column(agency, "others"),
        models.ConsultationPage,
        slug="consultation",
        title="《登记办法（征求意见稿）》公开征求意见",
        opens_on=today - timedelta(days=10),
        closes_on=today + timedelta(days=20),
        how="信函寄示例市示例路1号；电子邮件 gongkai@example.com",
    )
    made = (
        plain, old, explanation, policy, picture, guide, institution, meeting, budget, duties, enforcement, data, topic,
        consultation,
    )  # fmt: skip
    for one in made:
        renew(one)  # its parts are kept with it
    return {one.slug: one for one in made}


def _picture(agency: Agency) -> OfficeImage:
    shown = image(agency, "窗口")
    shown.contextual_alt_text, shown.decorative = "登记窗口照片", False
    return shown
