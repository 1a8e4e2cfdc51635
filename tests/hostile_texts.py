"""Texts that an article may carry to run something or to look like something else."""

import json

from geo.settings import ROOT

OURS = (
    '<img src=x onerror="window.top.__hit=1">',
    "<script>window.top.__hit=1</script>",
    "</style><svg onload=window.top.__hit=1>",
    "</textarea></title><iframe srcdoc='<script>top.__hit=1</script>'></iframe>",
    "`+(window.top.__hit=1)+`",
    "${window.top.__hit=1}",
    "');window.top.__hit=1;//",
    "{{ 7*7 }} {% raw %} {# x #}",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "[a](javascript:window.top.__hit=1) ![b](http://127.0.0.1/b.png) **c** :red[d] $e$",
    ":material/delete: :smile: `code` <b>غامق</b>",
    '=HYPERLINK("http://127.0.0.1/x","القائم")',
    "\u202eالقائم\u202c \u2066Anbar\u2069 \u200fالرطبة",
    "الأنبار\x00القائم\x1b[31m",
    "../../etc/passwd",
    "a&amp;b &lt;c&gt; %3Cscript%3E \\u003cscript\\u003e",
)


def list_hostile() -> tuple[str, ...]:
    """Return our own texts and, where it is at hand, the shared list's."""
    shared = ROOT.parent / "shared" / "cases" / "hostile.json"
    if not shared.exists():
        return OURS
    told = json.loads(shared.read_text(encoding="utf-8"))["texts"]
    return tuple(dict.fromkeys([*OURS, *told]))
