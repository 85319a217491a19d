"""A page of large items ends early, and its cursor goes on where it ended."""

from __future__ import annotations

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from services.shared.mapping import LARGEST_PAGE, fitted
from services.shared.paging import PageRequest, page_request


def page_of(sizes: list[int], request: PageRequest) -> pb.ListMessagesResponse:
    rows = [(f"ms_{number}", size) for number, size in enumerate(sizes)][: request.size + 1]
    page = request.cut(rows, lambda row: (row[0],))
    items = [pb.Message(id=name, text="x" * size) for name, size in page.items]
    return fitted(pb.ListMessagesResponse(items=items, next_cursor=page.next_cursor), page)


@pytest.mark.parametrize(
    ("sizes", "kept", "goes_on_behind"),
    [
        ([10, 10], 2, ""),
        ([LARGEST_PAGE // 2] * 3, 1, "ms_0"),
        ([LARGEST_PAGE // 3] * 3, 2, "ms_1"),
        ([LARGEST_PAGE + 1, 10], 1, "ms_0"),
        ([LARGEST_PAGE + 1], 1, ""),
        ([10, 10, 10, 10], 3, "ms_2"),
    ],
)
def test_as_much_as_fits(sizes: list[int], kept: int, goes_on_behind: str) -> None:
    reply = page_of(sizes, page_request(3, "", "messages", [str]))
    assert [each.id for each in reply.items] == [f"ms_{number}" for number in range(kept)]
    after = page_request(3, reply.next_cursor, "messages", [str]).after
    assert after == ((goes_on_behind,) if goes_on_behind else ())
