"""The model of a fostering scheme, stated once: a table of lines, each with its formula.

``lines`` and ``results`` hold the table, ``formulas`` reads the language of the formulas, ``evaluate`` works the lines out for one set
of assumptions or for many draws at once. The workbook writes the same formulas as live cells, and ``docs/fostering-model.md`` prints them.
"""
