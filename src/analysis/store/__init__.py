"""What is kept: results that need not be worked out twice, and folders put in place whole."""
