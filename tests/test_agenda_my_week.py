"""One person's week: what they owe, by day, and nothing of their colleagues."""

from datetime import UTC, date, datetime

from lib.agenda.my_week import MyWeek, my_week
from lib.relationship.tables import ClientRequest, Escalation, OnboardingStep
from lib.store.engine import Store
from tests.agenda_cases import ACME, ANN, AS_OF, BO, day, put_week
from tests.facts import put


def told(found: MyWeek) -> list[tuple[str, str, str]]:
    """Every duty as when, what kind, words."""
    when = (("overdue", found.overdue), ("today", found.today), ("ahead", found.ahead))
    return [(name, one.kind, one.words) for name, duties in when for one in duties]


def test_a_person_sees_what_is_theirs_with_day_and_link(store: Store) -> None:
    put_week(store)
    assert told(my_week(store, ANN, AS_OF)) == [
        ("overdue", "promise", "Keep the promise to A. Client of Acme: “Send the plan”."),
        ("today", "look again", "See whether “They stay” came of “Call the sponsor”, decided on 3 Mar 2025 for Acme."),
    ]
    found = my_week(store, BO, AS_OF)
    assert told(found) == [
        ("overdue", "check-in", "Check in with Bolt: last talked on 29 Jan 2025, at most 30 days are agreed."),
        ("overdue", "follow-up", "Call B. Client of Bolt after the survey (asked for contact)."),
        ("overdue", "next step", "Send terms: Film."),
        ("overdue", "decision", "Do what was decided on 3 Mar 2025 for Bolt: “Plan the year”."),
    ]
    assert found.overdue[0].day == date(2025, 2, 12)
    assert found.later == 1
    assert (found.overdue[0].page, found.overdue[0].query) == ("account", {"account": "Bolt"})


def test_what_clients_are_owed_falls_to_who_leads_them_unless_a_colleague_is_named(store: Store) -> None:
    put_week(store)
    asked = {"account_id": ACME, "department": "delivery", "asked_at": datetime(2025, 3, 9, 9, tzinfo=UTC)}
    put(store, ClientRequest(what="A invoice copy", **asked), ClientRequest(what="Bo's", person_id=BO, **asked))
    put(store, Escalation(account_id=ACME, severity=3, what="Late site", opened_on=day("03-08")))
    step = {"account_id": ACME, "milestone": "Start", "due_on": day("03-17")}
    put(store, OnboardingStep(name="Kick-off", **step), OnboardingStep(name="Access", person_id=BO, **step))
    assert [one for one in told(my_week(store, ANN, AS_OF)) if one[1] not in ("promise", "look again")] == [
        ("overdue", "request", "Answer Acme: “A invoice copy”, asked on 9 Mar 2025."),
        ("ahead", "escalation update", "Tell Acme how the escalation “Late site” stands (severity 3)."),
    ]
    assert my_week(store, ANN, day("03-11")).today[0].kind == "escalation update"


def test_who_owes_nothing_is_told_so(store: Store) -> None:
    put_week(store)
    found = my_week(store, ANN, date(2024, 6, 3))
    assert told(found) == []
    assert found.empty_words == "Ann owes nothing up to 10 Jun 2024; 1 account is theirs."
    assert my_week(store, 77, AS_OF).empty_words.startswith("Nobody on record owes nothing")


def test_the_demo_firm_gives_its_managers_a_week(demo_store: Store) -> None:
    weeks = [my_week(demo_store, person, date(2026, 10, 31)) for person in (4, 7, 10, 11)]
    kinds = {one.kind for week in weeks for one in (*week.overdue, *week.today, *week.ahead)}
    assert {"check-in", "formal update", "promise", "next step", "decision"} <= kinds
    assert all(one.words.endswith(".") for week in weeks for one in week.overdue)
