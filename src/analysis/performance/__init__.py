"""Indicators against their targets and against the period before."""
