"""OfferService."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.listing import POSITION, SOONEST_FIRST, sorting
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import Tab
from services.campaigns.handlers import offers, reading
from services.campaigns.roster import OFFERS_READ, Asking, Roster
from services.campaigns.rpc.convert import offer_message, offers_message, party_of, path_of
from services.campaigns.store import Store
from services.shared.calls import caller, current
from services.shared.clock import Clock
from services.shared.errors import Forbidden
from services.shared.mapping import enum_of, from_message, optional, to_message
from services.shared.paging import PageRequest, page_request
from services.shared.rpc import answer


class OfferRpc(grpc_.OfferServiceServicer):
    """Offers from the invitation to the finished deal."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster

    def CreateOffer(self, request: pb.CreateOfferRequest, _: Any) -> pb.Offer:
        create = partial(
            offers.create_offer,
            self.store,
            self.clock,
            self.roster,
            by=party_of(caller()),
            campaign_id=request.campaign_id,
            creator_id=request.creator_id,
            proposal=from_message(Proposal, request),
        )
        return answer(request, lambda command: create(command=command), self._shown, pb.Offer)

    def CreateProposal(self, request: pb.CreateProposalRequest, _: Any) -> pb.Offer:
        proposal = from_message(Proposal, request)
        return self._act(request, offers.propose_terms, base_version=request.base_version, proposal=proposal)

    def AcceptOffer(self, request: pb.AcceptOfferRequest, _: Any) -> pb.Offer:
        return self._act(request, offers.accept_offer, number=request.version, sha=request.hash)

    def ConfirmOffer(self, request: pb.ConfirmOfferRequest, _: Any) -> pb.Offer:
        return self._act(request, offers.confirm_offer, number=request.version)

    def DeclineOffer(self, request: pb.DeclineOfferRequest, _: Any) -> pb.Offer:
        return self._act(request, offers.decline_offer, reason=request.reason)

    def WithdrawOffer(self, request: pb.WithdrawOfferRequest, _: Any) -> pb.Offer:
        return self._act(request, offers.withdraw_offer, reason=request.reason)

    def CancelOffer(self, request: pb.CancelOfferRequest, _: Any) -> pb.Offer:
        return self._act(request, offers.cancel_offer, reason=request.reason)

    def CreateMessage(self, request: pb.CreateMessageRequest, _: Any) -> pb.Message:
        send = partial(
            offers.send_message,
            self.store,
            self.clock,
            by=party_of(caller()),
            path=path_of(request),
            text=request.text,
        )
        return answer(
            request,
            lambda command: send(command=command),
            lambda offer: to_message(pb.Message, offer.messages[-1]),
            pb.Message,
        )

    def GetOffer(self, request: pb.GetOfferRequest, _: Any) -> pb.Offer:
        return self._shown(self._get(request))

    def ListVersions(self, request: pb.ListVersionsRequest, _: Any) -> pb.ListVersionsResponse:
        versions = [to_message(pb.OfferVersion, version) for version in self._get(request).versions]
        return pb.ListVersionsResponse(items=versions)

    def ListMessages(self, request: pb.ListMessagesRequest, _: Any) -> pb.ListMessagesResponse:
        messages = [to_message(pb.Message, message) for message in self._get(request).messages]
        return pb.ListMessagesResponse(items=messages)

    def DiffVersions(self, request: pb.DiffVersionsRequest, _: Any) -> pb.DiffVersionsResponse:
        first, second, changes = reading.diff_versions(
            self.store,
            by=party_of(caller()),
            path=path_of(request),
            first=optional(request, "from"),
            second=optional(request, "to"),
        )
        shown = [to_message(pb.Change, change) for change in changes]
        ends: dict[str, Any] = {"from": first, "to": second}
        return pb.DiffVersionsResponse(changes=shown, **ends)

    def ListCreatorOffers(self, request: pb.ListCreatorOffersRequest, _: Any) -> pb.ListOffersResponse:
        found = reading.list_creator_offers(
            self.store,
            creator_id=request.creator_id,
            tab=enum_of(Tab, request, "tab"),
            page=_page(request, SOONEST_FIRST),
        )
        return offers_message(found, self.clock.now())

    def ListCampaignOffers(self, request: pb.ListCampaignOffersRequest, _: Any) -> pb.ListOffersResponse:
        found = reading.list_campaign_offers(
            self.store,
            brand_id=caller().party_id,
            campaign_id=request.campaign_id,
            tab=enum_of(Tab, request, "tab"),
            page=_page(request, SOONEST_FIRST),
        )
        return offers_message(found, self.clock.now())

    def ListInbox(self, request: pb.ListInboxRequest, _: Any) -> pb.ListOffersResponse:
        found = reading.list_inbox(
            self.store,
            self.clock,
            self.roster,
            asking=_asking(),
            tab=enum_of(Tab, request, "tab"),
            creator_id=request.creator_id,
            due_within_hours=optional(request, "due_within_hours"),
            page=_page(request, sorting(request.sort)),
        )
        return offers_message(found, self.clock.now())

    def _get(self, request: Any) -> Offer:
        return reading.get_offer(self.store, by=party_of(caller()), path=path_of(request))

    def _act(self, request: Any, handler: Callable[..., Offer], **given: Any) -> pb.Offer:
        run = partial(handler, self.store, self.clock, by=party_of(caller()), path=path_of(request), **given)
        return answer(request, lambda command: run(command=command), self._shown, pb.Offer)

    def _shown(self, offer: Offer) -> pb.Offer:
        return offer_message(offer, self.clock.now())


def _page(request: Any, order: str) -> PageRequest:
    return page_request(request.page_size, request.cursor, order, key=POSITION)


def _asking() -> Asking:
    """The agency that asks for its inbox, which names no creator, so that no rule checked its token."""
    call = current()
    if OFFERS_READ not in call.identity.token_scopes:
        raise Forbidden(f"The token does not hold the scope {OFFERS_READ}.")
    return Asking(call.identity.party_id, call.identity.client_id, call.action, call.request_id)
