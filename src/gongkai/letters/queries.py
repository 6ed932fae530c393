"""Ask for an agency's templates and what its letters need to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.law import remedies

from .models import LetterNumber, LetterSettings, TemplateVersion
from .standard_texts import standard_text

__all__ = [
    "Held",
    "held",
    "held_all",
    "history",
    "legal_agency",
    "legal_settings",
    "numbers_of",
    "settings_of",
    "version",
]

_GUESS = {
    Agency.Kind.GOVERNMENT: remedies.Body.GOVERNMENT,
    Agency.Kind.REVIEW: remedies.Body.JUSTICE,
    Agency.Kind.VERTICAL: remedies.Body.VERTICAL,
    Agency.Kind.STREET: remedies.Body.DISPATCHED,
    Agency.Kind.OTHER: remedies.Body.AUTHORISED,
}


@dataclass(frozen=True)
class Held:
    """The template that holds for a kind: its text, and the version it is (None: the standard wording was never changed)."""

    text: str
    version: TemplateVersion | None

    @property
    def standard(self) -> bool:
        """Whether it is the wording the platform brings."""
        return self.version is None or not self.version.text


def held(agency: Agency, kind: str) -> Held:
    """Give the template that holds for an agency's letters of a kind."""
    newest = history(agency, kind)[:1]
    return _held(kind, newest[0] if newest else None)


def held_all(agency: Agency, kinds: Mapping[str, object]) -> dict[str, Held]:
    """Give the templates of all these kinds at once."""
    newest: dict[str, TemplateVersion] = {}
    for one in TemplateVersion.objects.for_agency(agency.pk).select_related("made_by").order_by("number"):
        newest[one.kind] = one
    return {kind: _held(kind, newest.get(kind)) for kind in kinds}


def _held(kind: str, version: TemplateVersion | None) -> Held:
    return Held((version.text if version else "") or standard_text(kind), version)


def history(agency: Agency, kind: str) -> list[TemplateVersion]:
    """List the versions, the newest first."""
    rows = TemplateVersion.objects.for_agency(agency.pk).filter(kind=kind)
    return list(rows.select_related("made_by").order_by("-number"))


def version(agency: Agency, kind: str, number: int) -> TemplateVersion | None:
    """Give one version."""
    rows = TemplateVersion.objects.for_agency(agency.pk).filter(kind=kind, number=number)
    return rows.first()


def settings_of(agency: Agency) -> LetterSettings:
    """Give the agency's settings; not saved yet, with a guess at its kind, where it has none."""
    found = LetterSettings.objects.for_agency(agency.pk).first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    body = _GUESS.get(Agency.Kind(agency.kind), remedies.Body.DEPARTMENT)
    return LetterSettings(agency=agency, body=body.key)


def legal_agency(agency: Agency, settings: LetterSettings) -> remedies.Agency:
    """Give the agency as the remedy paragraph sees it."""
    bodies = {one.key: one for one in remedies.Body}
    reviewers = {one: settings.reviewers.get(one.key, "") for one in remedies.Reviewer}
    return remedies.Agency(
        bodies[settings.body], agency.full_name, reviewers, settings.court, settings.online
    )


def legal_settings(settings: LetterSettings) -> remedies.Settings:
    """Give what the agency has set where the law is open."""
    return remedies.Settings(
        settings.partly_review_first, settings.inquiry_review_first, settings.withdrawn_remedy
    )


def numbers_of(agency: Agency, year: int) -> list[LetterNumber]:
    """List the numbers used in a year, void ones among them."""
    return list(LetterNumber.objects.for_agency(agency.pk).filter(year=year).order_by("number", "pk"))
