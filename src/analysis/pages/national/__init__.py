"""Pages and sections made from the national releases: a council against England, its region, its neighbours and all councils."""
