"""The page on what an agency's letters need to know of it (文书设置), with the remedy paragraphs they then show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.views.common import errors_on
from gongkai.law.remedies import advise, reviewers
from gongkai.letters.queries import legal_agency, legal_settings, settings_of
from gongkai.letters.services.settings import change

from .common import context_of, is_setter, office_view, own_agency
from .forms import SettingsForm

_SHOWN = (("denied_internal_affairs", "不予公开"), ("partly_granted", "部分公开"), ("granted", "予以公开"))


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings and what comes of them; change them."""
    agency = own_agency(request)
    row = settings_of(agency)
    if request.method == "POST":
        if not is_setter(request.user, agency):
            raise Refused(f"文书设置由{agency.short_name}的法制审核人、机关负责人修改。")
        form = SettingsForm(request.POST, instance=settings_of(agency))
        if form.is_valid():
            with errors_on(form):
                change(request.user, agency, form.values())
                messages.success(request, "文书设置已保存。")
                return redirect(reverse("letters:settings") + str(context_of(request, agency)["query"]))
    else:
        form = SettingsForm(instance=row)
    today = timezone.localdate()
    legal, chosen = legal_agency(agency, row), legal_settings(row)
    who = reviewers(legal.body, today)
    context = context_of(request, agency) | {
        "form": form,
        "row": row,
        "who": who,
        "needed": [one.term for one in who.to],
        "shown": [
            (words, advise(outcome, today, legal, online=True, settings=chosen)) for outcome, words in _SHOWN
        ],
    }
    return render(request, "letters/settings.html", context, status=422 if form.errors else 200)
