"""OfferService."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.diff import Change
from services.campaigns.domain.listing import POSITION, SOONEST_FIRST, sorting
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import Tab
from services.campaigns.domain.thread import Message
from services.campaigns.domain.versions import Version
from services.campaigns.handlers import inbox, offers, reading, thread
from services.campaigns.roster import Roster
from services.campaigns.rpc.convert import offer_message, offers_message, party_of, path_of
from services.campaigns.store import Store
from services.shared.calls import caller, current
from services.shared.clock import Clock
from services.shared.joins import join
from services.shared.mapping import enum_of, from_message, optional, to_message
from services.shared.paging import PageRequest, page_request
from services.shared.rpc import answer

join(Proposal, pb.CreateOfferRequest, message_only=["campaign_id", "creator_id"])
join(
    Proposal, pb.CreateProposalRequest, message_only=["campaign_id", "creator_id", "offer_id", "base_version"]
)
join(Message, pb.Message, domain_only=["offer_id", "version"])
join(Version, pb.OfferVersion)
join(Change, pb.Change)


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
        accept = partial(offers.accept_offer, self.store, self.clock, self.roster)
        return self._run(request, accept, number=request.version, sha=request.hash)

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
            thread.send_message,
            self.store,
            self.clock,
            by=party_of(caller()),
            path=path_of(request),
            text=request.text,
        )
        return answer(
            request,
            lambda command: send(command=command),
            lambda message: to_message(pb.Message, message),
            pb.Message,
        )

    def GetOffer(self, request: pb.GetOfferRequest, _: Any) -> pb.Offer:
        return self._shown(reading.get_offer(self.store, by=party_of(caller()), path=path_of(request)))

    def ListVersions(self, request: pb.ListVersionsRequest, _: Any) -> pb.ListVersionsResponse:
        page = page_request(request.page_size, request.cursor, "versions", key=(int,))
        found = reading.list_versions(self.store, by=party_of(caller()), path=path_of(request), page=page)
        versions = [to_message(pb.OfferVersion, version) for version in found.items]
        return pb.ListVersionsResponse(items=versions, next_cursor=found.next_cursor)

    def ListMessages(self, request: pb.ListMessagesRequest, _: Any) -> pb.ListMessagesResponse:
        page = page_request(request.page_size, request.cursor, "messages", key=(str,))
        found = thread.list_messages(self.store, by=party_of(caller()), path=path_of(request), page=page)
        messages = [to_message(pb.Message, message) for message in found.items]
        return pb.ListMessagesResponse(items=messages, next_cursor=found.next_cursor)

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
        found = inbox.list_inbox(
            self.store,
            self.clock,
            self.roster,
            agency_id=caller().party_id,
            request_id=current().request_id,
            tab=enum_of(Tab, request, "tab"),
            creator_id=request.creator_id,
            due_within_hours=optional(request, "due_within_hours"),
            page=_page(request, sorting(request.sort)),
        )
        return offers_message(found, self.clock.now())

    def _act(self, request: Any, handler: Callable[..., Offer], **given: Any) -> pb.Offer:
        return self._run(request, partial(handler, self.store, self.clock), **given)

    def _run(self, request: Any, handler: Callable[..., Offer], **given: Any) -> pb.Offer:
        run = partial(handler, by=party_of(caller()), path=path_of(request), **given)
        return answer(request, lambda command: run(command=command), self._shown, pb.Offer)

    def _shown(self, offer: Offer) -> pb.Offer:
        return offer_message(offer, self.clock.now())


def _page(request: Any, order: str) -> PageRequest:
    return page_request(request.page_size, request.cursor, order, key=POSITION)
