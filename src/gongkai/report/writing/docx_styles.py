"""The page and the styles of GB/T 9704 (党政机关公文格式) for a Word document.

Fonts bear the names agencies have them under; other names for the same faces stand in the font table, so that a machine
without them takes the nearest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

SONG_TITLE = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
HEI = "黑体"
KAI = "楷体_GB2312"
SONG = "宋体"

TITLE_SIZE = 22.0  # 二号
BODY_SIZE = 16.0  # 三号
PAGE_NUMBER_SIZE = 14.0  # 四号
TABLE_SIZE = 9.0  # 小五
TABLE_LINE = 12.0
TIGHTER = -0.25  # points between characters, so that 28 of them fill a line of 156 mm
LINE = 28.95  # 22 lines on the 225 mm of the type area
TEXT_WIDTH = 156.0
"""Width of the type area (版心) in millimetres: A4 less the margins of 28 and 26 mm."""

LEAD_STYLE = "Lead"
TABLE_STYLE = "Table Words"

_OTHER_NAMES = {
    SONG_TITLE: ("方正小标宋_GBK", "roman"),
    FANGSONG: ("仿宋", "modern"),
    KAI: ("楷体", "modern"),
    HEI: ("SimHei", "swiss"),
    SONG: ("SimSun", "roman"),
}
_FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{fonts}</w:fonts>'
)
_FONT = (
    '<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
    '<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
)


def set_page(document: Document) -> None:
    """A4 with the margins of GB/T 9704, 22 lines of 28 characters, page numbers outside at the foot."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance = Mm(15)
    # the number's upper edge lies 7 mm below the type area
    section.footer_distance = Mm(23)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    lines: Any = parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{_twips(LINE)}"/>')
    properties.append(lines)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        paragraph.getparent().replace(paragraph, parse_xml(_page_number(side)))


def _page_number(side: str) -> str:
    from docx.oxml.ns import nsdecls

    face = (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/>'
        f'<w:sz w:val="{_half_points(PAGE_NUMBER_SIZE)}"/></w:rPr>'
    )
    return (
        f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='Footer'/>"
        f'<w:ind w:{side}="280" w:{side}Chars="100" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{face}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:r>{face}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{face}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{face}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{face}<w:t>1</w:t></w:r>'
        f'<w:r>{face}<w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:r>{face}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def set_styles(document: Document) -> None:
    """Title, headings of both levels, body and table words; nothing is left to the theme."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    styles = document.styles
    for name in (LEAD_STYLE, TABLE_STYLE):
        kind = WD_STYLE_TYPE.CHARACTER if name == LEAD_STYLE else WD_STYLE_TYPE.PARAGRAPH
        styles.add_style(name, kind)
    _style(styles["Normal"], FANGSONG, BODY_SIZE, indent=True)
    _style(styles["Title"], SONG_TITLE, TITLE_SIZE, align="center", line=33.0, after=LINE)
    _style(styles["Heading 1"], HEI, BODY_SIZE, indent=True, keep=True)
    _style(styles["Heading 2"], KAI, BODY_SIZE, indent=True, keep=True)
    _style(styles[LEAD_STYLE], KAI, BODY_SIZE)
    _style(styles[TABLE_STYLE], SONG, TABLE_SIZE, line=TABLE_LINE)
    _style(styles["Footer"], SONG, PAGE_NUMBER_SIZE, line=0)
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    for fonts in defaults.iter(qn("w:rFonts")):
        _set_fonts(fonts, FANGSONG)
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/fontTable.xml"):
            fonts_xml = "".join(
                _FONT.format(name=name, other=other, family=family)
                for name, (other, family) in _OTHER_NAMES.items()
            )
            part._blob = _FONT_TABLE.format(fonts=fonts_xml).encode()


def _style(
    style: Any,
    font: str,
    size: float,
    *,
    indent: bool = False,
    align: str = "",
    line: float | None = None,
    after: float = 0,
    keep: bool = False,
) -> None:
    """Give a style its face and, for a paragraph style, its spacing; what the template set is dropped.

    `line` is the exact line height in points (None: that of the body, 0: as high as the type).
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    element = style.element
    outline = [
        one for properties in element.findall(qn("w:pPr")) for one in properties.findall(qn("w:outlineLvl"))
    ]
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    half = _half_points(size)
    tight = size == BODY_SIZE
    run = parse_xml(
        f"<w:rPr {nsdecls('w')}><w:rFonts/><w:b w:val='0'/><w:bCs w:val='0'/><w:i w:val='0'/>"
        f'<w:color w:val="000000"/><w:spacing w:val="{_twips(TIGHTER) if tight else 0}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )
    _set_fonts(run[0], font)
    if style.type != 1:  # a character style has no paragraph properties
        element.append(run)
        return
    height = LINE if line is None else line
    spacing = (
        f'<w:spacing w:before="0" w:after="{_twips(after)}" w:line="{_twips(height)}" w:lineRule="exact"/>'
        if height
        else '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    )
    paragraph = parse_xml(
        f"<w:pPr {nsdecls('w')}>"
        + ("<w:keepNext/><w:keepLines/>" if keep else "")
        + "<w:widowControl w:val='0'/>"
        + ("" if indent else '<w:snapToGrid w:val="0"/>')
        + spacing
        + (
            f'<w:ind w:firstLine="{_twips(2 * size)}" w:firstLineChars="200"/>'
            if indent
            else '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
        )
        + f'<w:jc w:val="{align or "both"}"/>'
        + "</w:pPr>"
    )
    for level in outline:
        paragraph.append(level)
    element.append(paragraph)
    element.append(run)


def _set_fonts(fonts: Any, name: str) -> None:
    """Name one face for all scripts; attributes that point into the theme would win over it and go."""
    from docx.oxml.ns import qn

    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _half_points(size: float) -> int:
    return round(size * 2)


def _twips(points: float) -> int:
    return round(points * 20)
