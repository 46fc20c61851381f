"""Forecast outturn against approved budget, bridges between budgets, drivers, and savings."""
