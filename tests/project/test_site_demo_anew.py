"""The demonstration made where something is already: an older one, a stopped run, a real installation."""

from typing import Any

import pytest
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.portal import gate
from gongkai.portal.columns import open_column
from gongkai.portal.models import ColumnChange, ColumnPage, ItemPage
from gongkai.portal.services import make_platform
from gongkai.project import lixia, site_items
from gongkai.project.database import Unusable
from gongkai.project.lixia_columns import COUNTS
from gongkai.project.site_demo import accounts_file, prepare
from gongkai.publishing.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(autouse=True)
def no_accounts_left() -> None:
    accounts_file().unlink(missing_ok=True)


def test_an_older_demonstration_keeps_what_it_has() -> None:
    agency = Agency.objects.create(
        full_name=lixia.AGENCY, short_name=lixia.SHORT_NAME, slug="lixia-sfj", demonstration=True
    )
    make_platform(agency)
    used = ColumnPage.objects.get(title="统计信息")
    with gate.opened():
        used.add_child(instance=ItemPage(title="自己加的", slug="own", published_at=timezone.now()))
    own = open_column(None, agency, ColumnPage.objects.get(key="statutory"), "自己开的栏目")
    prepare()
    statutory = ColumnPage.objects.get(key="statutory")
    shown = set(ColumnPage.objects.child_of(statutory).filter(closed_on=None).values_list("title", flat=True))
    assert shown == {*COUNTS, "统计信息", own.title}
    assert ItemPage.objects.filter(title="自己加的", live=True).exists()
    closed = ColumnPage.objects.get(title="履职依据")
    assert ColumnChange.everything.get(column=closed).kind == "closed"
    assert ItemPage.objects.filter(imported=True).count() == 238


def test_stopped_while_bringing_in_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = site_items.importing.enter

    def stops(batch: Any, source: Any, progress: Any) -> None:
        def stop(done: int) -> None:
            raise KeyboardInterrupt

        entered(batch, source, progress=stop)

    with monkeypatch.context() as patched:
        patched.setattr(site_items.importing, "enter", stops)
        with pytest.raises(KeyboardInterrupt):
            prepare()
    assert 0 < ItemPage.objects.count() < 238
    prepare()
    assert ItemPage.objects.filter(live=True).count() == 238
    assert ImportBatch.everything.filter(name=site_items.HISTORY).count() == 1


def test_a_real_installation_is_refused() -> None:
    Agency.objects.create(full_name="某某市某某局", short_name="某某局", slug="real")
    with pytest.raises(Unusable, match="已有正式的机关"):
        prepare()
    assert not User.objects.exists()
