"""People: invited over HTTP, with an account when they accept, signed in, limited and removed."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import people_pb2 as pb
from services.shared.client import Client
from services.shared.clock import SystemClock
from services.shared.errors import Conflict
from services.shared.tokens import Signer
from tests.e2e.api import Actor, Operator, unique
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

PASSWORD = "three quiet rivers, one bridge"
PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
METHODS = pb.DESCRIPTOR.services_by_name["AccountService"].methods_by_name


@pytest.fixture
def accounts(installation: Installation) -> Any:
    """Asks about accounts as the gateway does."""
    signer = Signer("gateway", installation.secrets.signing_key("gateway"), SystemClock())
    client = Client("roster", installation.address("roster"), signer)

    def ask(rpc: str, request: Any) -> Any:
        return client.call(METHODS[rpc], request)

    return ask


def address() -> str:
    return f"{unique('ana')}@example.com"


def accept(accounts: Any, link: str, password: str = PASSWORD) -> Any:
    token = link.rpartition("/")[2]
    request = pb.AcceptInvitationRequest(token=token, name="Ana", password=password)
    return accounts("AcceptInvitation", request)


def test_an_owner_is_invited_by_the_operator_and_signs_in(operator: Operator, accounts: Any) -> None:
    agency, email = operator.agency(), address()
    path = f"/v1/operator/parties/{agency.id}/invitations"
    made = operator.post(path, {"email": email.upper(), "role": "owner"})
    assert made["link"].startswith("http")
    assert operator.get(path, state="pending")["items"] == [made["invitation"]]
    account = accept(accounts, made["link"])
    (person,) = agency.get("/v1/people")["items"]
    assert (person["id"], person["email"], person["role"]) == (account.id, email, "owner")
    request = pb.SignInRequest(email=email, password=PASSWORD, address="192.0.2.1")
    assert accounts("SignIn", request).outcome == pb.SIGN_IN_OUTCOME_SIGNED_IN
    with pytest.raises(Conflict):
        accept(accounts, made["link"])
    assert operator.get("/v1/operator/people", email=email)["items"][0]["id"] == account.id
    assert agency.call("DELETE", f"/v1/people/{person['id']}", status=409)["code"] == "last_owner"


def test_people_of_one_party_are_unknown_to_others(operator: Operator, accounts: Any) -> None:
    agency, other = operator.agency(), operator.agency()
    made = agency.post("/v1/people/invitations", {"email": address(), "role": "manager"})
    pending = agency.post("/v1/people/invitations", {"email": address(), "role": "viewer"})
    person = accept(accounts, made["link"])
    path = f"/v1/people/{person.id}"
    for who in (other, operator.brand(), operator.creator()):
        assert who.get(path, status=404)["code"] == "person_not_found"
        who.call("DELETE", path, status=404)
        who.call("DELETE", f"/v1/people/invitations/{pending['invitation']['id']}", status=404)
        assert who.get("/v1/people")["items"] == []
        who.get("/v1/operator/people", status=403)
        who.post(f"/v1/operator/parties/{agency.id}/invitations", {"email": address()}, status=403)
    changed = agency.call("PATCH", path, {"role": "viewer"}, status=200, headers=PATCH)
    assert changed["role"] == "viewer"
    agency.call("PATCH", path, {"role": "operator"}, status=422, headers=PATCH)
    agency.call("PATCH", path, {"creator_ids": ["cr_nobody"]}, status=422, headers=PATCH)
    agency.call("DELETE", path, status=204)
    agency.get(path, status=404)


def test_a_client_has_no_account(parties: dict[str, Actor]) -> None:
    for party in parties.values():
        assert party.get("/v1/me/account", status=403)["code"] == "person_required"
        refused = party.post("/v1/me/account/second-factor", {"password": PASSWORD}, status=403)
        assert refused["code"] == "person_required"


def test_links_go_by_mail_and_stand_in_the_operators_outbox(operator: Operator, accounts: Any) -> None:
    agency, email = operator.agency(unique("Acme")), address()
    agency.post("/v1/people/invitations", {"email": email, "role": "owner"})

    def mailed(words: str) -> str:
        mails = operator.get("/v1/mail/outbox", state="kept", sort="-created_at")["items"]
        (found,) = [each for each in mails if each["recipient"] == email and words in each["subject"]]
        (link,) = [line.strip() for line in found["text"].splitlines() if "://" in line]
        return str(link)

    account = accept(accounts, eventually(lambda: mailed("invites you"), error=ValueError))
    accounts("RequestReset", pb.RequestResetRequest(email=email))
    token = eventually(lambda: mailed("new password"), error=ValueError).rpartition("/")[2]
    request = pb.ResetPasswordRequest(token=token, password="seven loud engines, no driver")
    assert accounts("ResetPassword", request).id == account.id
