"""The store's own rows of a demo firm: its settings, the people who may sign in, other names of its clients."""

import numpy as np
from sqlalchemy import select, update

from lib.demo.agency import Agency
from lib.demo.days import Ints
from lib.demo.drawing import words
from lib.demo.people import slug
from lib.demo.world import SETTINGS_FROM, World
from lib.store.base import table_of
from lib.store.tables import AppUser, NameAlias, Setting, UserAccount
from lib.store.writing import Write

ACCESS = (
    ("Managing director", "admin"), ("Head of client services", "lead"), ("Head of delivery", "lead"),
    ("Account director", "lead"), ("Senior account manager", "editor"), ("Account manager", "editor"),
    ("Account coordinator", "viewer"),
)  # fmt: skip
EACH = 3  # people of a role who may sign in
ALIASES = 5
SEEN = 4  # accounts of the one user who sees only some


def open_doors(world: World, agency: Agency) -> None:
    """Write settings, users and aliases."""
    given = world.given["settings"]
    world.sheets.add(
        Setting,
        world.start,
        name=words(list(given)),
        value=words(list(given.values())),
        starts_on=SETTINGS_FROM.toordinal(),
    )
    _users(world, agency)
    ending = world.given["clients"]["aliases"]
    account: Ints = np.arange(min(ALIASES, agency.clients.count))
    names = [f"{agency.clients.names[at]} {ending[at % len(ending)]}" for at in account]
    world.sheets.add(
        NameAlias, world.until - 30, table_name="account", given=words(names), row_id=account + 1, accepted_by="Demo"
    )  # fmt: skip


def _users(world: World, agency: Agency) -> None:
    chosen = [
        (int(at), access)
        for role, access in ACCESS
        for at in agency.people.in_roles(agency.firm.places_of_role(role))[:EACH]
    ]
    names = [str(agency.people.names[at]) for at, _ in chosen]
    world.sheets.add(
        AppUser, world.start,
        name=words(names), email=words([f"{slug(name)}@{world.firm['email_domain']}" for name in names]),
        role=words([access for _, access in chosen]), person_id=np.array([at + 1 for at, _ in chosen]), active=True,
    )  # fmt: skip


def confine_one(write: Write, world: World) -> None:
    """The newest of the demo's users sees only a few accounts; after users and accounts were written."""
    users = table_of(AppUser)
    own = users.c.email.like(f"%@{world.firm['email_domain']}")
    newest = write.connection.execute(select(users.c.id).where(own).order_by(users.c.id.desc()).limit(1)).scalar()
    if newest is None:
        return
    write.connection.execute(update(users).where(users.c.id == newest).values(confined=True))
    write.add_many(UserAccount, [{"user_id": newest, "account_id": number} for number in range(1, SEEN + 1)])
