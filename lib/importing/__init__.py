"""Files from other tools on their way into the store: read into raw tables, turned into typed columns, mapped, applied."""
