"""What waits in the outbox leaves: while its owner may hear it, by one worker, again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.notifications.domain.deliveries import Attempt
from services.notifications.domain.mail import Content, Mail, MailKind, MailState, Verdict, digest_time
from services.notifications.domain.subscriptions import Frequency, SubscriptionState
from services.notifications.domain.webhooks import GIVE_UP
from services.notifications.handlers.mail_events import mail_event, mail_to
from services.notifications.handlers.mailing import CLAIM, Compose, Mailer
from services.notifications.mail.rendering import Renderer
from services.shared.errors import Unavailable
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import SCOPE
from tests.unit.notifications.mail_build import append, subscribe

DIGESTS_AT = digest_time(START)


class FakeTransport:
    """Answers as told, and remembers what has left."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.sent: list[tuple[Mail, Content]] = []
        self.answers: list[tuple[int, Verdict]] = []
        self.before: Callable[[], None] = lambda: None

    def send(self, mail: Mail, compose: Compose) -> tuple[Attempt, Verdict]:
        """One attempt."""
        self.before()
        content = compose()
        if content is None:
            return Attempt(self._clock.now(), 1, 0), Verdict.SILENCED
        status, verdict = self.answers.pop(0) if self.answers else (250, Verdict.TAKEN)
        if verdict is Verdict.TAKEN:
            self.sent.append((mail, content))
        error = "" if verdict is Verdict.TAKEN else f"{status} No."
        return Attempt(self._clock.now(), 1, status, error), verdict


class Stage:
    """A mailer with all that it needs."""

    def __init__(self) -> None:
        self.store, self.roster, self.clock = FakeStore(), FakeRoster(), FakeClock()
        self.transport = FakeTransport(self.clock)
        self.roster.grant("ag_1", "cr_1", SCOPE)

    def mailer(self, *, keeps: bool = False) -> Mailer:
        """One worker's; one that `keeps` has no mail server."""
        transport = None if keeps else self.transport
        return Mailer(self.store, self.roster, transport, Renderer(), self.clock, self.roster)

    def happens(self, number: int = 1, **fields: str) -> None:
        """An event that agency and brand are told."""
        made = append(self.store, number, **fields)
        mail_event(self.store, self.clock, made, ["ag_1", "br_1"])

    def run(self, *, keeps: bool = False) -> None:
        """Deals with all that is due."""
        while self.mailer(keeps=keeps).run():
            pass

    @property
    def mails(self) -> list[Mail]:
        """All mails."""
        return list(self.store.mails.values())

    def states(self) -> list[str]:
        """What has become of them."""
        return [each.state.value for each in self.mails]


@pytest.fixture
def stage() -> Stage:
    """A mailer with all that it needs."""
    return Stage()


def test_an_event_is_mailed_to_those_who_want_it(stage: Stage) -> None:
    subscribe(stage.store, "ms_1", events=("offer.sent",))
    subscribe(stage.store, "ms_2", events=("offer.declined",))
    subscribe(stage.store, "ms_3", state=SubscriptionState.UNCONFIRMED)
    subscribe(stage.store, "ms_4", state=SubscriptionState.PAUSED)
    subscribe(stage.store, "ms_5", frequency=Frequency.OFF)
    subscribe(stage.store, "ms_6", party_id="ag_2")
    subscribe(stage.store, "ms_7", party_id="br_1")
    for _ in range(2):
        stage.happens()
        stage.run()
    assert sorted(mail.recipient for mail, _ in stage.transport.sent) == ["ms_1@a.example", "ms_7@a.example"]
    assert stage.states() == ["sent", "sent"]
    assert {(each.subject, each.text, each.html) for each in stage.mails} == {("", "", "")}


