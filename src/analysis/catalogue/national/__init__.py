"""What the national releases hold: columns, units, periods, symbols, and the figures that pages name."""

from analysis.catalogue.national.releases import (
    Column,
    NationalPeriod,
    Release,
    Symbol,
    national_period,
    release_of,
    releases,
    symbol_of,
)

__all__ = ["Column", "NationalPeriod", "Release", "Symbol", "national_period", "release_of", "releases", "symbol_of"]
