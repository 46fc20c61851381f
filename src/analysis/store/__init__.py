"""What has been taken in, kept as Parquet and asked with DuckDB: typed tables by authority and period."""
