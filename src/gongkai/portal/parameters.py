"""Which parameters of an address (?name=value) public pages read. All others are noise that other programs hang on (?utm_source=…).

What a page says may hang on these alone: pages are kept by them (`gongkai.serving`), and links back to a page carry no others.
A room whose pages may be kept and read more says so when it starts: ``register_parameters("kind")``. A page that reads a name
nobody registered is simply not kept.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest

__all__ = ["canonical", "is_known", "known_parameters", "plain_path", "register_parameters"]

_KNOWN = {"page"}
_MOST = 50


def register_parameters(*names: str) -> None:
    """Say that public pages read these parameters."""
    _KNOWN.update(names)


def is_known(name: str) -> bool:
    """Whether public pages read this parameter."""
    return name in _KNOWN


def known_parameters() -> tuple[str, ...]:
    """List them."""
    return tuple(sorted(_KNOWN))


def canonical(query: str) -> str:
    """Give the part of a query string that counts, in one order, as it stands in addresses: ``b=1&page=2``; "" for none."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:  # more than anybody asks in earnest
        return ""
    return urlencode(sorted(pair for pair in pairs if pair[0] in _KNOWN))


def plain_path(request: HttpRequest) -> str:
    """Give the address of the request below its host, with the parameters that count and no others."""
    query = canonical(request.META.get("QUERY_STRING", ""))
    return f"{request.get_full_path().partition('?')[0]}{f'?{query}' if query else ''}"
