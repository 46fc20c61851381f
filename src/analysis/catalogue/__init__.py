"""What data exists: the project's folders, its datasets and their sources, and what each column means."""
