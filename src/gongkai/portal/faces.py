"""How a page finds what shows it: models say that they have a face, and what shows them registers it at start-up.

So models do not import views. A room above the portal registers the faces of its pages in its own module ``faces``, which is
loaded when Django has started.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from .headers import POLICY

__all__ = ["Face", "Faced", "register", "register_rights"]


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


def register(model: Any, face: Face) -> None:
    """Let the face answer for the pages of a model, and of those made from it that have none of their own."""
    _FACES[model._meta.label] = face


def register_rights(rights: Any) -> None:
    """Let this class, made as ``rights(person, page)``, say what the page editor lets a person do with a page."""
    _RIGHTS.append(rights)


def _face_of(page: Any) -> Face:
    labels = (model._meta.label for model in type(page).__mro__ if hasattr(model, "_meta"))
    return next(_FACES[label] for label in labels if label in _FACES)


class Faced:
    """A page that is shown by the face registered for its model, and that nobody publishes in the page editor."""

    def permissions_for_user(self, user: Any) -> Any:
        return _RIGHTS[-1](user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show a draft under the same policy as public pages: what it holds is not reviewed yet."""
        response = super().serve_preview(request, mode_name)  # type: ignore[misc]
        response["Content-Security-Policy"] = POLICY
        return response  # type: ignore[no-any-return]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        found = _face_of(self).route(self, request, path_components)
        return super().route(request, path_components) if found is None else found  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = _face_of(self).serve(self, request, **kwargs)
        return super().serve(request, *args) if shown is None else shown  # type: ignore[misc]
