"""人员: list, make, change, duties, deputies, account, history. For an agency's administrators and the platform's."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.agencies import services
from gongkai.agencies.forms import DeputyForm, NewPersonForm, PersonForm, RoleForm
from gongkai.agencies.models import Agency, Deputy, Duty, Role, User
from gongkai.agencies.queries import administered_by, duties_to_give, people_of, roles_of

from .common import errors_on, history_of, not_found_unless, office_view, page_of


def _agencies(request: HttpRequest) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=administered_by(request.user), dissolved_on=None).order_by("pk")


def _require_administrator(request: HttpRequest) -> None:
    not_found_unless(
        bool(administered_by(request.user)) or request.user.is_superuser  # type: ignore[union-attr]
    )


def _one(request: HttpRequest, public_id: str) -> User:
    _require_administrator(request)
    return get_object_or_404(people_of(request.user), public_id=public_id)


def _name_undone(request: HttpRequest, undone: list[Role]) -> None:
    """Say which duties nobody is left to do."""
    if undone:
        words = "、".join(f"{role.agency.short_name}的{role.get_duty_display()}" for role in undone)
        messages.warning(request, f"现在没有人担任{words}；请授予别的人员。")


def _agency_for(request: HttpRequest, who: User) -> Agency:
    """Give the agency for which the person manages `who`: the first they have in common."""
    role = roles_of(request.user, who).first()
    if role is not None:
        return role.agency
    # Only the platform's administrators see people without a duty; any agency stands for the platform then.
    return get_object_or_404(Agency.objects.filter(pk__in=administered_by(request.user)).order_by("pk")[:1])


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the people the person manages, by words, agency, duty and whether the account is open."""
    _require_administrator(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "agency", "duty", "state")}
    agencies = _agencies(request)
    found = people_of(request.user)
    if asked["q"]:
        words = asked["q"]
        found = found.filter(
            Q(full_name__icontains=words) | Q(username__icontains=words) | Q(phone__icontains=words)
        )
    roles = Role.everyone.filter(agency__in=administered_by(request.user))
    if asked["agency"]:
        found = found.filter(pk__in=roles.filter(agency__public_id=asked["agency"]).values("person"))
    if asked["duty"]:
        found = found.filter(pk__in=roles.filter(duty=asked["duty"]).values("person"))
    if asked["state"]:
        found = found.filter(is_active=asked["state"] == "open")
    page = page_of(request, found.order_by("-is_active", "full_name", "pk"))
    held: dict[int, list[str]] = {}
    for role in roles.filter(person__in=[one.pk for one in page]).select_related("agency"):
        held.setdefault(role.person_id, []).append(f"{role.agency.short_name}{role.get_duty_display()}")
    context = {
        "page": page,
        "rows": [(one, held.get(one.pk, [])) for one in page],
        "asked": asked,
        "agencies": agencies,
        "duties": Duty.choices,
    }
    return render(request, "agencies/person_list.html", context)


