"""Packs as tests need them: one of a client with a little of everything, an empty one, one with far too much."""

from dataclasses import replace
from datetime import date

from lib.checkup.blocks import Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.gathering import gather
from lib.checkup.pack import Area, Change, Outcome, Owed, Pack, Relationship, Row, Said, Wave, Work
from lib.measure import undefined
from lib.periods import parse
from lib.store.engine import Store
from tests.client_facts import AS_OF, acme
from tests.facts import put

PREPARED = date(2024, 11, 21)
# A picture of one white point: what is drawn does not matter where only its place is looked at.
POINT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)
LONG = (
    "Raise the share of qualified enquiries that come from organic search among decision makers in the logistics "
    "sector of northern Germany, the Netherlands and Belgium, by the client's own count each quarter, yes"
)
NAMES = ("Łódź & Sons", "株式会社", "Team 😀🇩🇪", "שלום", "W" * 60, "a\x07b\x00c", "<b>bold</b> & {x}", LONG)


def acme_pack(store: Store) -> Pack:
    """Acme's third quarter of 2024."""
    put(store, *acme())
    return gather(store, 1, parse("2024Q3"), AS_OF, PREPARED)


def empty_pack(client: str = "Acme") -> Pack:
    """A client of whom nothing is recorded, in a firm without a name."""
    nothing = undefined("nothing is recorded")
    return Pack(
        client=client, firm="", period=parse("2024Q3"), as_of=AS_OF, prepared_on=PREPARED, currency="EUR",
        relationship=Relationship(None, None, 0, None, (), (), nothing, nothing), outcomes=(),
        work=Work((), (), nothing, nothing), fees=(), changes=(), said=Said((), (), (), 0), owed=(), endings=(),
        evidence=(),
    )  # fmt: skip


def outcome(name: str, state: str = "behind", progress: float | None = 0.4) -> Outcome:
    """An objective with everything set."""
    day = date(2024, 9, 30)
    return Outcome(
        name=name, kind="promised outcome", unit="%", baseline=10.0, target=1_234_567.891, due_on=day, actual=20.5,
        read_on=day, expected=15.25, progress=progress, elapsed=0.7, state=state, review_on=day, confirmed=True,
        confirmed_on=day, confirmed_by=NAMES[0],
    )  # fmt: skip


def crowded_pack(names: tuple[str, ...] = NAMES, many: int = 30) -> Pack:
    """Far too much of everything, under names of every kind."""
    day, of = date(2024, 9, 1), [names[at % len(names)] for at in range(many)]
    states, progress = ("behind", "on pace", "not read", "closed"), (0.4, 1.6, None, -0.8)
    change = Change(day, names[-1], names[0], 600, 123_456_789, day, "approved", day, names[-1])
    return replace(
        empty_pack(names[0] * 4), firm=names[-1],
        outcomes=tuple(outcome(name, states[at % 4], progress[at % 4]) for at, name in enumerate(of)),
        changes=(change,) * 9, owed=tuple(Owed(name, names[0], day) for name in of),
        said=Said((Wave(names[0], names[-1], 9, 7),), (Area("", names[-1], "0-10", (9, 8, 7, 6, 5)),), tuple(of), 2),
        evidence=tuple(Row(day, "Reading", name) for name in of),
    )  # fmt: skip


def texts(slides: list[Slide]) -> str:
    """Everything a client reads, on lines of its own."""
    found = [text for slide in slides for text in (slide.title, slide.lead)]
    for block in (block for slide in slides for block in slide.blocks):
        if isinstance(block, Words):
            found += block.lines
        elif isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Facts):
            found += [" ".join((fact.label, fact.value, fact.remark)) for fact in block.items]
        elif isinstance(block, Table):
            found += [" | ".join(row) for row in (tuple(column.title for column in block.columns), *block.rows)]
        elif isinstance(block, Picture):
            found.append(block.alt)
    return "\n".join(found)
