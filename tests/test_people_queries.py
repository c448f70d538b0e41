"""Who is behind a user's name, and what they may see."""

from datetime import date

from lib.people.queries import person_behind
from lib.people.tables import Person
from lib.store.engine import Store
from lib.store.tables import AppUser
from lib.store.users import role_of
from lib.store.writing import Write, perform


def put(store: Store, *rows: Person | AppUser) -> None:
    def work(write: Write) -> None:
        for row in rows:
            write.add(row)

    perform(store, "Tester", "set up", work)


def test_the_user_row_says_who_somebody_is_before_a_name_does(store: Store) -> None:
    put(store, Person(id=1, name="Ann Berg", joined_on=date(2020, 1, 1)), Person(id=2, name="Ann B."))
    put(store, AppUser(name="Ann Berg", role="lead", person_id=2))
    assert person_behind(store, "ann berg") == 2
    assert role_of(store, "ANN BERG") == "lead"


def test_a_name_without_user_row_is_the_person_of_that_name(store: Store) -> None:
    put(store, Person(id=1, name="Ann Berg"), Person(id=2, name="Bo Lind"))
    assert person_behind(store, "Bo Lind") == 2
    assert person_behind(store, "Nobody Here") is None
    assert role_of(store, "Bo Lind") == "viewer"


def test_a_name_is_found_in_whatever_letters_it_is_typed(store: Store) -> None:
    put(store, Person(id=1, name="Élise Åberg"), Person(id=2, name="Bo"), AppUser(name="Özgür", person_id=2))
    assert person_behind(store, "élise åberg") == 1
    assert person_behind(store, "ÖZGÜR") == 2


def test_a_user_who_is_no_longer_active_only_views(store: Store) -> None:
    put(store, AppUser(name="Cy Dahl", role="admin", active=False))
    assert role_of(store, "Cy Dahl") == "viewer"
