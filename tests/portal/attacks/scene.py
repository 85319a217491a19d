"""An agency of the tests' own, with two creators and a brand, all of whose texts try to be markup."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from functools import cached_property
from typing import Any

from tests.e2e.api import (
    Actor,
    Operator,
    brand_path,
    creator_path,
    current,
    delegate,
    in_days,
    terms,
    unique,
)
from tests.e2e.browsing import PASSWORD, invited
from tests.portal.attacks.visitors import Visitor
from tests.portal.conftest import Portal
from tests.portal.cookies import signed_in

MARK = "attack-ed"
"""An element that no page has, unless a text was taken for markup."""

HOSTILE = f"""'"><{MARK} onclick=x()></{MARK}><script>attacked=1</script>{{{{7*7}}}}"""
SHORT = f"""'"><{MARK}>"""
ADDRESS = "https://drafts.example.com/'onmouseover='attacked=1'/?a=%22%3E%3Cscript%3E&lt;script&gt;"
"""As far from a harmless address as the API lets one be."""
PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
LONGEST_NOTE = 64
"""Of whoever imports figures; a bucket of an audience may be as long."""
FIGURES = {"followers": 900, "views": 800, "likes": 70, "comments": 6, "shares": 5, "full_plays": 400}


def hostile(text: str = "") -> str:
    """A text of its own that would be markup."""
    return f"{text}{HOSTILE}"


def short(text: str) -> str:
    """The same, where so much cannot stand."""
    return hostile(text)[:LONGEST_NOTE]


def figures(creator: str, **cells: Any) -> bytes:
    """A file of the figures of one video, as a CSV."""
    row = {"creator": creator, "video": "1", "captured_at": in_days(-1), **FIGURES, **cells}
    file = io.StringIO()
    csv.writer(file).writerows((row.keys(), row.values()))
    return file.getvalue().encode()


