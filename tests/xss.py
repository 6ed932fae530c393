"""Words that try to run something where they are shown (XSS), and how to find out whether one would."""

from __future__ import annotations

import re

import lxml.html

CORPUS = (
    "<script>xss()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\x20type='text/javascript'>xss()</script>",
    "<scr<script>ipt>xss()</scr</script>ipt>",
    "<<script>xss()//<</script>",
    '"><script>xss()</script>',
    "'><script>xss()</script>",
    "</title><script>xss()</script>",
    "</textarea><script>xss()</script>",
    "</style><script>xss()</script>",
    "--><script>xss()</script>",
    "]]><script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<img src=x:x onerror='xss()'>",
    '<img """><script>xss()</script>">',
    "<img/src=x/onerror=xss()>",
    "<img src=x onerror\n=\nxss()>",
    "<IMG SRC=javascript:xss()>",
    "<image src=x onerror=xss()>",
    '" onmouseover="xss()',
    "' onfocus='xss()' autofocus='",
    "<svg onload=xss()>",
    "<svg><script>xss()</script></svg>",
    "<svg><a xlink:href='javascript:xss()'><text>x</text></a></svg>",
    "<svg><animate onbegin=xss() attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=xss()>",
    "<math href='javascript:xss()'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=xss()>",
    "<noscript><p title='</noscript><img src=x onerror=xss()>'>",
    "<iframe src=javascript:xss()></iframe>",
    "<iframe srcdoc='<script>xss()</script>'></iframe>",
    "<object data=javascript:xss()></object>",
    "<embed src=javascript:xss()>",
    '<embed embedtype="media" url="javascript:xss()"/>',
    '<embed embedtype="image" id="1" format="left" alt="x" onerror="xss()"/>',
    '<embed embedtype="image" id="1" alt="&quot; onerror=&quot;xss()" format="fullwidth"/>',
    "<a href='javascript:xss()'>x</a>",
    "<a href='JaVaScRiPt:xss()'>x</a>",
    "<a href=' javascript:xss()'>x</a>",
    "<a href='java\tscript:xss()'>x</a>",
    "<a href='java&#10;script:xss()'>x</a>",
    "<a href='&#106;avascript:xss()'>x</a>",
    "<a href='\x01javascript:xss()'>x</a>",
    "<a href='vbscript:xss()'>x</a>",
    "<a href='data:text/html,<script>xss()</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg=='>x</a>",
    '<a linktype="page" id="1" onclick="xss()">x</a>',
    '<a linktype="x" href="javascript:xss()">x</a>',
    '<a linktype="document" id="1&quot; onclick=&quot;xss()">x</a>',
    "<body onload=xss()>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:xss()'>",
    "<style>*{background:url(javascript:xss())}</style>",
    "<p style='background:url(javascript:xss())'>x</p>",
    "<form action=javascript:xss()><button>x</button></form>",
    "<button formaction=javascript:xss()>x</button>",
    "<input autofocus onfocus=xss()>",
    "<details open ontoggle=xss()>x</details>",
    "<video><source onerror=xss()></video>",
    "<audio src=x onerror=xss()>",
    "<template><script>xss()</script></template>",
    "<marquee onstart=xss()>x</marquee>",
    "{{constructor.constructor('xss()')()}}",
    "${xss()}",
    "<xss id=x tabindex=1 onfocus=xss()></xss>",
)

_NEVER = {
    "iframe",
    "object",
    "embed",
    "math",
    "base",
    "template",
    "xss",
    "marquee",
    "applet",
    "frame",
    "style",
}
_SCHEME = re.compile(
    r"[\s\x00-\x20]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data)\s*:", re.IGNORECASE
)
_ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster"}


def active(html: str, *, office: bool = False) -> list[str]:
    """List what of a page would run, or load what runs. In the office the editor's own scripts are left out, ours are not."""
    tree = lxml.html.fromstring(html)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        text = element.text or ""
        if tag == "script" and (
            not office or ("xss()" in text and element.get("type") != "application/json")
        ):
            found.append(f"<script> {text[:60]}")
        if tag in _NEVER and not (office and tag in {"template", "style", "iframe"}):
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            if (
                name.lower().startswith("on")
                or (
                    name.lower() in _ADDRESSES
                    and _SCHEME.match(value)
                    and not value.startswith("data:image/")
                )
                or ("evil.example" in value and name.lower() in {"src", "href"})
            ):
                found.append(f"{tag} {name}={value[:40]}")
    return found
