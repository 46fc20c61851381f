from analysis.assurance.reconciliation.evaluate import checked_figures
from analysis.catalogue.checks import declared_checks
from analysis.ingest.printed import read_as_printed


def every_check():
    return checked_figures(declared_checks(), read_as_printed())
