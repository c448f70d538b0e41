"""What a version of the formula may hold, what it says in words, and what differs between two versions."""

from collections.abc import Iterator

from lib.errors import RefusedValue
from lib.health.formula import FACTOR_NAMES, Formula, Veto
from lib.health.tables import FACTORS, VETOES

WORST_SEVERITY = 4
MOST_DAYS = 3_650
CAPS = ("Amber", "Red")


def checked(formula: Formula) -> Formula:
    """The formula itself where it makes sense. Raises RefusedValue naming weights, validity, a threshold or rules."""
    for factor in FACTORS:
        name = FACTOR_NAMES[factor].lower()
        if formula.weights.get(factor) not in (1, 2, 3):
            raise RefusedValue("weights", f"{name} needs 1, 2 or 3: finer weights promise more than the data can hold.")
        if (formula.validity.get(factor) or 0) < 1:
            raise RefusedValue("validity", f"{name} must stay valid for at least 1 day.")
        if formula.validity[factor] > MOST_DAYS:
            raise RefusedValue("validity", f"{name} cannot stay valid for more than {MOST_DAYS:,} days.")
    _check_thresholds(formula)
    for veto in formula.vetoes:
        _check_veto(veto)
    if len({veto.rule for veto in formula.vetoes}) < len(formula.vetoes):
        raise RefusedValue("rules", "each rule can stand in the formula once.")
    return formula


def _check_thresholds(formula: Formula) -> None:
    if not formula.red_below >= 0:
        raise RefusedValue("red_below", "must be 0 or more.")
    if not formula.red_below < formula.leave_red_from:
        raise RefusedValue("leave_red_from", f"must lie above {formula.red_below:g}, where Red ends.")
    if not formula.leave_red_from < formula.green_from:
        raise RefusedValue("green_from", f"must lie above {formula.leave_red_from:g}, where an account leaves Red.")
    if not formula.green_from <= 100:
        raise RefusedValue("green_from", "must be 100 or less: no score is higher.")


def _check_veto(veto: Veto) -> None:
    if veto.rule not in VETOES or veto.caps_at not in CAPS:
        raise RefusedValue("rules", f"'{veto.rule}' at {veto.caps_at or 'no band'}: a rule caps at Amber or at Red.")
    if veto.rule == "notice given":
        return
    if veto.rule == "escalation open":
        if veto.limit not in range(1, WORST_SEVERITY + 1):
            raise RefusedValue("rules", f"escalation open needs a severity from 1 to {WORST_SEVERITY}.")
    elif (veto.limit or 0) < 1:
        raise RefusedValue("rules", f"{veto.rule} needs a limit of at least 1 day.")
    elif (veto.limit or 0) > MOST_DAYS:
        raise RefusedValue("rules", f"{veto.rule} cannot have a limit of more than {MOST_DAYS:,} days.")


def rule_words(veto: Veto) -> str:
    """A rule as a sentence: "Sponsor silent for more than 90 days: Amber at best"."""
    said = {
        "sponsor silent": f"Sponsor silent for more than {veto.limit} days",
        "escalation open": f"Escalation of severity {veto.limit} or worse open",
        "notice given": "Notice given",
        "invoice overdue": f"Invoice overdue for more than {veto.limit} days",
    }
    return f"{said[veto.rule]}: {'Red, whatever the score' if veto.caps_at == 'Red' else 'Amber at best'}"


def threshold_words(formula: Formula) -> str:
    """The thresholds in one sentence."""
    return (
        f"Green from {formula.green_from:g}, Red below {formula.red_below:g}, Amber between; "
        f"an account leaves Red only with {formula.leave_red_from:g} or more on two snapshots in a row"
    )


def differences(before: Formula, after: Formula) -> list[str]:
    """What differs between two versions, a sentence each: "Client survey: weight 1 → 3"; empty where nothing does."""
    return [*_factors(before, after), *_thresholds(before, after), *_rules(before, after)]


def _factors(before: Formula, after: Formula) -> Iterator[str]:
    for factor, name in FACTOR_NAMES.items():
        if before.weights[factor] != after.weights[factor]:
            yield f"{name}: weight {before.weights[factor]} → {after.weights[factor]}"
        if before.validity[factor] != after.validity[factor]:
            yield f"{name}: valid for {before.validity[factor]} → {after.validity[factor]} days"


_THRESHOLDS = {"green_from": "Green from", "red_below": "Red below", "leave_red_from": "Leaves Red from"}


def _thresholds(before: Formula, after: Formula) -> Iterator[str]:
    for field, said in _THRESHOLDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield f"{said} {old:g} → {new:g}"


def _rules(before: Formula, after: Formula) -> Iterator[str]:
    old, new = ({veto.rule: veto for veto in formula.vetoes} for formula in (before, after))
    for rule in VETOES:
        if old.get(rule) == new.get(rule):
            continue
        if rule not in new:
            yield f"Rule off: {rule_words(old[rule])}"
        elif rule not in old:
            yield f"Rule on: {rule_words(new[rule])}"
        else:
            yield f"{rule_words(old[rule])} → {rule_words(new[rule])}"
