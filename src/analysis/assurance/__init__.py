"""Inspection findings, the improvement plan and the assurance test."""
