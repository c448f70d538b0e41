"""Who may see a margin made of hours, and what stands in its place for everybody else."""

from lib.measure import Measure, undefined

WHY = "margins made of hours are for leads and administrators: with the hours beside them they tell what people cost"


def instead(usual: Measure) -> Measure:
    """What stands for a margin made of hours for who may not see costs: the services' usual one, else "withheld".

    No rounding and no smallest number of people would do: fees and hours by person stand on other pages, so each
    margin is an equation in cost rates. From the margins of fifty accounts in whole per cent least squares finds most
    rates of a firm of twenty within 5 %, from nine months of them every one.
    """
    return usual if usual.value is not None else undefined(WHY, base=None, absent="withheld")
