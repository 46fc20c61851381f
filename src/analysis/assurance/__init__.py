"""What others found of the service, and whether what the documents state is so."""
