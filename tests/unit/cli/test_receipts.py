"""`callboard receipt` and `callboard keys`: whatever is altered is noticed, without asking the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from protos.roster.v1 import roster_pb2 as pb
from services.cli.errors import CliError
from services.cli.keys import keys_of
from services.cli.receipts import NotGenuine, content_of
from services.roster.domain.delegations import Act, Actor, begin, record_change
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.receipts import Receipt
from services.roster.domain.terms import MOST_CHANGES
from services.roster.rpc.receipts import receipt_of
from services.shared.access import DELEGABLE
from services.shared.declarations import declared
from services.shared.money import Money
from services.shared.rendering import renderer_of
from services.shared.tokens import RECEIPT
from tests.fakes.clock import START, FakeClock
from tests.unit.roster.build import AGENCY, CREATOR, delegation
from tests.unit.shared.keys import make_keys, signer

HER = Actor(CREATOR, "cl_2", "client_credentials")
CONSENT = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


NAMES = {"agency_name": "Acme", "creator_handle": "zoe", "creator_name": "Zoë"}


def history():
    """A delegation from its request to its revocation."""
    asked = begin(Act.REQUESTED, delegation(consent_text="abc", consent_hash=CONSENT, **NAMES), HER, START)
    granted = record_change(Act.ACCEPTED, HER, START, asked.delegation)
    limited = record_change(Act.GUARDRAILS_CHANGED, HER, START, granted.delegation)
    return asked, granted, limited, record_change(Act.CHANGED, HER, START, limited.delegation, "Ends äöü.")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A receipt as the gateway renders it, and the key set."""
    folder = tmp_path_factory.mktemp("keys")
    public = make_keys(folder, "roster", "gateway")
    changes = history()
    receipt = Receipt(changes[-1].delegation, changes, START)
    message = receipt_of(receipt, signer(folder, "roster", FakeClock()))
    document = renderer_of(pb.Receipt.DESCRIPTOR)(message)
    pem = (public / "roster.pub.pem").read_bytes()
    key = OKPKey.import_key(pem).as_dict(private=False) | {"kid": "roster", "use": "sig", "alg": "Ed25519"}
    other = OKPKey.import_key((public / "gateway.pub.pem").read_bytes()).as_dict(private=False)
    keys = {"keys": [other | {"kid": "gateway"}, key]}
    return json.dumps(document, ensure_ascii=False), keys


def test_a_receipt_says_what_was_asked_shown_granted_and_changed(made):
    content = content_of(made[0], keys_of(made[1]))
    assert content["agency"] == {"id": AGENCY, "name": "Acme"}
    assert content["delegation"]["consent_text"] == "abc"
    assert [each["act"] for each in content["changes"]] == [
        "requested",
        "accepted",
        "guardrails_changed",
        "changed",
    ]
    assert [each["sequence"] for each in content["changes"]] == [1, 2, 3, 4]


def test_white_space_is_no_change(made):
    pretty = json.dumps(json.loads(made[0]), indent=4)
    assert content_of(pretty, keys_of(made[1])) == content_of(*_read(made))


def _read(made):
    return made[0], keys_of(made[1])


@settings(max_examples=400)
@given(st.data())
def test_an_altered_byte_is_noticed(made, data):
    text, keys = made[0].encode(), keys_of(made[1])
    place = data.draw(st.integers(0, len(text) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != text[place]))
    altered = (text[:place] + bytes([byte]) + text[place + 1 :]).decode(errors="replace")
    _noticed_or_the_same(made, altered, keys)


@settings(max_examples=200)
@given(st.data())
def test_what_is_put_in_or_left_out_is_noticed(made, data):
    text, keys = made
    place = data.draw(st.integers(0, len(text) - 1))
    more = data.draw(st.text(max_size=3))
    for altered in (text[:place] + more + text[place:], text[:place] + text[place + 1 :]):
        _noticed_or_the_same(made, altered, keys_of(keys))


def _noticed_or_the_same(made, altered, keys):
    """White space between the parts of a JSON text says nothing."""
    try:
        content_of(altered, keys)
    except NotGenuine:
        return
    assert json.loads(altered) == json.loads(made[0])


def test_every_letter_of_the_signature_counts(made):
    document = json.loads(made[0])
    keys = keys_of(made[1])
    signature = document["signature"]
    begins = signature.rindex(".") + 1
    for place in range(begins, len(signature)):
        for letter in "AQgwBR_-!":
            if letter != signature[place]:
                altered = signature[:place] + letter + signature[place + 1 :]
                with pytest.raises(NotGenuine):
                    content_of(json.dumps(document | {"signature": altered}), keys)


