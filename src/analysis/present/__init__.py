"""Released tables in; figures, tables and sentences out."""
