"""National statistics as downloaded, into one tidy table: release, measure, breakdown, area, period, value, symbol, rounding."""

from analysis.ingest.national.taking import Taken, national_files, take_file

__all__ = ["Taken", "national_files", "take_file"]
