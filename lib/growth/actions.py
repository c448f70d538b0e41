"""Every write to open opportunities (opened, moved, edited) and to the services a client declined."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue, StewardError
from lib.growth.tables import Opportunity, OpportunityStage, ServiceDecline, Stage
from lib.required import cents, given, happened, not_before, tidy, written
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

OPPORTUNITY, STAGE, ENTERED = table_of(Opportunity), table_of(Stage), table_of(OpportunityStage)
EDITABLE = (
    "name", "kind", "account_id", "service_id", "person_id", "amount_cents", "expected_close_on", "next_step",
    "next_step_on", "reason_quoted",
)  # fmt: skip
WORDS = ("name", "next_step", "reason_quoted")
RENEWAL = "renewal"
Row = Mapping[str, Any]


class DealChanged(StewardError):
    """Two people changed one opportunity: the second is told where it stands now."""

    def __init__(self, now: str) -> None:
        super().__init__(f"Somebody was faster: this opportunity {now}. Nothing was saved; look, and choose again.")


def open_opportunity(
    store: Store, who: str, account_id: int | None, service_id: int | None, kind: str | None, stage_id: int | None,
    amount_cents: int | None, expected_close_on: date | None, next_step: str | None, next_step_on: date | None,
    person_id: int | None, reason_quoted: str | None, opened_on: date | None, token: str, name: str | None = None,
) -> int | None:  # fmt: skip
    """Open an opportunity in its first stage, which it enters on `opened_on`; its number comes back.

    Raises RefusedValue naming the field, also where the same is open for the client already (renewals apart).
    """
    client = given("account_id", account_id, "choose the client.")
    sold = given("service_id", service_id, "choose what could be sold.")
    of_kind = given("kind", kind, "say whether it is new business, an expansion or a renewal.")
    stage = given("stage_id", stage_id, "choose where it stands.")
    values: dict[str, Any] = {
        "account_id": client, "service_id": sold, "kind": of_kind, "person_id": person_id, "name": tidy(name),
        "amount_cents": amount_cents, "expected_close_on": expected_close_on, "next_step": tidy(next_step),
        "next_step_on": next_step_on, "reason_quoted": tidy(reason_quoted),
        "opened_on": happened("opened_on", opened_on),
    }  # fmt: skip
    _refuse_nonsense(values)

    def work(write: Write) -> int:
        _usable(write, stage, values["opened_on"])
        _refuse_twin(write, client, sold, of_kind)
        made = write.add(Opportunity(stage_id=stage, **values))
        write.add(OpportunityStage(opportunity_id=made, stage_id=stage, entered_on=values["opened_on"]))
        return made

    return perform(store, who, "open opportunity", work, token)


def decline_service(
    store: Store, who: str, account_id: int | None, service_id: int | None, declined_on: date | None,
    not_before_on: date | None, words: str | None, token: str,
) -> int | None:  # fmt: skip
    """Record that a client said "not now" to a service, in their words, and the day before which we do not ask.

    Raises RefusedValue naming the field.
    """
    row = ServiceDecline(
        account_id=given("account_id", account_id, "choose the client."),
        service_id=given("service_id", service_id, "choose the service they declined."),
        declined_on=happened("declined_on", declined_on),
        not_before_on=given("not_before_on", not_before_on, "say before which day we do not ask again."),
        words=written("words", words, "write what they said: it tells what to bring next time."),
    )
    if row.not_before_on is not None and row.not_before_on <= row.declined_on:
        raise RefusedValue("not_before_on", f"must be after {fmt.day(row.declined_on)}, when they said it.")
    return perform(store, who, "decline service", lambda write: write.add(row), token)


def move_stage(
    store: Store, who: str, opportunity_id: int, shown_stage_id: int | None, stage_id: int | None,
    moved_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """Move an open opportunity to another open stage, onwards or back, as of a day; its history is kept.

    What was entered on that same day and is taken back stands in the change log only. Raises DealChanged where
    somebody moved it since `shown_stage_id` was seen, RefusedValue naming the field.
    """
    wanted = given("stage_id", stage_id, "choose where it stands now.")
    day = happened("moved_on", moved_on)

    def work(write: Write) -> int:
        current = write.read(Opportunity, opportunity_id)
        stage = _usable(write, wanted, day)
        before = still_open(write, current)
        if current["stage_id"] != shown_stage_id:
            raise DealChanged(f"stands in “{before['name']}” now")
        if current["stage_id"] == wanted:
            raise RefusedValue("stage_id", f"it stands in “{stage['name']}” already.")
        refuse_past(write, current, "moved_on", day)
        _enter(write, opportunity_id, stage, day)
        write.set(Opportunity, opportunity_id, {"stage_id": wanted}, current)
        return opportunity_id

    return perform(store, who, "move opportunity", work, token)


def _enter(write: Write, opportunity_id: int, stage: Row, day: date) -> None:
    """Write down that a stage was entered. Days are all a history knows: of one day the last word holds."""
    of_it = select(ENTERED.c.id, ENTERED.c.stage_id, ENTERED.c.entered_on, STAGE.c.position)
    dated = of_it.join(STAGE, STAGE.c.id == ENTERED.c.stage_id).where(
        ENTERED.c.opportunity_id == opportunity_id, ENTERED.c.entered_on.is_not(None)
    )
    order = dated.order_by(ENTERED.c.entered_on, STAGE.c.position, ENTERED.c.id)
    kept = []
    for row in write.connection.execute(order).mappings().all():
        # Readers put the later stage last where two were entered on one day.
        if row["entered_on"] == day and row["position"] > stage["position"]:
            write.remove(OpportunityStage, row["id"])
        else:
            kept.append(row["stage_id"])
    if kept[-1:] != [stage["id"]]:
        write.add(OpportunityStage(opportunity_id=opportunity_id, stage_id=stage["id"], entered_on=day))


def edit_opportunity(store: Store, who: str, opportunity_id: int, shown: Row, wanted: Row, token: str) -> int | None:
    """Change an open opportunity (fields of EDITABLE) from what a form showed.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        current = write.read(Opportunity, opportunity_id)
        still_open(write, current)
        typed = _typed(wanted, shown)
        mine = {name: value for name, value in typed.items() if value != shown[name]}
        if current["version"] == shown["version"]:
            _refuse_nonsense(current | mine, set(mine))
            if set(mine) & set(_TWINS):
                client, sold, kind = ((current | mine)[name] for name in _TWINS)
                _refuse_twin(write, client, sold, kind, own=opportunity_id)
        write.edit(Opportunity, opportunity_id, shown, typed)
        return opportunity_id

    return perform(store, who, "edit opportunity", work, token)


