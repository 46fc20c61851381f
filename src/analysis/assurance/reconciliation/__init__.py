"""Every derived figure that a document prints, worked out again from the others."""
