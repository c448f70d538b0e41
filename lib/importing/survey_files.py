"""What is the same in every export of answers: from columns that say who and when to sheets, questions and answers."""

from collections.abc import Mapping

from lib.importing.mapping import FieldRule, SheetColumns, Target

# What a question is stored with, and the columns that each answer adds to its line.
OF_A_QUESTION = (
    "position", "words", "scale", "area", "better", "choices", "missing_codes", "not_applicable_codes",
)  # fmt: skip
OF_AN_ANSWER = (
    "<heading>",
    "<question id>",
    *(f"<{name}>" for name in OF_A_QUESTION),
    "<score>",
    "<text>",
    "<no answer>",
)


def survey_targets(sheet: SheetColumns) -> tuple[Target, ...]:
    """The rows made of an export of answers: survey, wave, sheets, questions, answers."""
    key = sheet.id or "<sheet>"
    return (
        _target("survey", ("<survey id>",), {"name": "<survey>", "kind": "<kind>", "mode": "=attributed"}),
        _target("survey_wave", ("<wave id>",), {"survey_id": "survey", "name": "<wave>", "opens_on": "<opens>"}),
        Target("survey_response", "survey_response", _sheet_fields(sheet), (key,)),
        _target("survey_question", ("<question id>",),
                {"survey_id": "survey"} | {name: f"<{name}>" for name in OF_A_QUESTION}, each_column=True),
        _target("survey_answer", (key, "<heading>"),
                {"survey_response_id": "survey_response", "survey_question_id": "survey_question", "score": "<score>",
                 "words": "<text>", "not_applicable": "<no answer>"}, each_column=True),
    )  # fmt: skip


def _target(table: str, key: tuple[str, ...], fields: Mapping[str, str], each_column: bool = False) -> Target:
    return Target(table, table, {name: _rule(name, of) for name, of in fields.items()}, key, each_column=each_column)


def _rule(name: str, of: str) -> FieldRule:
    """A field out of a column, fixed words (after "="), or the number of the row made of the same line."""
    if of.startswith("="):
        return FieldRule(name, fixed=of[1:])
    # An answer's words are kept as they are, whatever a file's codes for empty are.
    return FieldRule(name, (of,), missing=frozenset()) if of.startswith("<") else FieldRule(name, same_row=of)


def _sheet_fields(sheet: SheetColumns) -> dict[str, FieldRule]:
    return {
        "survey_wave_id": FieldRule("survey_wave_id", same_row="survey_wave"),
        "account_id": FieldRule("account_id", ("<account>",), lookup="account"),
        "contact_id": FieldRule("contact_id", ("<who>",), lookup="contact", by="email"),
        "answered_on": FieldRule("answered_on", sheet.answered[:1], formats=sheet.formats),
        "channel": FieldRule("channel", fixed="import"),
        "complete": FieldRule("complete", ("<complete>",)),
    }
