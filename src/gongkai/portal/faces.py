"""How a page finds what shows it: models say that they have a face, and what shows them registers it at start-up.

So models do not import views. A room above the portal registers the faces of its pages in its own module ``faces``, which is
loaded when Django has started.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from .headers import POLICY

__all__ = ["Face", "Faced", "register", "register_rights", "register_way"]


@dataclass(frozen=True)
class Face:
    """What answers for a kind of page.

    `route` gets page, request and the rest of the address, and gives a `RouteResult`, or None for Wagtail's own way;
    `serve` gets page, request and what the route found, and gives an answer, or None for the page's plain template.
    """

    route: Callable[[Any, HttpRequest, list[str]], Any]
    serve: Callable[..., HttpResponseBase | None]


_FACES: dict[str, Face] = {}
_RIGHTS: list[Any] = []
_WAYS: list[Callable[[Any, str, HttpRequest], Any]] = []


def register(model: Any, face: Face) -> None:
    """Let the face answer for the pages of a model, and of those made from it that have none of their own."""
    _FACES[model._meta.label] = face


def register_rights(rights: Any) -> None:
    """Let this class, made as ``rights(person, page)``, say what the page editor lets a person do with a page."""
    _RIGHTS.append(rights)


def register_way(way: Callable[[Any, str, HttpRequest], Any]) -> None:
    """Let this find the page that stands right below another by its name (slug): of its own kind, None where there is none."""
    _WAYS.append(way)


def _face_of(page: Any) -> Face:
    labels = (model._meta.label for model in type(page).__mro__ if hasattr(model, "_meta"))
    return next(_FACES[label] for label in labels if label in _FACES)


class Faced:
    """A page that is shown by the face registered for its model, and that nobody publishes in the page editor."""

    for_everybody = False
    """Said by the way that led to the page: no page of the site is for some readers only."""

    def permissions_for_user(self, user: Any) -> Any:
        return _RIGHTS[-1](user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show a draft under the same policy as public pages: what it holds is not reviewed yet."""
        response = super().serve_preview(request, mode_name)  # type: ignore[misc]
        response["Content-Security-Policy"] = POLICY
        return response  # type: ignore[no-any-return]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        found = _face_of(self).route(self, request, path_components)
        if found is not None:
            return found
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        below = _WAYS[-1](self, path_components[0], request)
        if below is None:
            raise Http404
        below._cached_parent_obj = self
        return below.route(request, path_components[1:])

    def get_view_restrictions(self) -> Any:
        # Wagtail walks through them and no more; even an empty question would be worked out each time
        return () if self.for_everybody else super().get_view_restrictions()  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = _face_of(self).serve(self, request, **kwargs)
        return super().serve(request, *args) if shown is None else shown  # type: ignore[misc]
