"""Council tax relief for foster carers: criteria, days of care, decisions."""
