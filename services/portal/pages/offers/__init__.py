"""`/offers/{id}`: an offer for each side, what is done about it, and what is delivered."""

from __future__ import annotations

from services.portal.menu import Pages
from services.portal.pages.offers import acting, proposing, showing, working
from services.portal.pages.offers.place import blueprint

blueprint.add_url_rule("", "offer", showing.offer)
blueprint.add_url_rule("/messages", "write", showing.write, methods=["POST"])
blueprint.add_url_rule("/propose", "propose", proposing.propose, methods=["GET", "POST"])
blueprint.add_url_rule("/deliverables", "deliverables", working.deliverables)
blueprint.add_url_rule(
    "/deliverables/<deliverable_id>/<act>", "deliver", working.deliver, methods=["GET", "POST"]
)
blueprint.add_url_rule("/<action>", "act", acting.act, methods=["GET", "POST"])

PAGES = Pages(blueprint)
