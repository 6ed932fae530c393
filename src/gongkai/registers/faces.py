"""What the registers show to citizens: the lists of documents, the ways to them, and the documents' files."""

from __future__ import annotations

from gongkai.portal.contents import COLUMN_LINKS
from gongkai.portal.places import EXTRA_PLACES
from gongkai.portal.showing import BELOW_ITEMS
from gongkai.portal.views import VIEWS

from .public.files import hand_out_docx, hand_out_pdf
from .public.listing import ADDRESS, links_of, places_of, show

VIEWS[ADDRESS] = show
BELOW_ITEMS["docx"] = hand_out_docx
BELOW_ITEMS["pdf"] = hand_out_pdf
if links_of not in COLUMN_LINKS:
    COLUMN_LINKS.append(links_of)
if places_of not in EXTRA_PLACES:
    EXTRA_PLACES.append(places_of)
