"""The gate between the analysis and every page: small counts of children do not pass."""
