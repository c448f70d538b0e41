"""Each part of the agenda told of a firm that can be counted by hand, word for word."""

from datetime import UTC, datetime

import pytest

from lib.accounts.tables import Account, AccountOwner, Contract
from lib.agenda.agenda import agenda
from lib.agenda.items import Agenda, Item
from lib.growth.tables import Opportunity, Stage
from lib.health.keeping import keep_health
from lib.health.tables import RenewalCall
from lib.people.tables import Person
from lib.relationship.tables import Promise
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyRelease, SurveyResponse, SurveyWave
from tests.agenda_cases import ACME, ANN, AS_OF, BEGIN, BO, BOLT, SINCE, day, put_week
from tests.facts import put

TOLD = {
    "last decisions": [
        "Acme: on 3 Mar 2025 we said “Call the sponsor” (Ann by 5 Mar 2025), so that “They stay”; it was done late on "
        "6 Mar 2025; the day to look again is today, and nobody has judged the effect yet. Now: band Red (then "
        "Unknown), score 16–92, overdue promises 1, open deals 0.",
        "Bolt: on 3 Mar 2025 we said “Plan the year” (Bo by 7 Mar 2025), without an expected effect; it is overdue. "
        "Now: band Unknown (as then), score 23–99, overdue promises 0, open deals 2.",
    ],
    "movements": [
        "Acme could not be judged and is Red now: capped: notice was given 3 days ago; the least its score can be rose "
        "5.6 points: data aged or refreshed +5.6; most by open escalations (+12.5: then not known; now 100: no "
        "escalation open).",
    ],
    "at risk": [
        "Acme is Red (score 16–92): capped: notice was given 3 days ago; €12 k a year, Ann looks after it.",
        "Bolt cannot be judged (score 23–99, 25 % known): needs delivery dates, hours and scope and 4 more; €6 k a "
        "year, Bo looks after it. The last day to give notice is 1 Apr 2025 (22 days); its contract ends on 1 May "
        "2025, worth €8 k, and no call of how it will end is recorded (account manager and lead).",
    ],
    "promises": [
        "Overdue to Acme: “Send the plan”, promised by Ann to A. Client for 1 Mar 2025, 9 days ago.",
        "Nobody has talked with Bolt for 40 days (last on 29 Jan 2025); at most 30 days are agreed, 14 would be "
        "ideal, Bo looks after it.",
    ],
    "people": [
        "Ann is over-extended (over 110 % in a week; over 100 % in two or more of four weeks): booked 120 % in the "
        "week of 17 Mar, 90 % on average; over 100 % in 3 of the next 4 weeks.",
    ],
    "opportunities": [
        "Site, Bolt (€10 k, in Talking for 30 days) has no next step; Bo sells it.",
        "Film, Bolt (€5 k, in Talking) waits for “Send terms”, due on 6 Mar 2025, 4 days ago; Bo sells it.",
    ],
    "surveys": [
        "Spring of the survey “Pulse” was closed on 8 Mar 2025: 2 answers; no net recommendation is told: too few "
        "answers for a score: 1 promoter, 0 passives, 1 detractor.",
        "The call with B. Client of Bolt (asked for contact) is 4 days late: Bo was to call.",
        "A. Client of Acme gave 3 of 10 on 5 Mar 2025, and nobody opened a conversation about it; they wrote “Slow "
        "answers”.",
        "B. Client of Bolt wrote on 5 Mar 2025, with 9 of 10: “You think along”.",
    ],
    "wins": [
        "Bolt reached its objective “Leads”: 21 of 20 leads, confirmed by B. Client on 3 Mar 2025.",
        "Bolt renewed Care for €6 k (€9 k was aimed at), decided on 6 Mar 2025.",
        "Bolt, thanks from the CEO to Bo on 4 Mar 2025: Saved the fair.",
        "Won by Bo: Fair of Bolt for €2.5 k, closed on 5 Mar 2025.",
    ],
}  # fmt: skip


@pytest.fixture
def week(store: Store) -> Store:
    put_week(store)
    keep_health(store, "test", SINCE)
    return store


def items(found: Agenda, name: str) -> tuple[Item, ...]:
    return next(part for part in found.parts if part.name == name).items


def words(found: Agenda, name: str) -> list[str]:
    return [item.words for item in items(found, name)]


def test_every_part_of_the_week_is_told_in_whole_sentences(week: Store) -> None:
    found = agenda(week, AS_OF)
    assert (found.since, found.reviewed, found.words) == (SINCE, True, "Since the last closed review, on 3 Mar 2025.")
    assert {name: words(found, name) for name in TOLD} == TOLD


def test_an_item_says_whose_it_is_and_where_its_evidence_stands(week: Store) -> None:
    promise, gap = items(agenda(week, AS_OF), "promises")
    assert (promise.account_id, promise.person_id, promise.page, promise.query) == (
        ACME, ANN, "account", {"account": "Acme"})  # fmt: skip
    assert promise.late
    assert gap.late
    assert gap.figures == (("Days", "40"), ("At most", "30"), ("Ideal", "14"))


