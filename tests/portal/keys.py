"""Somebody who has a keyboard and no mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Keys:
    """Somebody with a keyboard alone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def to(self, element: str) -> None:
        """Tabs on until the element with this id has the focus."""
        self.at(self._page.locator(f"[id='{element}']"))

    def at(self, element: Locator) -> None:
        """Tabs on until an element has the focus, which may have it already."""
        for _ in range(120):
            if element.evaluate("(each) => each === document.activeElement"):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {element}")

    def enter(self, element: Locator) -> None:
        """Goes to a link or a button, and presses it."""
        self.at(element)
        self.press("Enter")

    def fill(self, element: Locator, text: str) -> None:
        """Goes to a field, and writes over what stands in it."""
        self.at(element)
        self.write(text)

    def press(self, key: str) -> None:
        """Presses a key."""
        self._page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Writes over what stands in the field that has the focus."""
        self._page.keyboard.press("Control+a")
        self._page.keyboard.type(text)


def propose(page: Page, price: str) -> None:
    """Another price, by the form, in whatever language the page is."""
    keys = Keys(page)
    keys.enter(page.locator("#act-propose"))
    keys.fill(page.locator("#field-price"), price)
    keys.enter(page.locator("#send"))
    page.wait_for_url(lambda url: "/propose" not in url)
