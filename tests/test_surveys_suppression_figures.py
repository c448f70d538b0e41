"""Which cells are hidden, on the tables that handbooks and agencies publish."""

import numpy as np
import pytest

from lib.surveys.disclosure_figures import Demand, Known, worlds_left
from lib.surveys.suppression_figures import Crowd, alike, publishable

MANY = 1000


def counted(people: list[int], cells: list[list[int]], k: int) -> list[list[int]]:
    """The cells shown of a table that counts people: cells and atoms by number, in the order given."""
    counts = np.array(people)[:, None]
    masks = np.array([[atom in cell for atom in range(len(people))] for cell in cells])
    shown = publishable(Crowd(counts, np.full(len(people), MANY)), masks, k)
    return [cell for cell, told in zip(cells, shown, strict=True) if told]


def one_axis(people: list[int], k: int) -> list[int]:
    """The sizes shown of groups that make up a whole, which is told too."""
    atoms = [[atom] for atom in range(len(people))]
    shown = counted(people, [list(range(len(people))), *atoms], k)
    return [people[cell[0]] for cell in shown if len(cell) == 1]


@pytest.mark.parametrize(("people", "shown"), [([4, 9], []), ([6, 9], [6, 9]), ([4, 6, 9], [9])])
def test_r2_culture_amp_a_filter_that_leaves_fewer_than_five_is_off(people: list[int], shown: list[int]) -> None:
    """Sales 4 off, Technology 9 off because it leaves only Sales; with a remainder of 6 it is on."""
    assert one_axis(people, 5) == shown


def test_r3_bands_that_differ_by_one_man_are_not_both_shown() -> None:
    """Handbook: men under 20 and under 25, 6 and 7: the one aged 20 to 24 would be told. Rest of 50."""
    assert counted([6, 1, 43], [[0, 1, 2], [0], [0, 1]], 5) == [[0, 1, 2], [0, 1]]
    assert counted([6, 5, 43], [[0, 1, 2], [0], [0, 1]], 5) == [[0, 1, 2], [0], [0, 1]]


def test_r3_overlapping_filters_differ_by_nobody_or_by_five_both_ways() -> None:
    assert counted([4, 20, 20], [[0, 1], [1, 2]], 5) == [[1, 2]]
    assert counted([5, 20, 20], [[0, 1], [1, 2]], 5) == [[0, 1], [1, 2]]


def test_r4_geurts_what_rows_and_columns_leave_open() -> None:
    """Rows 7, 3, 6; columns 9, 7; third row 3, 3 shown: the first cell is 3 to 6, and nothing else is known of it."""
    rows = Known(np.array([[5, 2], [1, 2], [3, 3]]), np.array([[True, True, True], [False, False, True]]))
    first, column = np.array([True, False, False]), np.array([1, 0])

    def possible(least: int, most: int) -> bool:
        ways = [Demand(first, ((column, most),)), Demand(first, ((-column, -least),))]
        return all(worlds_left(rows, [way], []) is not None for way in ways)

    assert possible(least=6, most=3)
    assert not possible(least=6, most=2)
    assert not possible(least=7, most=3)


def test_r4_no_sum_of_several_cells_is_a_small_group() -> None:
    """Two segments less two regions are three people, though no two of the cells differ by fewer than five."""
    people = [10, 10, 10, 10, 3]
    cells = [[0, 1, 4], [2, 3], [0, 2], [1, 3]]
    assert counted(people, cells, 5) == [[0, 1, 4], [2, 3], [0, 2]]


def test_r5_gauss_suppression_hides_further_cells_smallest_first() -> None:
    """Young: Spain 5, Iceland 2, Portugal 0; old: 6, 3, 4; hide up to 1. The zero is not told either (R10)."""
    people, totals = [5, 2, 0, 6, 3, 4], [[0, 1, 2, 3, 4, 5], [0, 1, 2], [3, 4, 5], [0, 3], [1, 4], [2, 5]]
    cells = [[0], [1], [2], [3], [4], [5]]
    shown = counted(people, totals + cells, 2)
    assert [cell for cell in totals + cells if cell not in shown] == [[1], [2], [4], [5]]


