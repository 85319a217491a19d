"""OfferService."""

from __future__ import annotations

from typing import Any, TypeVar

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.commands import (
    AcceptOffer,
    CancelOffer,
    ConfirmOffer,
    CreateOffer,
    DeclineOffer,
    ProposeTerms,
    SendMessage,
    WithdrawOffer,
)
from services.campaigns.domain.diff import Change
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState, Role, Tab
from services.campaigns.domain.thread import Message
from services.campaigns.domain.versions import Version
from services.campaigns.handlers import inbox, offers, reading, thread
from services.campaigns.roster import Roster
from services.campaigns.rpc.convert import (
    join_act,
    offer_message,
    offers_message,
    party_of,
    path_of,
    thread_message,
)
from services.campaigns.rpc.names import CreatorNames
from services.campaigns.store import Store
from services.shared.calls import caller, current
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, from_message, optional, to_message
from services.shared.paging import Page

C = TypeVar("C")

join(Proposal, pb.CreateOfferRequest, message_only=["campaign_id", "creator_id"])
join(
    Proposal, pb.CreateProposalRequest, message_only=["campaign_id", "creator_id", "offer_id", "base_version"]
)
join(Message, pb.Message, domain_only=["offer_id", "version", "author_name"])
join(Version, pb.OfferVersion, domain_only=["author_name"])
join(Change, pb.Change)
join(
    CreateOffer,
    pb.CreateOfferRequest,
    domain_only=["by", "proposal"],
    message_only=["terms", "message", "respond_by"],
)
join(
    ProposeTerms,
    pb.CreateProposalRequest,
    domain_only=["by", "path", "proposal"],
    message_only=["campaign_id", "creator_id", "offer_id", "terms", "message", "respond_by"],
)
join_act(AcceptOffer, pb.AcceptOfferRequest, "campaign_id", "creator_id")
join_act(ConfirmOffer, pb.ConfirmOfferRequest, "creator_id")
join_act(DeclineOffer, pb.DeclineOfferRequest, "creator_id")
join_act(WithdrawOffer, pb.WithdrawOfferRequest, "campaign_id")
join_act(CancelOffer, pb.CancelOfferRequest, "campaign_id", "creator_id")
join_act(SendMessage, pb.CreateMessageRequest, "campaign_id", "creator_id")


class OfferRpc(grpc_.OfferServiceServicer):
    """Offers from the invitation to the finished deal."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster
        self.creators = CreatorNames(store, roster, clock)

    def CreateOffer(self, request: pb.CreateOfferRequest, _: Any) -> pb.Offer:
        invocation = RpcInvocation(request, self._shown)
        given = {"by": party_of(caller()), "proposal": from_message(Proposal, request)}
        command = from_message(CreateOffer, request, **given)
        sent = offers.create_offer(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(sent)

    def CreateProposal(self, request: pb.CreateProposalRequest, _: Any) -> pb.Offer:
        proposal = from_message(Proposal, request)
        invocation, command = self._invoked(ProposeTerms, request, proposal=proposal)
        return invocation.answer(offers.propose_terms(self.store, self.clock, command, invocation))

    def AcceptOffer(self, request: pb.AcceptOfferRequest, _: Any) -> pb.Offer:
        invocation, command = self._invoked(AcceptOffer, request)
        accepted = offers.accept_offer(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(accepted)

    def ConfirmOffer(self, request: pb.ConfirmOfferRequest, _: Any) -> pb.Offer:
        invocation, command = self._invoked(ConfirmOffer, request)
        return invocation.answer(offers.confirm_offer(self.store, self.clock, command, invocation))

    def DeclineOffer(self, request: pb.DeclineOfferRequest, _: Any) -> pb.Offer:
        invocation, command = self._invoked(DeclineOffer, request)
        return invocation.answer(offers.decline_offer(self.store, self.clock, command, invocation))

    def WithdrawOffer(self, request: pb.WithdrawOfferRequest, _: Any) -> pb.Offer:
        invocation, command = self._invoked(WithdrawOffer, request)
        return invocation.answer(offers.withdraw_offer(self.store, self.clock, command, invocation))

    def CancelOffer(self, request: pb.CancelOfferRequest, _: Any) -> pb.Offer:
        invocation, command = self._invoked(CancelOffer, request)
        return invocation.answer(offers.cancel_offer(self.store, self.clock, command, invocation))

    def CreateMessage(self, request: pb.CreateMessageRequest, _: Any) -> pb.Message:
        invocation = RpcInvocation(request, thread_message)
        command = from_message(SendMessage, request, **_reach(request))
        return invocation.answer(thread.send_message(self.store, self.clock, command, invocation))

    def GetOffer(self, request: pb.GetOfferRequest, _: Any) -> pb.Offer:
        return self._shown(reading.get_offer(self.store, by=party_of(caller()), path=path_of(request)))

    def ListVersions(self, request: pb.ListVersionsRequest, _: Any) -> pb.ListVersionsResponse:
        page = list_request(request, key=(int,))
        found = reading.list_versions(self.store, by=party_of(caller()), path=path_of(request), page=page)
        versions = [to_message(pb.OfferVersion, version) for version in found.items]
        return pb.ListVersionsResponse(items=versions, next_cursor=found.next_cursor)

    def GetVersion(self, request: pb.GetVersionRequest, _: Any) -> pb.OfferVersion:
        found = reading.get_version(self.store, **_reach(request), number=request.number)
        return to_message(pb.OfferVersion, found)

    def ListMessages(self, request: pb.ListMessagesRequest, _: Any) -> pb.ListMessagesResponse:
        found = thread.list_messages(self.store, **_reach(request), page=list_request(request))
        messages = [thread_message(message) for message in found.items]
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
            **_filters(request),
            page=list_request(request),
        )
        return self._page(found)

    def ListCampaignOffers(self, request: pb.ListCampaignOffersRequest, _: Any) -> pb.ListOffersResponse:
        found = reading.list_campaign_offers(
            self.store,
            brand_id=caller().party_id,
            campaign_id=request.campaign_id,
            **_filters(request),
            page=list_request(request),
        )
        return self._page(found)

    def ListInbox(self, request: pb.ListInboxRequest, _: Any) -> pb.ListOffersResponse:
        asked: dict[str, Any] = {
            **_filters(request),
            "limited_to": caller().limited_to,
            "creator_id": request.creator_id,
            "due_within_hours": optional(request, "due_within_hours"),
            "page": list_request(request),
        }
        by = party_of(caller())
        if by.role is Role.BRAND:
            return self._page(inbox.list_of_brand(self.store, self.clock, brand_id=by.id, **asked))
        own: dict[str, Any] = {"agency_id": by.id, "request_id": current().request_id}
        return self._page(inbox.list_inbox(self.store, self.clock, self.roster, **own, **asked))

    def _invoked(self, kind: type[C], request: Any, **given: Any) -> tuple[RpcInvocation[Offer, pb.Offer], C]:
        """What an act on an offer takes: the call that it came by, and the command."""
        command = from_message(kind, request, **_reach(request), **given)
        return RpcInvocation(request, self._shown), command

    def _shown(self, offer: Offer) -> pb.Offer:
        return offer_message(offer, self.creators.of([offer]), self.clock.now())

    def _page(self, found: Page[Offer]) -> pb.ListOffersResponse:
        return offers_message(found, self.creators.of(found.items), self.clock.now())


def _reach(request: Any) -> dict[str, Any]:
    return {"by": party_of(caller()), "path": path_of(request)}


def _filters(request: Any) -> dict[str, Any]:
    return {"tab": enum_of(Tab, request, "tab"), "state": enum_of(OfferState, request, "state")}
