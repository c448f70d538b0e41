"""The agency that everything else is drawn from: its people, its clients, who works for whom, and what they buy."""

from dataclasses import dataclass

from lib.demo.care import Care, take_care
from lib.demo.clients import Clients, win_clients
from lib.demo.contacts import Contacts, meet_contacts
from lib.demo.contracts import Terms, sign_contracts
from lib.demo.engagements import Engagements, engage
from lib.demo.firm import Firm, lay_out_firm
from lib.demo.owners import Owners, assign_owners
from lib.demo.people import People, hire
from lib.demo.staffing import Staff, assign_specialists
from lib.demo.world import World


@dataclass(frozen=True)
class Agency:
    """What the subjects after it read; each part says what its arrays hold."""

    firm: Firm
    people: People
    clients: Clients
    care: Care
    owners: Owners
    contacts: Contacts
    engagements: Engagements
    terms: Terms
    staff: Staff


def found_agency(world: World) -> Agency:
    """Draw and write the agency itself."""
    firm = lay_out_firm(world)
    people = hire(world, firm)
    clients = win_clients(world, firm)
    care = take_care(world, clients)
    owners = assign_owners(world, firm, people, clients)
    contacts = meet_contacts(world, clients)
    engagements = engage(world, firm, clients)
    terms = sign_contracts(world, firm, clients, engagements)
    staff = assign_specialists(world, firm, people, clients, engagements)
    return Agency(firm, people, clients, care, owners, contacts, engagements, terms, staff)
