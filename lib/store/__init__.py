"""The store: engine, transactions, change log, data version, migrations; knows no subject."""
