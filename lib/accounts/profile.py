"""What a profile of a client holds, and what changing it is called, whoever reads or writes it."""

PROFILE_FIELDS = (
    "needs", "preferences", "long_term_objectives", "communication_style", "cadence_days", "ideal_gap_days",
    "maximum_gap_days", "risk_appetite", "sponsor_id",
)  # fmt: skip
EMPTY = dict.fromkeys(PROFILE_FIELDS)
CHANGE_PROFILE = "change profile"
