"""Children open to each service, and what published figures cannot say about cases per worker."""
