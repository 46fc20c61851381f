"""What others found of the service, what it promised, and whether what the documents state is so."""
