"""Somebody who has a keyboard and no mouse."""

from __future__ import annotations

from playwright.sync_api import Page


class Keys:
    """Somebody with a keyboard alone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def to(self, element: str) -> None:
        """Tabs on until an element has the focus."""
        for _ in range(120):
            self._page.keyboard.press("Tab")
            if self._page.evaluate("document.activeElement.id") == element:
                return
        raise AssertionError(f"the keyboard does not reach {element}")

    def press(self, key: str) -> None:
        """Presses a key."""
        self._page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Writes over what stands in the field that has the focus."""
        self._page.keyboard.press("Control+a")
        self._page.keyboard.type(text)
