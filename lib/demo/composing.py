"""Which subjects make the demo firm, in the order in which their facts depend on each other."""

from lib.demo.absence import take_leave
from lib.demo.access import open_doors
from lib.demo.agency import Agency, found_agency
from lib.demo.anonymous import ask_anonymously
from lib.demo.asks import ask_and_promise
from lib.demo.contact import keep_in_touch
from lib.demo.deals import make_deals
from lib.demo.demand import demand
from lib.demo.goals import set_goals
from lib.demo.growth import look_for_growth
from lib.demo.health import decide_on_health
from lib.demo.hours import log_time
from lib.demo.leaving import say_goodbye
from lib.demo.money import bill
from lib.demo.onboarding import welcome
from lib.demo.pipeline import fill_pipeline
from lib.demo.projects import earn_from_projects, plan_projects, sold_as
from lib.demo.retainers import hand_over_monthly
from lib.demo.surveys import ask_clients
from lib.demo.team import book
from lib.demo.work import do_the_work
from lib.demo.world import World


def compose(world: World) -> Agency:
    """Draw all facts; what is told from them afterwards (health, reviews) is not among them."""
    agency = found_agency(world)
    say_goodbye(world, agency)
    keep_in_touch(world, agency)
    ask_and_promise(world, agency)
    welcome(world, agency)
    set_goals(world, agency)
    projects = plan_projects(world, agency)
    approved = do_the_work(world, agency, projects)
    hand_over_monthly(world, agency)
    deals = make_deals(world, agency, projects)
    opportunities = fill_pipeline(world, agency, deals)
    earn_from_projects(world, projects, sold_as(projects, deals.project, opportunities))
    bill(world, agency, projects, approved)
    look_for_growth(world, agency)
    away = take_leave(world, agency)
    asked = demand(world, agency, projects)
    log_time(world, agency, projects, asked, away)
    book(world, agency, projects, asked)
    ask_clients(world, agency, projects)
    ask_anonymously(world, agency)
    decide_on_health(world, agency)
    open_doors(world, agency)
    return agency
