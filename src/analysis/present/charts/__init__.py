"""Charts: each drawn once wide and once narrow, so that its text is as large on a phone as on a desk."""
