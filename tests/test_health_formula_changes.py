"""What a formula says in words, and what differs between two of them."""

from dataclasses import replace

from lib.health.formula import FIRST_FORMULA, Veto
from lib.health.formula_changes import checked, differences, rule_words, threshold_words


def test_the_starting_formula_makes_sense() -> None:
    assert checked(FIRST_FORMULA) is FIRST_FORMULA


def test_nothing_differs_between_a_formula_and_itself() -> None:
    assert differences(FIRST_FORMULA, replace(FIRST_FORMULA, number=2, reason="other")) == []


def test_every_part_that_differs_is_told_from_old_to_new() -> None:
    after = replace(
        FIRST_FORMULA,
        green_from=75.0,
        weights={**FIRST_FORMULA.weights, "survey": 3},
        validity={**FIRST_FORMULA.validity, "scope": 60},
        vetoes=(
            Veto("sponsor silent", 60, "Amber"),
            Veto("notice given", None, "Red"),
            Veto("escalation open", 3, "Red"),
        ),
    )
    assert differences(FIRST_FORMULA, after) == [
        "Scope and margin: valid for 35 → 60 days",
        "Client survey: weight 1 → 3",
        "Green from 70 → 75",
        "Sponsor silent for more than 90 days: Amber at best → Sponsor silent for more than 60 days: Amber at best",
        "Escalation of severity 3 or worse open: Amber at best → "
        "Escalation of severity 3 or worse open: Red, whatever the score",
        "Rule off: Invoice overdue for more than 60 days: Amber at best",
    ]
    assert differences(after, FIRST_FORMULA)[-1] == "Rule on: Invoice overdue for more than 60 days: Amber at best"


def test_rules_and_thresholds_are_sentences() -> None:
    assert rule_words(Veto("notice given", None, "Amber")) == "Notice given: Amber at best"
    assert threshold_words(FIRST_FORMULA).startswith(
        "Green from 70, Red below 50, Amber between; an account leaves Red"
    )
