"""The English local authorities that have children's services, since April 2009: names, codes, regions, changes, districts."""

from analysis.catalogue.authorities.changes import predecessors, same_council, successors
from analysis.catalogue.authorities.names import district, resolve
from analysis.catalogue.authorities.records import Authority, District, authorities, authority, by_region, current_authorities, districts

__all__ = [
    "Authority",
    "District",
    "authorities",
    "authority",
    "by_region",
    "current_authorities",
    "district",
    "districts",
    "predecessors",
    "resolve",
    "same_council",
    "successors",
]
