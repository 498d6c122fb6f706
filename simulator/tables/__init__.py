"""A budget in a table, as a spreadsheet holds it: cells in, months and channels out, with what was understood in words.

::

    cells       text -> rows of cells
    workbooks   the bytes of a file -> sheets of rows, or what the file is instead
    headings    the text of a heading -> the months that it names, a total, a share
    weeks       the dates of a heading row -> whether they are days or weeks, which no month can be told from
    marks       the amounts of a whole table -> which mark begins the decimals
    budgets     rows of cells, the channels and months of a plan -> a budget, its doubts, and questions

Nothing here knows of pages or scenarios: a paste, a file and a test all ask the same functions.
"""
