"""The agenda of the weekly review: what the records of the week ask people to talk about, and what is theirs to do."""
