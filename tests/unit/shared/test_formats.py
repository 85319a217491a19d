"""Which texts have the forms that the contracts name."""

from __future__ import annotations

import pytest

from protos.callboard.api.v1 import api_pb2
from services.shared.enums import numbers_of
from services.shared.formats import FORMATS

BAD_URLS = [
    *("", "x", "ftp://a/b", "javascript:alert(1)", "https://", "https://[", "https://a b", "//a/b"),
    *("https://tiktok.com@example.org/", "https://@example.org/", "https://example.org\\@tiktok.com/"),
    *(
        "https://a.example:0/",
        "https://a.example:65536/",
        "https://a.example:x/",
        "https:a.example",
        "https:///a",
    ),
    *(
        "https://a.example/\u202egpj.exe",
        "https://a.example/\u200b",
        'https://a.example/"><script>',
        "https://a\tb/",
    ),
    "https://a.example\uff0f.tiktok.com/",
]

GOOD = {
    "date": ["2026-01-31", "0001-01-01"],
    "web_address": ["https://a.example/x?y=%20#z", "HTTP://a.example:65535", "https://\u00fc.example/\u4e2d"],
    "country": ["US", "DE"],
    "language": ["en", "fil"],
    "currency": ["USD", "JPY"],
    "category": ["beauty", "beauty/skin-care", "a_1/b/c"],
    "word": ["video", "live_2"],
    "handle": ["zoe", " @Zoe.B_1 ", "cr_7"],
    "mail_address": ["a.b+c@x-1.example", "a" * 64 + "@c.1example", "o'hara@example.co.uk"],
}
BAD = {
    "date": ["", "20260131", "2026-1-1", "2026-W05-1", "2026-02-30", "0000-01-01", "\u0662026-01-01"],
    "web_address": [*BAD_URLS, "https://a.example/" + "x" * 2000, "https://a/\n"],
    "country": ["", "us", "USA", "UK", "ZZ", "US\n"],
    "language": ["", "EN", "eng", "xx", "en-US"],
    "currency": ["", "usd", "XYZ", "XXX", "US$"],
    "category": ["", "Beauty", "beauty/", "a//b", "../a", "a" * 201, "a\n"],
    "word": ["", "Video", "9", "v" * 41, "a b", "video\n"],
    "handle": ["", "@", "@@zoe", "zo \u00e9", "zoe\n", "a" * 65, f"cr_{'0' * 32}", f"@CR_{'0' * 32}"],
    "mail_address": [
        *(
            "",
            "a",
            "@a.example",
            "a@",
            "a@b",
            "a..b@c.example",
            ".a@c.example",
            "a@-c.example",
            "a@c..example",
        ),
        *("a@c.example\n", "a@c.example\r\nBcc: d@e.example", "<a@c.example>", "a@c.example,d@e.example"),
        *('"a b"@c.example', "a@[127.0.0.1]", "a b@c.example", "a@c.example ", "\u00e4@c.example"),
        *("a@\u0441.example", "a%b@c.example", "a!b@c.example", "=?utf-8?q?=0D=0Ax?=@c.example"),
        *("a" * 250 + "@c.example", "a" * 65 + "@c.example", "a@10.0.0.1", "a@c.0"),
    ],
}


def test_the_contracts_name_these() -> None:
    assert set(FORMATS) == set(numbers_of(api_pb2.Format.DESCRIPTOR)) == set(GOOD) == set(BAD)


@pytest.mark.parametrize("name", FORMATS)
def test_what_has_a_form_and_what_has_not(name: str) -> None:
    form = FORMATS[name]
    assert [text for text in (*GOOD[name], form.example) if not form.accepts(text)] == []
    assert [text for text in BAD[name] if form.accepts(text)] == []
