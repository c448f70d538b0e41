"""Every SELECT behind a wave that is sent: who could be invited, who is listed, who is due for a reminder."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy import Select, and_, case, exists, func, or_, select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Account, Contact
from lib.days import dated
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.surveys.tables import Survey, SurveyInvitation, SurveyRelease, SurveyResponse, SurveyWave

survey, wave, invitation = table_of(Survey), table_of(SurveyWave), table_of(SurveyInvitation)
response, release, log = table_of(SurveyResponse), table_of(SurveyRelease), table_of(ChangeLog)
contact, account = table_of(Contact), table_of(Account)
CUTS = {"segment": "sector", "region": "region", "manager": "manager"}  # of a contact when invited: of the account


def people(store: Store, wave_id: int, day: date) -> pd.DataFrame:
    """Every contact with what decides whether a wave may ask them, by account and name.

    Columns: contact_id, contact, email, role, left_on, archived_on, account_id, account, owner, sector, segment,
    region, manager, state (of their invitation in this wave; None: none), elsewhere (another open wave of the survey
    that lists them), asked_on, asked_in (the last time that another wave asked them).
    """
    columns = (
        contact.c.id.label("contact_id"), contact.c.name.label("contact"), contact.c.email, contact.c.role,
        contact.c.left_on, account.c.archived_on, contact.c.account_id, invitation.c.state,
    )  # fmt: skip
    mine = and_(invitation.c.contact_id == contact.c.id, invitation.c.survey_wave_id == wave_id)
    joined = contact.join(account, account.c.id == contact.c.account_id).outerjoin(invitation, mine)
    found = store.frame(select(*columns).select_from(joined).order_by(contact.c.id))
    found = found.merge(last_asked(store, wave_id), "left", "contact_id")
    found = found.merge(_elsewhere(store, wave_id), "left", "contact_id")
    return _grouped(store, dated(found, "left_on", "archived_on"), day)


def _grouped(store: Store, found: pd.DataFrame, day: date) -> pd.DataFrame:
    """The same with the account's name, owner, sector and, as segment, region and manager, its groups on a day."""
    groups = account_groups(store, day)
    cuts = groups[["account_id", "account", "owner", "sector"]].assign(**{cut: groups[of] for cut, of in CUTS.items()})
    return found.merge(cuts, "left", "account_id").sort_values(["account", "contact"], ignore_index=True)


def last_asked(store: Store, wave_id: int) -> pd.DataFrame:
    """When any other wave last asked or reminded each contact; messages that did not arrive are none.

    Columns: contact_id, asked_on, asked_in (the survey's name).
    """
    asked_on = func.coalesce(invitation.c.reminded_on, invitation.c.sent_on)
    rank = func.row_number().over(
        partition_by=invitation.c.contact_id, order_by=(asked_on.desc(), invitation.c.id.desc())
    )
    columns = (
        invitation.c.contact_id, asked_on.label("asked_on"), survey.c.name.label("asked_in"),
        rank.label("rank"),
    )  # fmt: skip
    asked = (
        select(*columns)
        .join(wave, wave.c.id == invitation.c.survey_wave_id)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(asked_on.is_not(None), invitation.c.state != "bounced", invitation.c.survey_wave_id != wave_id)
        .subquery()
    )
    newest = select(asked.c.contact_id, asked.c.asked_on, asked.c.asked_in).where(asked.c["rank"] == 1)
    return dated(store.frame(newest), "asked_on")


def _elsewhere(store: Store, wave_id: int) -> pd.DataFrame:
    own = select(wave.c.survey_id).where(wave.c.id == wave_id).scalar_subquery()
    others = (
        select(invitation.c.contact_id, func.min(wave.c.name).label("elsewhere"))
        .join(wave, wave.c.id == invitation.c.survey_wave_id)
        .where(wave.c.survey_id == own, wave.c.id != wave_id, wave.c.closed_at.is_(None))
        .group_by(invitation.c.contact_id)
    )
    return store.frame(others)


def listed(store: Store, wave_id: int, day: date) -> pd.DataFrame:
    """Every invitation of a wave, by account and contact, with the groups of a day for those not sent yet.

    Columns: invitation_id, version, state, trouble, token_hash, contact_id, contact, email, left_on, role, account_id,
    account, owner, sector, segment, region, manager, prepared (bool: its account, role and cuts are frozen), sent_on,
    reminded_on, reminders (how often), answered (bool), asked_on and asked_in (the last time another wave asked them).
    """
    found = store.frame(_invitations(wave_id))
    found = found.merge(last_asked(store, wave_id), "left", "contact_id")
    found = found.assign(reminders=_reminders(store, found, wave_id), prepared=found["frozen_account"].notna())
    found["answered"] = found["answered"].astype(bool)
    found = _grouped(store, found, day)
    frozen = found["prepared"]
    for cut in CUTS:
        cells = found[f"frozen_{cut}"].where(frozen, found[cut]).astype(object)
        found[cut] = cells.where(cells.notna(), None)
    dropped = [name for name in found.columns if name.startswith("frozen_")]
    return dated(found.drop(columns=dropped), "left_on", "sent_on", "reminded_on")