class Scene:
    """`own` is a creator whom the limited manager may see, `other` one whom she may not."""

    def __init__(self, operator: Operator, portal_url: str) -> None:
        self.operator, self.portal_url = operator, portal_url
        self.more_ids: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.agency: Actor = operator.agency(hostile("Agency"))
        self.brand: Actor = operator.brand(hostile("Brand"))
        self.other_name = unique("Beyond")
        self.own = self._creator(hostile("Own"))
        self.other = self._creator(f"{self.other_name}{SHORT}")
        self.delegations = {each.id: delegate(self.agency, each) for each in (self.own, self.other)}
        brief = {"name": hostile("Campaign"), "brief": hostile("Brief")}
        self.campaign = str(self.brand.post("/v1/campaigns", brief)["id"])
        self.offers = {each.id: self._offer(each) for each in (self.own, self.other)}

    def _creator(self, name: str) -> Actor:
        handle = unique("hostile")
        body = {"handle": handle, "display_name": name, "country": "US", "languages": ["en"]}
        made = self.operator.post("/v1/operator/creators", {**body, "categories": ["beauty"]})
        client = made["client"]
        secrets = client["client_id"], client["client_secret"]
        return Actor(self.operator.base_url, made["creator"]["id"], *secrets)

    def _offer(self, creator: Actor) -> dict[str, Any]:
        clauses = [{"id": "c1", "title": SHORT, "text": hostile("Clause")}]
        body = {"creator_id": creator.id, "terms": terms(clauses=clauses), "message": hostile("First")}
        return dict(self.brand.post(f"/v1/campaigns/{self.campaign}/offers", body))

    @cached_property
    def deal(self) -> dict[str, Any]:
        """An offer of the own creator that was agreed to, with a draft and a comment on it."""
        offer = self._offer(self.own)
        at = creator_path(offer)
        self.own.post(f"{at}/accept", current(offer), status=200)
        works = self.own.get(f"{at}/deliverables")["items"]
        draft = f"{at}/deliverables/{works[0]['id']}"
        self.agency.post(f"{draft}/drafts", {"url": ADDRESS, "note": hostile("Caption")})
        remark = {"text": hostile("Remark"), "at_second": 3.0}
        self.brand.post(f"{brand_path(offer)}/deliverables/{works[0]['id']}/comments", remark)
        return {**offer, "deliverable_id": works[0]["id"]}

    def say(self) -> None:
        """Whoever may write something writes it; what gets an id is noted for the pages that show it."""
        self.brand.post(f"{brand_path(self.deal)}/messages", {"text": hostile("Message")})
        changed = {"tags": [SHORT], "notes": hostile("Note")}
        path = f"/v1/roster/{self.own.id}/labels"
        self.agency.call("PATCH", path, changed, status=200, headers=PATCH)
        redirects = ["http://127.0.0.1:4711/back"]
        app = self.agency.post("/v1/applications", {"name": hostile("App"), "redirect_uris": redirects})
        asked = {"url": ADDRESS, "events": ["offer.declined"], "description": hostile("Hook")}
        hook = self.agency.post("/v1/webhooks", asked)
        invited = {"email": f"{unique('o')}@example.com", "role": "viewer"}
        pending = self.agency.post("/v1/people/invitations", invited)["invitation"]
        self.more_ids["owner"] = {
            "application_id": app["id"],
            "webhook_id": hook["id"],
            "invitation_id": pending["id"],
        }
        self.more_ids["operator"] = {"party_id": self.agency.id}
        self._tell()
        self._bring()

    def _tell(self) -> None:
        """What the creator says of herself and her prices, for everybody."""
        at, price = f"/v1/creators/{self.own.id}", {"amount_minor": 5_000, "currency": "USD"}
        told = {"bio": hostile("Bio"), "portfolio": [hostile("Video")]}
        self.own.call("PATCH", at, told, status=200, headers=PATCH)
        rates = [{"deliverable": "video", "price": price, "note": hostile("Rate")}]
        self.own.put(f"{at}/rate-card", {"rates": rates})
        self.found(listed=True)

    def found(self, *, listed: bool) -> None:
        """Whether the directory has the creator, with her prices."""
        switches = {"listed": listed, "public_rates": listed}
        path = f"/v1/creators/{self.own.id}/visibility"
        self.own.call("PATCH", path, switches, status=200, headers=PATCH)

    def _bring(self) -> None:
        """What the agency imports about her."""
        words = {"source": short("Origin"), "plays_source": short("Plays")}
        answer = self.imports(figures(self.own.id, video=hostile("Video"), **words))
        assert (answer.json()["accepted"], answer.json()["rejected"]) == (1, [])
        assert self.imports(figures(hostile("Refused"))).json()["rejected_total"] == 1
        shares = {"interests": [{"bucket": short("Bucket"), "share": 0.5}]}
        audience = {"captured_at": in_days(-1), "note": short("Heard"), "dimensions": shares}
        self.agency.post(f"/v1/creators/{self.own.id}/audience", audience)

    def imports(self, content: bytes, kind: str = "text/csv") -> Any:
        """The answer to the agency where it imports a file of figures, whose name it tells."""
        name = f'attachment; filename="{hostile("File")}"'
        headers = {"Content-Type": kind, "Content-Disposition": name}
        return self.agency.send("POST", "/v1/metrics/snapshots", content=content, headers=headers)

    def acting(self, party: Actor, portal: Portal) -> Visitor:
        """The browser of a party of the scene, by the token of its client."""
        made = Visitor(self.portal_url, self.operator.base_url)
        made.plant(signed_in(portal.gateway_url, party.client_id, party.client_secret, portal.key_file))
        return made

    def person(self, role: str, name: str = "", **limits: Any) -> Visitor:
        """A member of the agency who has signed in to the portal."""
        member = invited(self.operator, self.agency, name or hostile(role), role=role, **limits)
        return self.enters(member.email)

    def enters(self, email: str) -> Visitor:
        """Signs somebody in, from an address of her own."""
        visitor = Visitor(self.portal_url, self.operator.base_url)
        visitor.enter(email, PASSWORD)
        assert visitor.held(), "nobody has signed in"
        return visitor

    @cached_property
    def owner(self) -> Visitor:
        """An owner of the agency."""
        return self.person("owner")

    @cached_property
    def manager(self) -> Visitor:
        """A manager without limits."""
        return self.person("manager")

    @cached_property
    def viewer(self) -> Visitor:
        """A viewer."""
        return self.person("viewer")

    @cached_property
    def limited(self) -> Visitor:
        """A manager who may see one of the two creators."""
        return self.person("manager", creator_ids=[self.own.id])

    def ids(self, creator: Actor | None = None) -> dict[str, str]:
        """What fills the addresses of pages that are about one of the two creators."""
        about = creator or self.own
        offer = self.deal if about is self.own else self.offers[about.id]
        return {
            "creator_id": about.id,
            "offer_id": offer["id"],
            "deliverable_id": offer.get("deliverable_id", "none_1"),
            "campaign_id": self.campaign,
            "delegation_id": self.delegations[about.id]["id"],
        }