def test_r5_the_next_smallest_goes_too_and_the_same_each_time() -> None:
    """SFO 2017: Air China 4 takes Copa 6 along. Of equal ones the later is hidden."""
    assert one_axis([150, 4, 6, 40], 5) == [150, 40]
    sizes = [[0, 1, 2, 3], [0], [1], [2], [3]]
    assert counted([8, 4, 8, 20], sizes, 5) == [[0, 1, 2, 3], [0], [3]]


def test_r6_nhs_what_a_hidden_group_takes_along() -> None:
    """150, 80 and 2 of 232: 80 would leave 2. And 0, 3, 5, 10, 2: the two hidden ones are 5 together."""
    assert one_axis([150, 80, 2], 5) == [150]
    assert one_axis([0, 3, 5, 10, 2], 5) == [5, 10]


def test_r6_a_hidden_parent_hides_children_that_would_make_it_up() -> None:
    """Regions of 20 and 4: the second hides the first, and one of its two teams, which would be the first again."""
    whole, regions, teams = [0, 1, 2, 3], [[0, 1], [2, 3]], [[0], [1], [2], [3]]
    assert counted([10, 10, 2, 2], [whole, *regions, *teams], 5) == [whole, [0]]
    assert counted([10, 10, 6, 8], [whole, *regions, *teams], 5) == [whole, *regions, *teams]


@pytest.mark.parametrize("counts", [[6, 0], [5, 1], [0, 19, 1], [1, 0, 0]])
def test_r8_all_or_all_but_one_alike(counts: list[int]) -> None:
    """Handbook: married 6 full-time, 0 part-time is unsafe although n = 6; divorced 5 and 1 too."""
    assert alike(np.array(counts))


@pytest.mark.parametrize("counts", [[4, 2], [2, 0, 9], [7]])
def test_r8_two_who_differ_are_enough_and_people_only_counted_are_not_alike(counts: list[int]) -> None:
    assert not alike(np.array(counts))


def shown_of(counts: list[list[int]], cells: list[list[int]], k: int = 5) -> list[list[int]]:
    """The cells shown of a table of low, middle and high answers."""
    table = np.array(counts)
    masks = np.array([[atom in cell for atom in range(len(table))] for cell in cells])
    shown = publishable(Crowd(table, table.sum(axis=1), (-1, 0, 1)), masks, k)
    return [cell for cell, told in zip(cells, shown, strict=True) if told]


def test_r8_a_remainder_that_answered_alike_is_not_told_by_subtraction() -> None:
    """The second group holds ten promoters: it is hidden, so the first may not be told beside the whole."""
    assert shown_of([[5, 6, 7], [0, 0, 10]], [[0, 1], [0], [1]]) == [[0, 1]]
    assert shown_of([[5, 6, 7], [0, 0, 9], [0, 1, 0]], [[0, 1, 2], [0], [1, 2]]) == [[0, 1, 2]]
    assert shown_of([[5, 6, 7], [0, 2, 8]], [[0, 1], [0], [1]]) == [[0, 1], [0], [1]]


def test_two_cells_that_leave_one_answer_for_who_is_in_both_are_not_both_shown() -> None:
    """No detractor in the one, no passive in the other: whoever is in both is a promoter, at any size."""
    counts = [[0, 12, 8], [0, 0, 15], [11, 0, 7]]
    assert shown_of(counts, [[0, 1], [1, 2]]) == [[0, 1]]


def test_cells_given_out_before_are_tested_with_the_new_ones() -> None:
    crowd = Crowd(np.array([[6], [1], [20]]), np.array([6, 1, 20]))
    new, out = np.array([[True, True, False]]), np.array([[True, False, False]])
    assert publishable(crowd, new, 5).tolist() == [True]
    assert publishable(crowd, new, 5, out).tolist() == [False]
