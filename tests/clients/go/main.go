// From a token to a published video, on the client that oapi-codegen generates.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"callboard.example/journey/callboard"
)

var ctx = context.Background()

// answered is the answer to a request that reached the server.
func answered[R any](response R, err error) R {
	if err != nil {
		log.Fatal(err)
	}
	return response
}

// wanted is what the server was asked for; where it answered something else, its problem ends the program.
func wanted[T any](value *T, body []byte) T {
	if value == nil {
		log.Fatal(string(body))
	}
	return *value
}

func check(holds bool, what string) {
	if !holds {
		log.Fatal("this does not hold: ", what)
	}
}

func signedIn(id, secret string) *callboard.ClientWithResponses {
	url := os.Getenv("CALLBOARD_BASE_URL")
	anybody := answered(callboard.NewClientWithResponses(url))
	response := answered(anybody.CreateTokenWithFormdataBodyWithResponse(ctx, callboard.TokenForm{
		GrantType: callboard.GrantTypeClientCredentials, ClientId: &id, ClientSecret: &secret,
	}))
	token := wanted(response.JSON200, response.Body)
	authorized := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token.AccessToken)
		return nil
	}
	return answered(callboard.NewClientWithResponses(url, callboard.WithRequestEditorFn(authorized)))
}

func party(credentials callboard.ClientCredentials) *callboard.ClientWithResponses {
	return signedIn(credentials.ClientId, credentials.ClientSecret)
}

func terms(amount int64) callboard.TermsInput {
	return callboard.TermsInput{
		Price:        callboard.Money{AmountMinor: amount, Currency: "USD"},
		Deliverables: []callboard.DeliverableTermInput{{Type: "video", Count: 1, MaxRevisions: new(int32(2))}},
		PaymentSchedule: &[]callboard.PaymentTermInput{
			{Stage: callboard.PaymentStageONPUBLICATION, Percent: 100, NetDays: new(int32(30))},
		},
	}
}

func delegated(agency, creator *callboard.ClientWithResponses, creatorID string) {
	asked := answered(agency.CreateDelegationWithResponse(ctx, nil, callboard.CreateDelegationInput{
		CreatorId: creatorID,
		Purpose:   "Run her brand partnerships.",
		Scopes: []callboard.DelegableScope{
			callboard.DelegableScopeMARKETPLACERATESREAD, callboard.DelegableScopeMARKETPLACERATESWRITE,
			callboard.DelegableScopeMARKETPLACEMETRICSREAD, callboard.DelegableScopeMARKETPLACEOFFERSREAD,
			callboard.DelegableScopeMARKETPLACEOFFERSNEGOTIATE, callboard.DelegableScopeMARKETPLACEOFFERSACCEPT,
			callboard.DelegableScopeMARKETPLACEDELIVERABLESWRITE,
		},
	}))
	request := wanted(asked.JSON201, asked.Body)
	limit := callboard.GuardrailsInput{
		ConfirmAcceptsAbove: &callboard.Money{AmountMinor: 500_000, Currency: "USD"},
	}
	accepted := answered(creator.AcceptDelegationWithResponse(
		ctx, request.Id, nil, callboard.AcceptDelegationInput{Guardrails: &limit}))
	delegation := wanted(accepted.JSON200, accepted.Body)
	check(delegation.State == callboard.DelegationStateACTIVE, "the delegation is active")
}

func importNumbers(operator *callboard.ClientWithResponses, creatorID string) {
	table := "creator,followers,video,posted_at,captured_at,duration_s,views,likes,comments,shares,saves\n" +
		creatorID + ",5000,v1,2026-01-30T00:00:00Z,2026-02-01T00:00:00Z,18,1000,100,10,5,1\n"
	sent := answered(operator.ImportSnapshotsWithBodyWithResponse(ctx, nil, "text/csv", strings.NewReader(table)))
	report := wanted(sent.JSON200, sent.Body)
	check(report.Accepted == 1 && report.RejectedTotal == 0, "the row is accepted")
}