@office_view
def create(request: HttpRequest) -> HttpResponse:
    """Make a person; the password made by chance is shown once."""
    _require_administrator(request)
    agencies = _agencies(request)
    initial = {"agency": agencies.filter(public_id=request.GET.get("agency", "")).first() or agencies.first()}
    form = NewPersonForm(
        request.POST or None, agencies=agencies, duties=duties_to_give(request.user), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = User(username=data["username"], full_name=data["full_name"], phone=data["phone"])
        with errors_on(form):
            password = services.create_person(
                request.user, data["agency"], who, [Duty(duty) for duty in data["duties"]]
            )
            return _show_password(request, who, password, "已建立账号")
    return render(request, "agencies/person_create.html", {"form": form})


@office_view
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a person with duties and deputies, and change name and telephone."""
    who = _one(request, public_id)
    form = PersonForm(request.POST or None, instance=_one(request, public_id))
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.change_person(request.user, _agency_for(request, who), who, form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['full_name']}的资料已保存。")
            return redirect("agencies:person", public_id)
    return _person_page(request, who, form=form)


def _person_page(
    request: HttpRequest,
    who: User,
    *,
    form: PersonForm | None = None,
    role_form: RoleForm | None = None,
    deputy_form: DeputyForm | None = None,
) -> HttpResponse:
    roles = roles_of(request.user, who)
    colleagues = people_of(request.user).filter(is_active=True).exclude(pk=who.pk).order_by("full_name", "pk")
    context = {
        "who": who,
        "form": form or PersonForm(instance=who),
        "roles": roles,
        "role_form": role_form or RoleForm(agencies=_agencies(request), duties=duties_to_give(request.user)),
        "deputy_form": deputy_form or DeputyForm(roles=roles, people=colleagues),
        "has_colleagues": colleagues.exists(),
        "is_self": who.pk == request.user.pk,
    }
    return render(request, "agencies/person.html", context)


@office_view
@require_POST
def give_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the person a duty."""
    who = _one(request, public_id)
    form = RoleForm(request.POST, agencies=_agencies(request), duties=duties_to_give(request.user))
    if form.is_valid():
        with errors_on(form):
            role = services.give_role(
                request.user, form.cleaned_data["agency"], who, Duty(form.cleaned_data["duty"])
            )
            messages.success(request, f"{who}现在是{role.agency.short_name}的{role.get_duty_display()}。")
            return redirect("agencies:person", public_id)
    return _person_page(request, who, role_form=form)


@office_view
@require_POST
def take_role(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Take a duty away."""
    who = _one(request, public_id)
    role = get_object_or_404(roles_of(request.user, who), pk=number)
    words = f"{role.agency.short_name}{role.get_duty_display()}"
    undone = services.take_role(request.user, role.agency, role)
    messages.success(request, f"已取消{who}的{words}职责。")
    _name_undone(request, undone)
    return redirect("agencies:person", public_id)


@office_view
@require_POST
def set_deputy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have somebody stand in."""
    who = _one(request, public_id)
    people = people_of(request.user).filter(is_active=True).exclude(pk=who.pk)
    form = DeputyForm(request.POST, roles=roles_of(request.user, who), people=people)
    if form.is_valid():
        data = form.cleaned_data
        with errors_on(form):
            services.set_deputy(
                request.user,
                data["role"].agency,
                data["role"],
                data["person"],
                data["first_day"],
                data["last_day"],
            )
            messages.success(request, f"已设置：{data['person']}代理{who}。")
            return redirect("agencies:person", public_id)
    return _person_page(request, who, deputy_form=form)


@office_view
@require_POST
def end_deputy(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """End a deputyship."""
    who = _one(request, public_id)
    deputy = get_object_or_404(
        Deputy.objects.filter(role__in=roles_of(request.user, who)).select_related("role__agency", "person"),
        pk=number,
    )
    services.end_deputy(request.user, deputy.role.agency, deputy)
    messages.success(request, f"{deputy.person}的代理已结束。")
    return redirect("agencies:person", public_id)


@office_view
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the account."""
    who = _one(request, public_id)
    undone = services.close_account(request.user, _agency_for(request, who), who)
    messages.success(request, f"{who}的账号已停用，现在起不能登录。")
    _name_undone(request, undone)
    return redirect("agencies:person", public_id)


@office_view
@require_POST
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the account again."""
    who = _one(request, public_id)
    services.open_account(request.user, _agency_for(request, who), who)
    messages.success(request, f"{who}的账号已恢复。")
    return redirect("agencies:person", public_id)


@office_view
@require_POST
def reset_password(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a new password and show it once."""
    who = _one(request, public_id)
    password = services.reset_password(request.user, _agency_for(request, who), who)
    return _show_password(request, who, password, "密码已重设")


@office_view
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was done to the account, and its logins."""
    who = _one(request, public_id)
    rows = page_of(request, history_of("person", who.public_id))
    return render(request, "agencies/history.html", {"title": f"{who}：变更和登录记录", "page": rows})


def _show_password(request: HttpRequest, who: User, password: str, done: str) -> HttpResponse:
    response = render(
        request, "agencies/person_password.html", {"who": who, "password": password, "done": done}
    )
    response["Cache-Control"] = "no-store"
    return response
