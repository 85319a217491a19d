"""Events that are mailed. No mail server is configured here: the operator reads what is kept."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.api import Actor, Operator, delegate, send_offer, unique
from tests.e2e.waiting import eventually


def subscribed(actor: Actor, **given: Any) -> dict[str, Any]:
    """A subscription of the party's to an address that nobody else has."""
    address = f"{unique('mail')}@example.com"
    return dict(actor.post("/v1/mail/subscriptions", {"address": address, **given}))


def kept(operator: Operator, address: str, count: int) -> list[dict[str, Any]]:
    """The mails to an address, the newest first, when there are so many to be read."""

    def there() -> list[dict[str, Any]]:
        items = operator.get("/v1/mail/outbox", state="kept", page_size=100)["items"]
        found = [each for each in items if each["recipient"] == address]
        assert len(found) == count, found
        return found

    return eventually(there)


def token_in(mail: dict[str, Any]) -> str:
    """The token of a mail that asks for a confirmation."""
    found = re.search(r"^ {4}(\S+)$", mail["text"], re.MULTILINE)
    assert found, mail
    return found[1]


def confirmed(operator: Operator, actor: Actor, **given: Any) -> dict[str, Any]:
    """A subscription that is confirmed as its owner would, by what was mailed."""
    made = subscribed(actor, **given)
    (asking,) = kept(operator, made["address"], 1)
    path = f"/v1/mail/subscriptions/{made['id']}/confirm"
    return dict(actor.post(path, {"token": token_in(asking)}, status=200))


def test_without_a_mail_server_an_offer_becomes_a_mail_that_the_operator_reads(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    active = confirmed(operator, agency, events=["offer.sent"])
    assert (active["state"], active["language"], active["frequency"]) == ("active", "en", "at_once")
    hers = confirmed(operator, creator, language="es", events=["offer.sent"])
    offer = send_offer(brand, creator)
    mail = kept(operator, active["address"], 2)[0]
    assert mail["subject"].startswith("Lumen Skincare has sent Zoe Example an offer for ")
    assert f"/v1/creators/{creator.id}/offers/{offer['id']}" in mail["text"]
    assert "<bdi>Lumen Skincare</bdi>" in mail["html"]
    assert operator.get(f"/v1/mail/outbox/{mail['id']}") == mail
    assert "ha enviado a Zoe Example una oferta" in kept(operator, hers["address"], 2)[0]["text"]


def test_a_revocation_is_the_last_that_an_agency_is_mailed(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    granted = delegate(agency, creator)
    theirs, hers = confirmed(operator, agency), confirmed(operator, creator)
    first = send_offer(brand, creator)
    kept(operator, theirs["address"], 2)
    creator.post(f"/v1/delegations/{granted['id']}/revoke", {"reason": "Enough."}, status=200)
    second = send_offer(brand, creator)
    assert any(second["id"] in each["text"] for each in kept(operator, hers["address"], 4))
    revoked, offered, _ = kept(operator, theirs["address"], 3)
    assert revoked["subject"] == "Zoe Example has revoked the delegation of Northlight Talent"
    assert first["id"] in offered["text"]

    def told() -> list[str]:
        log = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
        return [each["object"] for each in log if each["action"] == "receive_event"]

    eventually(lambda: told() == 2 * [f"/v1/mail/subscriptions/{theirs['id']}"])


def test_nothing_is_mailed_before_the_address_is_confirmed(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    waiting, other = subscribed(agency), confirmed(operator, agency)
    send_offer(brand, creator)
    kept(operator, other["address"], 2)
    (asking,) = kept(operator, waiting["address"], 1)
    path = f"/v1/mail/subscriptions/{waiting['id']}"
    refused = agency.post(f"{path}/confirm", {"token": "wrong"}, status=409)
    assert refused["code"] == "confirmation_refused"
    operator.agency().post(f"{path}/confirm", {"token": token_in(asking)}, status=404)


def test_a_subscription_is_changed_and_removed(operator: Operator) -> None:
    brand = operator.brand()
    made = confirmed(operator, brand)
    path = f"/v1/mail/subscriptions/{made['id']}"
    etag = {"If-Match": brand.send("GET", path).headers["ETag"]}
    given = {"frequency": "daily", "language": "es", "events": ["offer.declined"]}
    changed = brand.call("PATCH", path, given, status=200, headers=etag)
    assert {name: changed[name] for name in given} == given
    assert brand.call("PATCH", path, {"frequency": "off"}, status=412, headers=etag)["status"] == 412
    assert [each["id"] for each in brand.get("/v1/mail/subscriptions")["items"]] == [made["id"]]
    operator.brand().get(path, status=404)
    brand.call("DELETE", path, status=204)
    brand.get(path, status=404)


def test_no_address_is_flooded_with_confirmations(operator: Operator) -> None:
    brand = operator.brand()
    address = subscribed(brand)["address"]
    again = [brand.send("POST", "/v1/mail/subscriptions", json={"address": address}) for _ in range(3)]
    assert [each.status_code for each in again] == [201, 201, 409]
