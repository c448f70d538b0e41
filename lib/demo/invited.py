"""Who of the demo firm's contacts is asked in a survey: its waves, the invitations, the groups people count for."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from lib.demo.agency import Agency
from lib.demo.contacts import ROLES
from lib.demo.days import NOTHING, Bools, Ints, Texts, moment
from lib.demo.drawing import words
from lib.demo.world import World, day
from lib.surveys.tables import SurveyInvitation, SurveyWave

OPEN_DAYS, REMINDED_AFTER = 21, 10


@dataclass(frozen=True)
class Groups:
    """One entry a contact asked: the groups its answers count for; None: not told apart."""

    segment: Texts
    region: Texts
    manager: Texts


def may_be_asked(agency: Agency, opens: int) -> Bools:
    """Which contacts may be asked on a day: still there, of a client that lets us ask."""
    able = agency.clients.active(opens) & ~agency.care.without("survey")
    return np.asarray(able[agency.contacts.account] & (agency.contacts.left > opens))


def groups_of(world: World, agency: Agency, contact: Ints, opens: int) -> Groups:
    """Of contacts on a day: their client's sector, where its owner works, and who the owner reports to."""
    account = agency.contacts.account[contact]
    owner = agency.owners.on(account, np.full(len(account), opens))
    above = agency.people.manager[owner]
    offices = world.given["office"]
    return Groups(
        words([sector["name"] for sector in agency.firm.sectors])[agency.clients.sector[account]],
        words([office["city"] for office in offices])[agency.people.office[owner]],
        agency.people.names[np.where(above >= 0, above, owner)],
    )


def open_wave(world: World, survey: int, opens: int) -> int:
    """Write one wave; its id."""
    closes = opens + OPEN_DAYS
    closed = np.array([moment(np.array(closes), np.array(1200)) if closes <= world.until else NOTHING])
    ids = world.sheets.add(
        SurveyWave, np.array([opens]),
        survey_id=survey, name=words([f"{day(opens):%B %Y}"]), opens_on=np.array([opens]),
        closes_on=np.array([closes]), closed_at=closed,
    )  # fmt: skip
    return int(ids[0])


def invite(
    world: World, agency: Agency, wave: int, contact: Ints, opens: int, state: Texts, reminded: Bools, groups: Groups,
    anonymous: bool = False,
) -> None:  # fmt: skip
    """Write the invitations of a wave; tokens are kept as hashes only, beside nobody in an anonymous one."""
    hashes = [sha256(f"{world.seed} {wave} {at}".encode()).hexdigest() for at in contact.tolist()]
    reminder = opens + REMINDED_AFTER if opens + REMINDED_AFTER <= world.until else NOTHING
    world.sheets.add(
        SurveyInvitation, np.full(len(contact), opens),
        survey_wave_id=wave, contact_id=contact + 1, token_hash=None if anonymous else words(hashes), state=state,
        sent_on=opens, reminded_on=np.where(reminded, reminder, NOTHING),
        account_id=agency.contacts.account[contact] + 1, role=words(ROLES)[agency.contacts.place[contact]],
        segment=groups.segment, region=groups.region, manager=groups.manager,
    )  # fmt: skip