def test_a_name_given_twice_is_no_receipt(made):
    with pytest.raises(NotGenuine, match="twice"):
        content_of('{"issued_at": "2020-01-01T00:00:00Z", ' + made[0][1:], keys_of(made[1]))


def test_another_statement_of_the_installation_is_no_receipt(made, tmp_path):
    make_keys(tmp_path, "roster")
    sign = signer(tmp_path, "roster", FakeClock())
    key = OKPKey.import_key((tmp_path / "public" / "roster.pub.pem").read_bytes())
    content = content_of(*_read(made))
    genuine = json.dumps(content | {"signature": sign.attest(RECEIPT, content)})
    assert content_of(genuine, [key]) == content
    for kind in ("callboard-checkpoint+jwt", "at+jwt"):
        with pytest.raises(NotGenuine):
            content_of(json.dumps(content | {"signature": sign.attest(kind, content)}), [key])
    content["delegation"]["consent_text"] = "I gave you everything."
    with pytest.raises(NotGenuine, match="consent text"):
        content_of(json.dumps(content | {"signature": sign.attest(RECEIPT, content)}), [key])
    content = content_of(*_read(made))
    del content["changes"][1]
    with pytest.raises(NotGenuine, match="missing"):
        content_of(json.dumps(content | {"signature": sign.attest(RECEIPT, content)}), [key])


NO_KEYS: tuple[Any, ...] = ({}, {"keys": []}, {"keys": [{"kid": "roster"}]}, {"keys": 1}, {"keys": ["x"]})


@pytest.mark.parametrize("keys", NO_KEYS)
def test_keys_that_are_none(keys):
    with pytest.raises(CliError, match="key"):
        keys_of(keys)


NONE = ("", "[]", "{}", "null", '"x"', '{"signature": 5}', '{"signature": "a.b.c"}', "[" * 9999)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_receipt_at_all(made, text):
    with pytest.raises(NotGenuine):
        content_of(text, keys_of(made[1]))


def test_the_commands(made, shell, gateway, tmp_path: Path):
    def run(*arguments):
        return shell(gateway.context(), *arguments)

    text, keys = made
    gateway.answers["GET /v1/delegations/dg_1/receipt"] = json.loads(text)
    gateway.answers["GET /oauth/jwks"] = keys
    got = run("receipt", "get", "dg_1")
    assert json.loads(got.out) == json.loads(text)
    saved = run("keys")
    assert json.loads(saved.out) == keys
    assert gateway.asked[-1].headers.get("Authorization") is None
    nobody = gateway.context(CALLBOARD_CLIENT_ID="", CALLBOARD_CLIENT_SECRET="")
    assert json.loads(shell(nobody, "keys").out) == keys
    file, kept = tmp_path / "receipt.json", tmp_path / "keys.json"
    file.write_text(got.out)
    kept.write_text(saved.out)
    assert "Genuine" in run("receipt", "verify", str(file)).out
    asked = len(gateway.asked)
    shown = run("receipt", "verify", str(file), "--keys", str(kept)).out
    assert len(gateway.asked) == asked
    for said in ("Genuine", "Acme", "Zoë", "abc", "guardrails changed", "Ends äöü.", "client_credentials"):
        assert said in shown
    file.write_text(text.replace("Acme", "Acne"))
    refused = run("receipt", "verify", str(file), "--keys", str(kept))
    assert refused.code == 5
    assert "something else" in refused.err
    assert run("receipt", "verify", str(tmp_path / "none.json"), "--keys", str(kept)).code == 1


def test_the_largest_receipt_is_one_message(tmp_path):
    make_keys(tmp_path, "roster")
    blocked = declared(pb.Guardrails.DESCRIPTOR.fields_by_name["blocked_categories"])
    reason = declared(pb.RevokeDelegationRequest.DESCRIPTOR.fields_by_name["reason"])
    named = declared(pb.CreateAgencyRequest.DESCRIPTOR.fields_by_name["name"])
    limits = Guardrails(
        True, Money(5, "USD"), Money(3, "EUR"), ("a" * blocked.max_length,) * blocked.max_items, 4
    )
    names = dict.fromkeys(NAMES, "x" * named.max_length)
    full = delegation(scopes=DELEGABLE, guardrails=limits, reason="x" * reason.max_length, **names)
    changes = tuple(begin(Act.GUARDRAILS_CHANGED, full, HER, START) for _ in range(MOST_CHANGES + 1))
    receipt = Receipt(full, changes, START)
    assert receipt_of(receipt, signer(tmp_path, "roster", FakeClock())).ByteSize() < 4 << 20