_TWINS = ("account_id", "service_id", "kind")


def _typed(wanted: Row, shown: Row) -> dict[str, Any]:
    """The fields that may be edited as they are to be stored; what was left alone stays as an import brought it."""
    kept = {name: wanted[name] for name in wanted if name in EDITABLE}
    return kept | {name: tidy(kept[name]) for name in WORDS if name in kept and kept[name] != shown[name]}


def _refuse_nonsense(values: Row, changed: set[str] | None = None) -> None:
    """`changed`: the only fields a person touched; what an import brought is not held against them."""
    if values["amount_cents"] is not None and (changed is None or "amount_cents" in changed):
        cents("amount_cents", values["amount_cents"])
    if changed is None or changed & {"next_step", "next_step_on"}:
        if values["next_step_on"] is not None and not values["next_step"]:
            raise RefusedValue("next_step", "a day without a step: say what is to be done.")
        if values["next_step"] and values["next_step_on"] is None:
            raise RefusedValue("next_step_on", "a step without a day is not done: say by when.")
    for field in ("next_step_on", "expected_close_on"):
        if changed is None or field in changed:
            not_before(field, values[field], values["opened_on"], "when it was opened")


def _refuse_twin(
    write: Write, account_id: int | None, service_id: int | None, kind: str | None, own: int | None = None
) -> None:
    """A second renewal of one service is another contract; a second expansion is the same talk written twice."""
    if kind == RENEWAL or None in (account_id, service_id, kind):
        return
    same = (
        select(OPPORTUNITY.c.name, OPPORTUNITY.c.opened_on, STAGE.c.name.label("stage"))
        .join(STAGE, STAGE.c.id == OPPORTUNITY.c.stage_id)
        .where(
            OPPORTUNITY.c.account_id == account_id, OPPORTUNITY.c.service_id == service_id,
            OPPORTUNITY.c.kind == kind, STAGE.c.kind == "open", OPPORTUNITY.c.id.is_distinct_from(own),
        )
    )  # fmt: skip
    twin = write.connection.execute(same.limit(1)).first()
    if twin is not None:
        named = f" (“{twin.name}”)" if twin.name else ""
        since = f", opened on {fmt.day(twin.opened_on)}" if twin.opened_on else ""
        raise RefusedValue(
            "service_id", f"this is open for the client already{named}: in “{twin.stage}”{since}. Move that one on."
        )


def _usable(write: Write, stage_id: int, day: date) -> dict[str, Any]:
    stage = write.read(Stage, stage_id)
    if stage["kind"] != "open":
        raise RefusedValue("stage_id", f"“{stage['name']}” closes it: write down that it was {stage['kind']} instead.")
    if stage["retired_on"] is not None and stage["retired_on"] <= day:
        raise RefusedValue("stage_id", f"“{stage['name']}” is no longer in use: choose another.")
    return stage


def still_open(write: Write, current: Row) -> dict[str, Any]:
    """The stage an opportunity stands in; RefusedValue where that closed it."""
    stage = write.read(Stage, current["stage_id"])
    if stage["kind"] != "open":
        on = f" on {fmt.day(current['closed_on'])}" if current["closed_on"] else ""
        raise RefusedValue("closed_on", f"it was {stage['kind']}{on} already: nothing was changed.")
    return stage


def refuse_past(write: Write, current: Row, field: str, day: date) -> None:
    """Nothing happens to an opportunity before it was opened or entered the stage it is in."""
    last = select(ENTERED.c.entered_on).where(ENTERED.c.opportunity_id == current["id"])
    newest = write.connection.execute(last.order_by(ENTERED.c.entered_on.desc().nulls_last()).limit(1)).scalar()
    not_before(field, day, current["opened_on"], "when it was opened")
    not_before(field, day, newest, "when it entered the stage it is in")
