"""PostgreSQL for the tests: a server of their own, and the tests run on it."""
