"""The day that the forms of a scorecard start with, and a word where what was stored lies after the day shown."""

from datetime import date

from lib.periods import today
from lib.ui.chosen import starting_day
from lib.ui.flash import flash
from lib.ui.page import View


def usual_day(view: View) -> date:
    """Today, also where the frame starts at an older newest record: it moves on with this one. Else the day chosen."""
    return today() if view.as_of == starting_day()[0] else view.as_of


def say_where_it_went(view: View, day: date) -> None:
    """Tell where to see what was stored for a day after the one shown."""
    if day > view.as_of and view.as_of != starting_day()[0]:
        flash("It is dated after the day shown here: choose a later “As of” to see it.")