def _invitations(wave_id: int) -> Select[tuple[object, ...]]:
    frozen = (invitation.c[cut].label(f"frozen_{cut}") for cut in CUTS)
    theirs = func.coalesce(invitation.c.account_id, contact.c.account_id).label("account_id")
    sheets = (response.c.survey_wave_id == wave_id, response.c.contact_id == invitation.c.contact_id)
    answered = or_(invitation.c.state == "answered", exists().where(*sheets))
    role = case((invitation.c.account_id.is_not(None), invitation.c.role), else_=contact.c.role).label("role")
    columns = (
        invitation.c.id.label("invitation_id"), invitation.c.version, invitation.c.state, invitation.c.trouble,
        invitation.c.token_hash, contact.c.id.label("contact_id"), contact.c.name.label("contact"), contact.c.email,
        contact.c.left_on, role, theirs, *frozen, invitation.c.account_id.label("frozen_account"),
        invitation.c.sent_on, invitation.c.reminded_on, answered.label("answered"),
    )  # fmt: skip
    joined = invitation.join(contact, contact.c.id == invitation.c.contact_id)
    statement: Select[tuple[object, ...]] = select(*columns).select_from(joined)
    return statement.where(invitation.c.survey_wave_id == wave_id).order_by(invitation.c.id)


def _reminders(store: Store, found: pd.DataFrame, wave_id: int) -> list[int]:
    """How often each was reminded, from the change log; one at least for who has a day of it (written elsewhere)."""
    mine = select(invitation.c.id).where(invitation.c.survey_wave_id == wave_id)
    lines = (
        select(log.c.row_id, log.c.old, log.c.new)
        .where(log.c.table_name == "survey_invitation", log.c.field == "reminded_on", log.c.kind == "changed")
        .where(log.c.row_id.in_(mine))
        .order_by(log.c.id)
    )
    times: dict[int, int] = {}
    for row_id, old, new in store.rows(lines):
        forward = new is not None and (old is None or new > old)  # backward: a message that did not go out
        times[row_id] = times.get(row_id, 0) + (1 if forward else -1)
    dated_rows = zip(found["invitation_id"], found["reminded_on"].notna(), strict=True)
    return [max(times.get(number, 0), int(there)) for number, there in dated_rows]


def outcomes_by_wave(store: Store, days: Mapping[int, date]) -> dict[int, pd.DataFrame]:
    """What became of each invitation of some attributed waves, each by its own day: by wave a frame of state, complete.

    As `response_figures.outcomes` takes them.
    """
    given = (
        select(
            response.c.survey_wave_id, response.c.contact_id, func.min(response.c.answered_on).label("answered_on"),
            func.max(case((response.c.complete, 1), else_=0)).label("complete"),
        )
        .where(response.c.survey_wave_id.in_(list(days)))
        .group_by(response.c.survey_wave_id, response.c.contact_id)
        .subquery()
    )  # fmt: skip
    both = and_(given.c.survey_wave_id == invitation.c.survey_wave_id, given.c.contact_id == invitation.c.contact_id)
    columns = (
        invitation.c.survey_wave_id.label("wave_id"), invitation.c.state, invitation.c.sent_on, given.c.answered_on,
        func.coalesce(given.c.complete, 0).label("complete"),
    )  # fmt: skip
    asked = select(*columns).select_from(invitation.outerjoin(given, both))
    frame = store.frame(asked.where(invitation.c.survey_wave_id.in_(list(days))))
    frame = dated(frame, "sent_on", "answered_on")
    return {number: _as_of(frame[frame["wave_id"] == number], day) for number, day in days.items()}


def _as_of(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    on = pd.Timestamp(day)
    answered, sent = rows["answered_on"] <= on, rows["sent_on"] <= on
    state = rows["state"].where(rows["state"].isin(["bounced", "refused"]), "sent").where(sent, "listed")
    return pd.DataFrame({"state": state.where(~answered, "answered"), "complete": (rows["complete"] == 1) & answered})


def invited_counts(store: Store) -> dict[int, tuple[int, int]]:
    """By wave: how many are in it, and how many of these were sent their invitation."""
    sent = func.sum(case((invitation.c.sent_on.is_not(None), 1), else_=0))
    counted = select(invitation.c.survey_wave_id, func.count(), sent).group_by(invitation.c.survey_wave_id)
    return {int(number): (int(all_of), int(gone)) for number, all_of, gone in store.rows(counted)}


def released_response(store: Store) -> pd.DataFrame:
    """What was released of how many answered anonymous waves. Columns: wave_id, value, low, high, base, withheld."""
    columns = [release.c.survey_wave_id.label("wave_id"), *(release.c[n] for n in ("value", "low", "high", "base"))]
    whole = (release.c.figure == "answered", release.c.cut == "whole")
    return store.frame(select(*columns, release.c.withheld).where(*whole).order_by(release.c.id))
