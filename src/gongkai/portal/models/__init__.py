"""Pages of the public face: homes and platforms, columns, items of every kind."""

from .columns import ColumnChange, ColumnPage
from .items import FEATURES, ItemPage
from .kinds import (
    BudgetPage,
    ConsultationPage,
    DataTablePage,
    DutyListPage,
    EnforcementPage,
    GuidePage,
    InstitutionPage,
    MeetingPage,
    PicturePage,
    PolicyPage,
    TopicPage,
)
from .pages import HomePage, PlatformPage
from .parts import Attachment, CoMaker, Interpretation, Leader, Picture, TopicEntry, Unit
from .rules import CatalogueRule

__all__ = [
    "FEATURES",
    "Attachment",
    "BudgetPage",
    "CatalogueRule",
    "CoMaker",
    "ColumnChange",
    "ColumnPage",
    "ConsultationPage",
    "DataTablePage",
    "DutyListPage",
    "EnforcementPage",
    "GuidePage",
    "HomePage",
    "InstitutionPage",
    "Interpretation",
    "ItemPage",
    "Leader",
    "MeetingPage",
    "Picture",
    "PicturePage",
    "PlatformPage",
    "PolicyPage",
    "TopicEntry",
    "TopicPage",
    "Unit",
]
