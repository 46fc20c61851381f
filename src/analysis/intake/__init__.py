"""A quarter's figures by workbook: written with what carries over, taken in as a whole or not at all."""
