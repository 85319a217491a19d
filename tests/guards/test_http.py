"""Who speaks HTTP by hand. Everything else that talks to the gateway does it by the Python client."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.guards.source import python
from tests.guards.test_imports import imported

BY_HAND = {"aiohttp", "http.client", "httpx", "requests", "urllib.request", "urllib3"}

ALLOWED = {
    "deploy/local/lifecycle.py": "asks /readyz while a Callboard starts, with the standard library alone",
    "deploy/local/supervisor.py": "talks to supervisord",
    "services/portal/gateway.py": "keeps the connections that the clients of all sessions use",
    "services/portal/live.py": "keeps the connections that all streams use",
    "services/portal/server.py": "makes the connections that the clients of all sessions use",
    "services/cli/demo/people.py": "accepts invitations on the pages that browsers use",
    "services/gateway/sign_in/issuers.py": "asks OpenID Connect issuers",
    "tests/containers/balancer.py": "is a load balancer",
    "tests/containers/system.py": "asks processes whether they are ready, past the gateway",
    "tests/containers/test_rolling.py": "puts the balancer before the client",
    "tests/e2e/api.py": "keeps the connections that the client uses",
    "tests/e2e/revocation.py": "reads as fast as one connection carries",
    "tests/e2e/test_bad_input.py": "sends credentials and tokens that are malformed",
    "tests/e2e/test_live_events.py": "reads streams as they stand, and leaves them in the middle",
    "tests/e2e/test_new_service.py": "reads figures at a port of their own",
    "tests/e2e/test_observability.py": "reads figures at ports of their own, and sends a wrong secret",
    "tests/integration/cli/test_demo.py": "loses the answers to what a client of ours has asked",
    "tests/integration/gateway/conftest.py": "starts the gateway alone, and attacks its limits",
    "tests/integration/gateway/test_drain.py": "holds connections open while the gateway ends",
    "tests/integration/gateway/test_limits.py": "sends what is too large, too much and too slow",
    "tests/integration/shared/test_telemetry.py": "reads figures at a port of their own",
    "tests/k8s/cluster/node.py": "downloads the parts of a cluster",
    "tests/k8s/conftest.py": "waits for a gateway that comes up",
    "tests/k8s/production/conftest.py": "makes a connection that trusts the cluster's own certificate",
    "tests/load/hot_get.py": "measures requests, and other servers",
    "tests/portal/attacks/application.py": "sees what the portal asks the gateway",
    "tests/load/portal_roster.py": "measures pages of the portal",
    "tests/portal/bars.py": "measures pages of the portal",
    "tests/portal/checker.py": "asks the checker of HTML",
    "tests/portal/own.py": "waits for a portal that comes up",
    "tests/portal/test_html.py": "looks at pages as they are sent",
    "tests/security/attackers.py": "opens connections in ways that no client does",
    "tests/security/importing.py": "uploads without an end",
    "tests/e2e/browsing.py": "keeps cookies and sends forms, as a browser does",
    "tests/security/test_limits.py": "floods, with hundreds of connections",
    "tests/security/test_origins.py": "asks as a browser does",
    "tests/security/test_overload.py": "asks for health beside an attack, at once or not at all",
    "tests/security/test_slow_clients.py": "asks for health beside an attack, at once or not at all",
    "tests/security/test_surface.py": "probes for what must not answer, also at ports of their own",
    "tests/security/test_tokens.py": "sends forged tokens",
    **dict.fromkeys(
        (
            "tests/unit/cli/gateway.py",
            "tests/unit/cli/test_audit.py",
            "tests/unit/cli/test_commands.py",
            "tests/unit/cli/test_demo.py",
            "tests/unit/cli/test_events.py",
            "tests/unit/cli/test_request.py",
            "tests/unit/client/gateway.py",
            "tests/unit/client/test_events.py",
            "tests/unit/client/test_results.py",
            "tests/unit/client/test_retries.py",
            "tests/unit/portal/creators.py",
            "tests/unit/portal/test_away.py",
            "tests/unit/portal/gateway.py",
            "tests/unit/portal/test_activity.py",
            "tests/unit/portal/test_calendar.py",
            "tests/unit/portal/test_desk.py",
            "tests/unit/portal/test_front.py",
            "tests/unit/portal/test_inbox.py",
            "tests/unit/portal/test_negotiating.py",
            "tests/unit/portal/test_operator.py",
            "tests/unit/portal/test_pages.py",
            "tests/unit/portal/test_roster.py",
            "tests/unit/portal/test_session.py",
            "tests/unit/portal/test_settings_account.py",
            "tests/unit/portal/test_settings_events.py",
            "tests/unit/portal/test_settings_people.py",
        ),
        "cans the answers of a gateway, without a socket",
    ),
}


def test_only_these_speak_http_by_hand() -> None:
    found = {str(path) for path in python("services", "deploy", "tests") if BY_HAND & set(imported(path))}
    assert sorted(found - ALLOWED.keys()) == [], "use callboard.Client, or say here why not"
    assert sorted(ALLOWED.keys() - found) == [], "strike these off"


def test_the_client_needs_nothing_but_httpx() -> None:
    needs = {
        f"{path}: {name}"
        for path in python("clients")
        if path.is_relative_to(Path("clients/python"))
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"callboard", "httpx"}
    }
    assert sorted(needs) == []
