"""Acts on an agency's templates: saved as a new version, never changed in place; nothing required may be missing."""

from __future__ import annotations

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, Duty
from gongkai.law.letters import Kind, kinds, template_lacks
from gongkai.letters.blocks import TemplateError, parse
from gongkai.letters.models import TemplateVersion
from gongkai.letters.queries import held, history

__all__ = ["KEEPERS", "faults_of", "restore", "save"]

KEEPERS = (Duty.CASE, Duty.LEGAL, Duty.HEAD)


def _kind(key: str) -> Kind:
    if key not in kinds():
        raise Refused("没有这种文书。")
    return kinds()[key]


def faults_of(kind: Kind, text: str) -> tuple[str, ...]:
    """Say in Chinese what keeps a text from being this kind's template: mistakes with their line, or elements it lacks."""
    try:
        template = parse(text)
    except TemplateError as error:
        return tuple(error.messages)
    return tuple(one.message for one in template_lacks(kind, template.outline()))


@act("letter.template", *KEEPERS)
def save(
    doing: Doing, kind: str, text: str, note: str = "", *, source: str = "edited", based_on: int | None = None
) -> TemplateVersion:
    """Save a template as the next version. Raises `Refused` for one that cannot be used or lacks what is required.

    `based_on` is the version the person began with (0 for the standard wording): somebody else's newer one is not overwritten unseen.
    """
    chosen = _kind(kind)
    words = text.replace("\r\n", "\n").strip() + "\n"
    if faults := faults_of(chosen, words):
        raise Refused(f"模板没有保存。{'；'.join(faults[:20])}。")
    before = held(doing.agency, kind)
    if before.text.strip() == words.strip():
        raise Refused("模板没有变动。")
    newest = before.version.number if before.version else 0
    if based_on is not None and based_on != newest:
        raise Refused(f"打开以后，别人已经保存了第{newest}版；请对照它修改以后再保存，您写的内容还在下面。")
    return _kept(doing, chosen, words, TemplateVersion.Source(source), note)


@act("letter.standard", *KEEPERS)
def restore(doing: Doing, kind: str, note: str = "") -> TemplateVersion:
    """Go back to the standard wording, as a version of its own."""
    chosen = _kind(kind)
    if held(doing.agency, kind).standard:
        raise Refused("现在用的就是标准文本。")
    return _kept(doing, chosen, "", TemplateVersion.Source.STANDARD, note)


def _kept(doing: Doing, kind: Kind, text: str, source: TemplateVersion.Source, note: str) -> TemplateVersion:
    # the agency's row is locked, so that two who save at once get two versions
    Agency.objects.select_for_update().get(pk=doing.agency.pk)
    rows = history(doing.agency, kind.key)
    made = TemplateVersion(
        agency=doing.agency,
        kind=kind.key,
        number=rows[0].number + 1 if rows else 1,
        text=text,
        source=source,
        note=" ".join(note.split())[:200],
        made_by=doing.person,
    )
    made.save(force_insert=True)
    doing.on("letter_template", f"{kind.key}/{made.number}")
    doing.note(kind=kind.key, version=made.number, source=str(source))
    return made
