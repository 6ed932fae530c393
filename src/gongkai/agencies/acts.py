"""The frame of every legal act: right, transaction, audit entry, and what follows after commit.

    @act("report.publish", Duty.HEAD, Duty.REVIEWER)
    def publish(doing: Doing, draft: Draft, …) -> Edition: …

The decorated function is called as ``publish(person, agency, …)``. It gets a `Doing`, on which it says what the act was
done to (`on`) and what is worth keeping (`note`); it checks state and law itself and raises `Refused` with a Chinese
sentence where the act may not be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction

from gongkai.audit.services import record

from .models import Agency, Duty, User
from .queries import may

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Refused(Exception):
    """An act that may not be done; `message` says in Chinese why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Doing:
    """One act while it is done: who does it for which agency, and what the audit log will say.

    `agency` is None in an act that concerns the whole platform; such acts are few and say so.
    """

    person: User | None
    agency: Any
    object_type: str = ""
    object_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def on(self, object_type: str, object_id: str) -> None:
        """Say what the act is done to, by its public id."""
        self.object_type, self.object_id = object_type, object_id

    def note(self, **details: Any) -> None:
        """Keep something worth knowing later; never personal data."""
        self.details |= details

    def afterwards(self, follow: Callable[[], object]) -> None:
        """Do this once the act is committed, and not at all if it is not."""
        transaction.on_commit(follow)


def _not_yours(agency: Agency | None, duties: tuple[Duty, ...]) -> str:
    if not duties or agency is None:
        return "这件事只有平台管理员能做；请与平台管理员联系。"
    words = "、".join(duty.label for duty in duties)
    return f"这件事应由{agency.short_name}的{words}来做；您没有这项职责。"


def act(
    name: str, *duties: Duty, above: bool = False
) -> Callable[
    [Callable[Concatenate[Doing, Parameters], Result]],
    Callable[Concatenate[User | None, Agency | None, Parameters], Result],
]:
    """Make a function an act that holders of one of these duties may do; `None` as the person is the system itself.

    Without duties it is for the platform's administrators (superusers) alone. With `above` the duty must be one for the
    agency above. An act that concerns the whole platform is given None for the agency.
    """

    def frame(
        function: Callable[Concatenate[Doing, Parameters], Result],
    ) -> Callable[Concatenate[User | None, Agency | None, Parameters], Result]:
        @wraps(function)
        def framed(
            person: User | None, agency: Agency | None, *args: Parameters.args, **kwargs: Parameters.kwargs
        ) -> Result:
            where = agency.parent if above else agency
            # without an agency there is no duty for it, and only the platform's administrators are left
            if person is not None and not may(person, where, *(duties if where else ())):
                raise Refused(_not_yours(where, duties))
            doing = Doing(person, agency)
            with transaction.atomic():
                result = function(doing, *args, **kwargs)
                record(
                    name,
                    actor=person.public_id if person is not None else "",
                    agency=agency.public_id if agency else "",
                    object_type=doing.object_type,
                    object_id=doing.object_id,
                    details=doing.details,
                )
            return result

        return framed

    return frame