def test_the_owner_filter_narrows_every_part(week: Store) -> None:
    found = agenda(week, AS_OF, scope=(("owner", "Ann"),))
    told = {part.name: [item.words for item in part.items] for part in found.parts}
    assert not [sentence for sentences in told.values() for sentence in sentences if "Bolt" in sentence]
    assert told["people"] == TOLD["people"]
    assert told["wins"] == []
    assert told["opportunities"] == []
    assert told["promises"] == TOLD["promises"][:1]
    assert agenda(week, AS_OF, scope=(("owner", "Bo"),)).parts[4].items == ()  # nobody of Bo's is over-extended


def test_a_call_by_manager_and_lead_takes_the_term_off_the_agenda(week: Store) -> None:
    call = {"account_id": BOLT, "made_on": day("03-09"), "months_ahead": 3, "call": "will renew", "reason": "said so"}
    put(week, RenewalCall(person_id=BO, **call))
    assert words(agenda(week, AS_OF), "at risk")[1].endswith("no call of how it will end is recorded (lead).")
    put(week, RenewalCall(person_id=ANN, **call))
    assert words(agenda(week, AS_OF), "at risk")[1].endswith("Bo looks after it.")


def test_promises_to_one_client_make_one_item(week: Store) -> None:
    made = {"account_id": ACME, "person_id": BO, "made_on": day("02-01")}
    put(week, *(Promise(**made, what=f"Page {number}", due_on=day(f"02-0{number}")) for number in (2, 3, 4)))
    told = words(agenda(week, AS_OF), "promises")[0]
    assert told.startswith("4 promises to Acme are overdue: “Page 2”, promised by Bo for 2 Feb 2025, 36 days ago; ")
    assert told.endswith("; and 1 more.")


def test_one_sentence_tells_that_no_deal_at_all_has_a_step(store: Store) -> None:
    put(store, Person(id=1, name="Ann"), Account(id=1, name="Acme"), Stage(id=1, name="Talking", kind="open"))
    deal = {"account_id": 1, "person_id": 1, "stage_id": 1, "opened_on": day("01-02")}
    put(store, *(Opportunity(**deal, name=f"Deal {number}", amount_cents=number * 100_00) for number in range(1, 31)))
    assert words(agenda(store, AS_OF), "opportunities") == [
        "None of 30 open deals, together worth €46.5 k, has a next step: nobody has recorded any. The largest: "
        "Deal 30, Acme (€3 k), Deal 29, Acme (€2.9 k), Deal 28, Acme (€2.8 k).".replace(
            ", Deal 28", " and Deal 28")
    ]  # fmt: skip


def test_where_nobody_can_be_judged_one_sentence_says_so(store: Store) -> None:
    for number, name in enumerate(["Acme", "Bolt"], start=1):
        put(store, Account(id=number, name=name), Contract(account_id=number, kind="retainer", starts_on=BEGIN))
    assert words(agenda(store, AS_OF), "at risk") == [
        "Whether any of 2 accounts is at risk cannot be told: too little is recorded of them to judge one. The "
        "largest: Acme (€0) and Bolt (€0). The page Record says which entries would tell most."
    ]


def test_an_anonymous_wave_tells_only_what_was_released(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Survey(id=1, name="Quiet", kind="relationship", mode="anonymous"))
    question = {"survey_id": 1, "words": "Would you recommend us?"}
    put(store, SurveyQuestion(id=1, position=1, scale="0-10", area="recommendation", **question))
    closed = datetime(2025, 3, 8, tzinfo=UTC)
    put(store, SurveyWave(id=1, survey_id=1, name="Spring", opens_on=SINCE, closed_at=closed))
    put(store, SurveyResponse(id=1, survey_wave_id=1, account_id=1, answered_on=day("03-05")))  # must not be told
    put(store, SurveyAnswer(survey_response_id=1, survey_question_id=1, score=0))
    none = ["Spring of the survey “Quiet” was closed on 8 Mar 2025: it is anonymous, and too few answered for anything "
            "to be released."]  # fmt: skip
    assert words(agenda(store, AS_OF), "surveys") == none
    nps = {"survey_question_id": 1, "figure": "nps", "value": 0.25, "low": -0.1, "high": 0.5, "base": 20}
    put(store, SurveyRelease(survey_wave_id=1, cut="whole", **nps))
    assert words(agenda(store, AS_OF), "surveys") == [
        "Spring of the survey “Quiet” was closed on 8 Mar 2025: it is anonymous; net recommendation +25 (95 %: -10 to "
        "+50)."
    ]


def test_a_client_past_the_ideal_gap_is_counted_not_listed(week: Store) -> None:
    put(week, Account(id=3, name="Cord"), AccountOwner(account_id=3, person_id=BO, starts_on=BEGIN))
    assert "ideal gap" not in " ".join(words(agenda(week, AS_OF), "promises"))
    told = words(agenda(week, day("02-20")), "promises")
    assert told == ["1 client is past the ideal gap between contacts, still inside the longest one: Bolt."]
