"""The commands that need no more than one request, and what all of them have in common."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.cli.gateway import problem

COMMANDS = (
    "parties list",
    "import snapshots",
    "parties create agency",
    "parties create brand",
    "parties create creator",
    "parties add-client",
    "parties remove-client",
    "token",
    "audit verify",
    "dead-letters list",
    "dead-letters redrive",
    "webhooks list",
    "webhooks add",
    "webhooks test",
    "webhooks deliveries",
    "webhooks redeliver",
    "reminders settings",
    "reminders set",
    "webhooks listen",
    "mail subscriptions",
    "mail add",
    "mail confirm",
    "mail remove",
    "mail outbox",
    "mail read",
    "demo",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_and_json(gateway, shell, command):
    outcome = shell(gateway.context(), *command.split(), "--help")
    assert outcome.code == 0
    assert "Example" in outcome.out
    assert f"callboard {command}" in " ".join(outcome.out.split())
    assert "--json" in outcome.out


@pytest.mark.parametrize("command", ["", "parties", "parties create", "audit", "import", "dead-letters"])
def test_groups_show_their_help(gateway, shell, command):
    assert "Commands" in shell(gateway.context(), *command.split(), "--help").out


@pytest.mark.parametrize("command", ["", "parties create", *COMMANDS])
def test_h_is_help_everywhere(gateway, shell, command):
    short, long = (shell(gateway.context(), *command.split(), each) for each in ("-h", "--help"))
    assert (short.code, short.out) == (0, long.out)


def test_version(gateway, shell):
    assert shell(gateway.context(), "--version").code == 0


def test_token_prints_the_token_alone(gateway, shell):
    outcome = shell(gateway.context(), "token")
    assert outcome.code == 0
    assert outcome.out.count("\n") == 1
    assert outcome.out.startswith("e30.")


def test_token_asks_for_scopes(gateway, shell):
    gateway.answers["POST /oauth/token"] = {"access_token": "t", "expires_in": 900}
    outcome = shell(gateway.context(), "token", "--scope", "a b", "--scope", "c", "--json")
    assert outcome.document == {"access_token": "t", "expires_in": 900}
    assert gateway.asked[0].content == b"grant_type=client_credentials&scope=a+b+c"
    assert gateway.asked[0].headers["Authorization"].startswith("Basic ")


def basic(client_id, secret):
    """What proves a client."""
    return httpx.BasicAuth(client_id, secret)._auth_header


def test_a_secret_comes_from_a_file_or_is_asked_for_and_is_never_an_argument(gateway, shell, tmp_path):
    gateway.answers["POST /oauth/token"] = {"access_token": "t", "expires_in": 900}
    (tmp_path / "secret").write_text("-x\n")
    command = ("token", "--client-id", "cl_2")
    assert shell(gateway.context(), *command, "--client-secret-file", str(tmp_path / "secret")).code == 0
    assert gateway.asked[0].headers["Authorization"] == basic("cl_2", "-x")
    context = gateway.context(CALLBOARD_CLIENT_SECRET="")
    context.asked = {"Secret of cl_2": "typed"}.get
    assert shell(context, *command).code == 0
    assert gateway.asked[1].headers["Authorization"] == basic("cl_2", "typed")
    outcome = shell(gateway.context(CALLBOARD_CLIENT_SECRET=""), *command)
    assert (outcome.code, "CALLBOARD_CLIENT_SECRET" in outcome.err) == (2, True)
    assert shell(gateway.context(), *command, "--client-secret", "s").code == 2


@pytest.mark.parametrize(
    ("arguments", "collection", "body"),
    [
        ("agency --name N --country US", "agencies", {"name": "N", "country": "US"}),
        (
            "brand --name B --country DE --category a/b",
            "brands",
            {"name": "B", "country": "DE", "category": "a/b"},
        ),
        (
            "creator --handle @m --display-name M --country SE --language sv --language en --category beauty",
            "creators",
            {
                "handle": "@m",
                "display_name": "M",
                "country": "SE",
                "languages": ["sv", "en"],
                "categories": ["beauty"],
            },
        ),
    ],
)
def test_parties_create(gateway, shell, arguments, collection, body):
    kind = arguments.split()[0]
    created = {kind: {"id": "x_1"}, "client": {"client_id": "cl_9", "client_secret": "only once"}}
    gateway.answers[f"POST /v1/operator/{collection}"] = httpx.Response(201, json=created)
    command = ("parties", "create", *arguments.split())
    outcome = shell(gateway.context(), *command)
    assert outcome.code == 0
    assert outcome.out.count("only once") == 1
    outcome = shell(gateway.context(), *command, "--json")
    assert outcome.document == {"kind": kind, "id": "x_1", "client_id": "cl_9", "client_secret": "only once"}
    first, second = gateway.asked
    assert httpx.Response(200, content=first.content).json() == body
    assert first.headers["Idempotency-Key"] != second.headers["Idempotency-Key"]


def test_a_failure_is_one_sentence_and_with_json_one_document(gateway, shell):
    gateway.answers["POST /v1/operator/agencies"] = problem(409, "Taken.")
    command = ("parties", "create", "agency", "--name", "N", "--country", "US")
    outcome = shell(gateway.context(), *command)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "Error: Taken. (HTTP 409) [request r1]\n")
    outcome = shell(gateway.context(), *command, "--json")
    assert outcome.code == 1
    assert outcome.document["error"]["message"] == "Taken. (HTTP 409) [request r1]"
    assert outcome.document["error"]["problem"]["status"] == 409


def test_connection_refused_is_one_sentence(gateway, shell):
    gateway.answers["POST /oauth/token"] = httpx.ConnectError("refused")
    outcome = shell(gateway.context(), "token")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "Error: No Callboard answers at http://gateway.test; is it running? (refused)\n"


def test_a_client_is_added_and_the_former_one_removed(gateway, shell):
    client = {"client_id": "cl_2", "client_secret": "s2"}
    gateway.answers["POST /v1/operator/parties/ag_1/clients"] = {"client": client}
    gateway.answers["DELETE /v1/operator/parties/ag_1/clients/cl_1"] = httpx.Response(204)
    assert shell(gateway.context(), "parties", "add-client", "ag_1", "--json").document == client
    outcome = shell(gateway.context(), "parties", "remove-client", "ag_1", "cl_1")
    assert (outcome.code, outcome.out.strip()) == (0, "Removed cl_1.")
    assert gateway.asked[0].headers["Idempotency-Key"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem(401, "Who?"), 3),
        (problem(403, "Not you."), 3),
        (problem(404, "Nothing."), 4),
        (problem(422, "No."), 1),
        (problem(500, "Oh."), 1),
    ],
)
def test_the_exit_code_says_what_kind_of_failure_it_was(gateway, shell, answer, code):
    gateway.answers["DELETE /v1/operator/parties/ag_1/clients/cl_1"] = answer
    assert shell(gateway.context(), "parties", "remove-client", "ag_1", "cl_1").code == code


def test_exit_codes_are_explained(gateway, shell):
    outcome = shell(gateway.context(), "-h")
    assert "5 where a log or a receipt was tampered with" in " ".join(outcome.out.split())


def test_every_field_is_shown_and_the_request(gateway, shell):
    faults = [{"field": "name", "message": "too long"}, {"field": "country", "message": "unknown"}]
    gateway.answers["POST /v1/operator/agencies"] = problem(422, "2 faults.", errors=faults)
    outcome = shell(gateway.context(), "parties", "create", "agency", "--name", "N", "--country", "XX")
    said = "Error: 2 faults. (name: too long; country: unknown) (HTTP 422) [request r1]"
    assert outcome.err.strip() == said


def test_parties_are_listed_kind_by_kind_and_page_by_page(gateway, shell):
    def creators(request):
        last = request.url.params.get("cursor") == "c2"
        item = {"id": "cr_2" if last else "cr_1", "handle": "maya", "display_name": "Maya", "state": "active"}
        return httpx.Response(200, json={"items": [item], "next_cursor": "" if last else "c2"})

    gateway.answers |= {
        "GET /v1/operator/agencies": {"items": [{"id": "ag_1", "name": "N"}], "next_cursor": ""},
        "GET /v1/operator/brands": {"items": [], "next_cursor": ""},
        "GET /v1/operator/creators": creators,
    }
    outcome = shell(gateway.context(), "parties", "list", "--json")
    assert [each["id"] for each in outcome.document["items"]] == ["ag_1", "cr_1", "cr_2"]
    outcome = shell(gateway.context(), "parties", "list", "creators", "-q", "ma", "--state", "active")
    assert (outcome.code, "Maya (@maya)" in outcome.out) == (0, True)
    assert {gateway.asked[-1].url.params[name] for name in ("q", "state")} == {"ma", "active"}