func agreed(agency, brand *callboard.ClientWithResponses, creatorID string) callboard.Offer {
	planned := answered(brand.CreateCampaignWithResponse(ctx, nil, callboard.CreateCampaignInput{
		Name: "Spring glow", Brief: new("Show the serum in your morning."),
	}))
	campaign := wanted(planned.JSON201, planned.Body)
	sent := answered(brand.CreateOfferWithResponse(ctx, campaign.Id,
		&callboard.CreateOfferParams{IdempotencyKey: new(rand.Text())},
		callboard.CreateOfferInput{CreatorId: creatorID, Terms: terms(250_000)}))
	offer := wanted(sent.JSON201, sent.Body)
	listed := answered(agency.ListInboxWithResponse(ctx, &callboard.ListInboxParams{Tab: new(callboard.TabPENDING)}))
	inbox := wanted(listed.JSON200, listed.Body)
	check(len(inbox.Items) == 1 && inbox.Items[0].Id == offer.Id, "the offer is in the inbox")

	more := answered(agency.CreateCreatorOfferProposalWithResponse(ctx, creatorID, offer.Id, nil,
		callboard.CreateProposalInput{BaseVersion: 1, Message: new("Her usual rate."), Terms: terms(300_000)}))
	proposed := wanted(more.JSON201, more.Body)
	compared := answered(brand.DiffCampaignOfferVersionsWithResponse(ctx, campaign.Id, offer.Id, nil))
	diff := wanted(compared.JSON200, compared.Body)
	check(len(diff.Changes) == 1 && diff.Changes[0].Path == "price.amount_minor", "only the price differs")
	accepted := answered(brand.AcceptCampaignOfferWithResponse(ctx, campaign.Id, offer.Id, nil,
		callboard.AcceptOfferInput{Version: proposed.CurrentVersion, Hash: proposed.CurrentHash}))
	return wanted(accepted.JSON200, accepted.Body)
}

func published(agency, brand *callboard.ClientWithResponses, offer callboard.Offer) callboard.Deliverable {
	listed := answered(agency.ListCreatorOfferDeliverablesWithResponse(ctx, offer.CreatorId, offer.Id, nil))
	due := wanted(listed.JSON200, listed.Body).Items[0]
	for _, decision := range []callboard.ReviewDecision{
		callboard.ReviewDecisionREQUESTCHANGES, callboard.ReviewDecisionAPPROVE,
	} {
		handedIn := answered(agency.CreateDraftWithResponse(ctx, offer.CreatorId, offer.Id, due.Id, nil,
			callboard.CreateDraftInput{Url: "https://drive.example/draft", Note: new("A cut")}))
		wanted(handedIn.JSON201, handedIn.Body)
		commented := answered(brand.CreateCampaignOfferCommentWithResponse(ctx, offer.CampaignId, offer.Id, due.Id, nil,
			callboard.CreateCommentInput{Text: "Show the bottle longer.", AtSecond: new(12.5)}))
		wanted(commented.JSON201, commented.Body)
		reviewed := answered(brand.ReviewDraftWithResponse(ctx, offer.CampaignId, offer.Id, due.Id, nil,
			callboard.ReviewDraftInput{Decision: decision, Comment: new("Brighter, please.")}))
		wanted(reviewed.JSON200, reviewed.Body)
	}
	done := answered(agency.PublishDeliverableWithResponse(ctx, offer.CreatorId, offer.Id, due.Id, nil,
		callboard.PublishDeliverableInput{
			VideoId: "7300000000000000001", Url: "https://www.tiktok.com/@zoe/video/7300000000000000001",
		}))
	return wanted(done.JSON200, done.Body)
}

func main() {
	operator := signedIn(os.Getenv("CALLBOARD_CLIENT_ID"), os.Getenv("CALLBOARD_CLIENT_SECRET"))
	northlight := answered(operator.CreateAgencyWithResponse(
		ctx, nil, callboard.CreateAgencyInput{Name: "Northlight Talent", Country: "US"}))
	lumen := answered(operator.CreateBrandWithResponse(
		ctx, nil, callboard.CreateBrandInput{Name: "Lumen Skincare", Country: "FR", Category: "beauty/skincare"}))
	zoe := answered(operator.CreateCreatorWithResponse(ctx, nil, callboard.CreateCreatorInput{
		Handle: "zoe_" + strings.ToLower(rand.Text())[:12], DisplayName: "Zoe", Country: "US",
	}))
	agency := party(wanted(northlight.JSON201, northlight.Body).Client)
	brand := party(wanted(lumen.JSON201, lumen.Body).Client)
	creator := wanted(zoe.JSON201, zoe.Body)
	id := creator.Creator.Id

	delegated(agency, party(creator.Client), id)
	saved := answered(agency.PutRateCardWithResponse(ctx, id, &callboard.PutRateCardParams{IfMatch: `"0"`},
		callboard.RateCardPut{Rates: &[]callboard.RateInput{
			{Deliverable: "video", Price: callboard.Money{AmountMinor: 300_000, Currency: "USD"}},
		}}))
	check(wanted(saved.JSON200, saved.Body).Version == 1, "it is her first rate card")
	importNumbers(operator, id)
	shown := answered(agency.GetMetricsWithResponse(ctx, id, nil))
	rate := wanted(shown.JSON200, shown.Body).EngagementRate.Value
	check(rate != nil && *rate == 0.115, "the engagement rate is that of the snapshot")

	offer := agreed(agency, brand, id)
	check(offer.State == callboard.OfferStateACTIVE, "the offer is agreed")
	video := published(agency, brand, offer)
	check(video.State == callboard.DeliverableStatePUBLISHED, "the video is published")
	read := answered(agency.GetCreatorOfferWithResponse(ctx, id, offer.Id, nil))
	fmt.Println(wanted(read.JSON200, read.Body).State)
}
