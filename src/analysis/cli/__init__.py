"""The ``analysis`` command: parse, call, and turn failures into messages."""

import click

from analysis.cli.fostering import relief
from analysis.cli.packs import audit, check, publish, reconcile, verify
from analysis.cli.records import store
from analysis.cli.running import Commands
from analysis.cli.scenarios import scenario
from analysis.cli.taking import ingest, intake, national, synthesise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="childrens-services-analysis")
def main() -> None:
    """Caseloads, fostering schemes and budget variance of a council's children's services."""


for command in (audit, check, ingest, intake, national, publish, reconcile, relief, scenario, store, synthesise, verify):
    main.add_command(command)
