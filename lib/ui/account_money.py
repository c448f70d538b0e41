"""The money of one account: revenue and its change, margin, invoices, contracts, renewals, what was given away."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.delivery.figures import delivery_margin, hours_cost, usual_margin, write_off_share
from lib.delivery.queries import account_days, cost_rates, first_day_worked
from lib.days import in_force, numbers, record_numbers, spells
from lib.measure import Measure, undefined
from lib.money import account_queries as queries
from lib.money import charts
from lib.money.account_figures import by_kind, by_month, by_service, in_span
from lib.money.figures import gross_revenue_retention, net_revenue_retention, revenue_growth
from lib.money.queries import first_revenue_day
from lib.periods import Period, add_months, month_start, months, next_day, trailing_year
from lib.ui.account_figures import Told, told
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain
