"""Children in care: where they are placed, their rate among all children, and how these change."""
