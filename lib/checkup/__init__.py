"""The client check-up pack: one account and one period, gathered from the records, drawn as slides and as pages."""
