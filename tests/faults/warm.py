"""What every process of the fault tests needs, loaded once and inherited: their work, and the list of migrations."""

from lib.store.migrating import code_revision, known_revisions
from tests.faults import full_store, kills, many_writers, one_record

READY = (full_store, kills, many_writers, one_record, code_revision(), known_revisions())
