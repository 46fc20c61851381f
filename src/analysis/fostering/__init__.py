"""The council tax scheme for foster carers: what it costs, what it avoids, and when it pays."""