def test_without_a_mail_server_it_is_kept(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.run(keeps=True)
    (mail,) = stage.mails
    assert (mail.state, mail.subject) == (
        MailState.KEPT,
        "Acme has sent Ana an offer for Spring Launch",
    )
    assert "Spring Launch" in mail.text
    assert "Spring Launch" in mail.html
    assert len(stage.store.readings) == 1


def test_what_an_agency_may_hear_no_more_is_not_mailed(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.roster.grant("ag_1", "cr_1")
    stage.run()
    assert stage.states() == ["silenced"]
    assert stage.store.readings == {}


def test_it_is_decided_when_the_server_has_accepted_the_receiver(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.transport.before = lambda: stage.roster.grant("ag_1", "cr_1")
    stage.run()
    assert stage.states() == ["silenced"]


def test_nothing_leaves_while_nobody_can_say_who_may_hear_it(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.roster.reachable = False
    with pytest.raises(Unavailable):
        stage.run()
    stage.roster.reachable = True
    stage.run()
    assert stage.states() == ["pending"]
    stage.clock.advance(seconds=CLAIM.total_seconds())
    stage.run()
    assert stage.states() == ["sent"]


def test_what_an_agency_is_told_stands_in_the_creators_log(stage: Stage) -> None:
    subscribe(stage.store)
    subscribe(stage.store, "ms_2", party_id="br_1")
    stage.happens()
    stage.run()
    (reading,) = stage.store.readings.values()
    assert (reading.party_id, reading.object) == ("ag_1", "/v1/mail/subscriptions/ms_1")


def test_a_subscription_that_is_gone_or_stopped_silences_what_waits(stage: Stage) -> None:
    subscribe(stage.store)
    subscribe(stage.store, "ms_2", party_id="br_1")
    stage.happens()
    stage.store.remove_subscription("ms_1")
    stage.store.subscriptions.rows.pop("ms_2")
    subscribe(stage.store, "ms_2", party_id="br_1", frequency=Frequency.OFF)
    stage.run()
    assert stage.states() == ["silenced", "silenced"]


def test_a_temporary_refusal_is_tried_again_for_three_days_under_one_id(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.transport.answers = [(451, Verdict.LATER)] * 100
    while stage.states() == ["pending"]:
        due = stage.mails[0].next_attempt_at
        assert due is not None
        stage.clock.advance(seconds=max(0.0, (due - stage.clock.now()).total_seconds()))
        stage.run()
    (mail,) = stage.mails
    assert mail.state is MailState.FAILED
    assert stage.clock.now() - START <= GIVE_UP
    assert mail.count > 10
    assert stage.store.subscriptions.rows["ms_1"].state is SubscriptionState.ACTIVE


def test_a_mail_is_sent_after_all_when_the_server_takes_it(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.transport.answers = [(0, Verdict.LATER), (451, Verdict.LATER)]
    for _ in range(3):
        stage.run()
        stage.clock.advance(minutes=1)
    assert stage.states() == ["sent"]
    assert [each.status for each in stage.mails[0].attempts] == [0, 451, 250]


def test_a_mail_that_is_refused_for_good_has_failed(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    stage.transport.answers = [(554, Verdict.REFUSED)]
    stage.run()
    assert stage.states() == ["failed"]
    assert stage.mails[0].attempts[0].error == "554 No."
    assert stage.store.subscriptions.rows["ms_1"].state is SubscriptionState.ACTIVE


def test_an_address_that_is_refused_for_good_is_written_to_no_more(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens(1)
    stage.transport.answers = [(550, Verdict.UNKNOWN_RECIPIENT)]
    stage.run()
    stage.happens(2)
    stage.run()
    paused = stage.store.subscriptions.rows["ms_1"]
    assert (paused.state, paused.refusal) == (SubscriptionState.PAUSED, "550 No.")
    assert stage.states() == ["failed"]


def test_an_unconfirmed_address_that_is_refused_stays_unconfirmed(stage: Stage) -> None:
    unconfirmed = subscribe(stage.store, state=SubscriptionState.UNCONFIRMED)
    stage.store.put_mail(mail_to(unconfirmed, MailKind.CONFIRMATION, "", START, START))
    stage.transport.answers = [(550, Verdict.UNKNOWN_RECIPIENT)]
    stage.run()
    refused = stage.store.subscriptions.rows["ms_1"]
    assert (refused.state, refused.refusal) == (SubscriptionState.UNCONFIRMED, "550 No.")


def test_a_digest_gathers_what_has_happened_since_the_last(stage: Stage) -> None:
    subscribe(stage.store, frequency=Frequency.DAILY)
    stage.happens(1)
    stage.happens(2, event_type="offer.declined")
    stage.run()
    assert stage.transport.sent == []
    stage.clock.advance(seconds=(DIGESTS_AT - START).total_seconds())
    stage.run()
    stage.happens(3)
    stage.clock.advance(days=1)
    stage.run()
    subjects = [content.subject for _, content in stage.transport.sent]
    assert subjects == ["Callboard, 2026-03-02: 2", "Callboard, 2026-03-03: 1"]
    assert "is declined." in stage.transport.sent[0][1].text


def test_a_digest_tells_only_what_may_be_heard_when_it_is_sent(stage: Stage) -> None:
    subscribe(stage.store, frequency=Frequency.DAILY)
    stage.happens(1)
    made = append(
        stage.store, 2, agency={"id": "ag_1", "name": "Northlight"}, event_type="delegation.revoked"
    )
    stage.store.published[-1] = made.__class__(**{**made.__dict__, "agency_id": "ag_1", "scope": ""})
    mail_event(stage.store, stage.clock, made, ["ag_1"])
    stage.roster.grant("ag_1", "cr_1")
    stage.clock.advance(days=1)
    stage.run()
    (content,) = [content for _, content in stage.transport.sent]
    assert content.subject == "Callboard, 2026-03-02: 1"
    assert "has revoked" in content.text
    assert "offer" not in content.text.split("--")[0].replace("offers/of_2", "")


def test_what_comes_after_a_digest_was_taken_waits_for_the_next(stage: Stage) -> None:
    subscribe(stage.store, frequency=Frequency.DAILY)
    stage.happens(1)
    assert stage.store.claim_mail(DIGESTS_AT, DIGESTS_AT + CLAIM)
    stage.happens(2)
    assert [each.planned_at for each in stage.mails] == [DIGESTS_AT, DIGESTS_AT + timedelta(days=1)]
    stage.happens(1)
    assert [each.event_ids for each in stage.mails] == [("ev_1",), ("ev_2",)]


def test_two_workers_send_a_mail_once_and_one_takes_over_what_the_other_had(stage: Stage) -> None:
    subscribe(stage.store)
    stage.happens()
    other = stage.mailer()
    taken: list[int] = []
    stage.transport.before = lambda: taken.append(other.run()) if not taken else None
    stage.run()
    assert taken == [0]
    assert len(stage.transport.sent) == 1
    stage.happens(2)
    assert stage.store.claim_mail(stage.clock.now(), stage.clock.now() + CLAIM)
    stage.run()
    assert len(stage.transport.sent) == 1
    stage.clock.advance(seconds=CLAIM.total_seconds())
    stage.run()
    assert len(stage.transport.sent) == 2


def test_digests_are_sent_at_seven() -> None:
    assert digest_time(START) == START.replace(day=2, hour=7)
    assert digest_time(START.replace(hour=6, minute=59)) == START.replace(hour=7)
    assert digest_time(START.replace(hour=7)) == START.replace(day=2, hour=7)
