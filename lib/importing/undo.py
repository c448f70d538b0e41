"""Taking an import back: what it added goes, what it changed returns, unless somebody built on it since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, Table, delete, func, select, tuple_, update

from lib.errors import NotFound, StewardError, words
from lib.importing.bulk import set_fields
from lib.importing.standing import Key, key_columns, pieces
from lib.schema import METADATA, content_tables, tables
from lib.store.base import UtcDateTime, now, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog, ImportBatch, ImportIssue, NameAlias
from lib.store.writing import Write, as_text, perform
