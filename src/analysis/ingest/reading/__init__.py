"""One way in for every file that a person gives: registers, returns, workbooks to fill in, national files.

``sheets`` gives what stands in a file, cell by cell, as the sheet shows it. ``tables`` finds the table that has the columns of a layout.
``values`` and ``dates`` turn cells into values and refuse what would have to be guessed.
"""
