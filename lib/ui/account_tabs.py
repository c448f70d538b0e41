"""The tabs of an account's page, in the order a person asks: why, what happened, who, what is owed, what it brings."""

from collections.abc import Callable
from functools import partial

from lib.ui.account_escalations import escalations_tab
from lib.ui.account_money import money_tab
from lib.ui.account_onboarding import onboarding_tab
from lib.ui.account_pack import pack
from lib.ui.account_people import people_tab
from lib.ui.account_profile import profile_tab
from lib.ui.account_promises import promises_tab
from lib.ui.account_timeline import timeline_tab
from lib.ui.account_value import objectives_tab
from lib.ui.account_work import opportunities_tab, projects_tab, surveys_tab
from lib.ui.health_why import why
from lib.ui.page import View

TABS: dict[str, Callable[[View, int], None]] = {
    "Why": why,
    "Timeline": timeline_tab,
    "Profile": profile_tab,
    "People": people_tab,
    "Promises": promises_tab,
    "Objectives": objectives_tab,
    "Money": money_tab,
    "Projects": projects_tab,
    "Surveys": surveys_tab,
    "Opportunities": opportunities_tab,
    "Onboarding": onboarding_tab,
    "Escalations": escalations_tab,
    "Check-up pack": pack,
}


def tabs_of(view: View, account_id: int) -> dict[str, Callable[[], None]]:
    """Each tab by its label, for one account."""
    return {label: partial(draw, view, account_id) for label, draw in TABS.items()}
