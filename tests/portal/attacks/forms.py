"""The forms of a page, and what a browser would send of each that is not touched."""

from __future__ import annotations

from html.parser import HTMLParser

VALID = {
    "amount": "100",
    "at_second": "1:05",
    "currency": "USD",
    "exclusivity.category": "",
    "exclusivity.from": "",
    "exclusivity.until": "",
    "price": "100",
    "publish_by": "2099-01-01T12:00",
    "respond_by": "2099-01-01T12:00",
    "until": "2099-01-01",
    "url": "https://drafts.example.com/1",
}
"""What stands in fields in which not every text can stand."""

Form = dict[str, str]


class Forms(HTMLParser):
    """Reads the forms that are posted; one without an address goes to that of the page."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.found: dict[str, Form] = {}
        self._page, self._form, self._field, self._inside = page, Form(), "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a form, and each of its fields."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method") == "post":
            self._form = self.found.setdefault(given.get("action") or self._page, Form())
        elif tag == "input" and name:
            self._form[name] = given.get("value") or _valid(name, given.get("type", ""))
        elif tag in ("textarea", "select") and name:
            self._field = name
            self._form[name], self._inside = "", tag == "textarea"
        elif tag == "option" and self._field and ("selected" in given or not self._form[self._field]):
            self._form[self._field] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self._inside:
            self._form[self._field] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of a field, or of a form."""
        if tag == "form":
            self._form = Form()
        elif tag in ("textarea", "select"):
            self._form[self._field] = self._form.get(self._field) or _valid(self._field)
            self._field, self._inside = "", False


def _valid(name: str, kind: str = "") -> str:
    return VALID.get(name, "" if kind.startswith("date") else "x")


def forms(page: str, text: str) -> dict[str, Form]:
    """The fields of each form of a page, by the address to which it is sent."""
    return Forms(page, text).found
