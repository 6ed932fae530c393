"""Files of a case, handed out only to who may see whose case it is."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from gongkai.agencies.acts import Refused
from gongkai.agencies.queries import scope_of
from gongkai.applications.models import CaseFile
from gongkai.applications.queries import sees_persons

from .common import case_in, office_view


@office_view
@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, public_id: str, number: int) -> FileResponse:
    """Hand out a file to be saved; never to be shown by the browser."""
    one = case_in(request, public_id)
    if one.secret or not sees_persons(request.user, one.agency):
        raise Http404
    found = CaseFile.objects.within(scope_of(request.user)).get(application=one, pk=number)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError as error:
        raise Refused("存放的文件不见了；请与平台管理员联系。") from error
    answer = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
