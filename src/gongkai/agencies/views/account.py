"""One's own account, and the first set-up."""

from __future__ import annotations

from django.contrib.auth import login, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from gongkai.agencies import first_run, services
from gongkai.agencies.forms import PasswordForm, SetupForm
from gongkai.agencies.models import Deputy, Role

from .common import errors_on, not_found_unless, office_view

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@office_view
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is, which duties one has and whom one stands in for."""
    today = timezone.localdate()
    context = {
        "roles": Role.everyone.filter(person=request.user).select_related("agency").order_by("agency", "pk"),
        "deputising": Deputy.objects.filter(person=request.user, last_day__gte=today)
        .select_related("role__agency", "role__person")
        .order_by("first_day"),
    }
    return render(request, "agencies/account.html", context)


@sensitive_post_parameters()
@office_view
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the session goes on, others end."""
    form = PasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        with errors_on(form), transaction.atomic():
            services.change_own_password(request.user, form.cleaned_data["new"])
        if form.is_valid():
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已修改。")
            return redirect("wagtailadmin_home")
    return render(request, "agencies/password.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def setup(request: HttpRequest) -> HttpResponse:
    """Set the platform up: there while it has no user, gone after."""
    not_found_unless(first_run.is_open())
    first_run.token()  # made now if nobody has asked for it yet, so that the folder holds it
    form = SetupForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    if request.method == "POST" and form.is_valid():
        if not first_run.fits(form.cleaned_data["token"]):
            form.add_error("token", "设置口令不对；请看启动平台的命令窗口")
        else:
            with errors_on(form):
                person, _ = services.first_run(form.person(), form.cleaned_data["password"], form.agency())
                login(request, person, backend=_BACKEND)
                messages.success(request, "平台已设置好。下一步：在“人员”里增加本机关的人员。")
                return redirect("wagtailadmin_home")
    return render(request, "agencies/setup.html", {"form": form})
