"""What a log says of the pages: nothing by which its reader could use them in somebody's place."""

from __future__ import annotations

from structlog.testing import capture_logs

from tests.unit.gateway.sign_in.support import World


def test_no_log_holds_the_token_of_a_link(world: World) -> None:
    with capture_logs() as lines:
        for path in ("/oauth/reset/rs_x.y", "/invitations/iv_x.y", "/invitations/iv_x.y/", "/oauth/reset"):
            world.browser().get(path)
    paths = [line["path"] for line in lines if line["event"] == "request"]
    assert paths == ["/oauth/reset/…", "/invitations/…", "/invitations/…", "/oauth/reset"]
