"""A workbook that computes the model at the likely values: what stands in its cells, before anything is written.

Every formula is stated once, as a ``Formula``: its text is what a spreadsheet works out, its value is the same worked
out here, which is written beside it as the result that a spreadsheet shows before it recalculates.

- ``formulas``: the arithmetic of formulas, in text and in value at once;
- ``sheets``: sheets, cells and lines of months;
- ``inputs``: what a person may change, each with a name of its own;
- ``units``: from a channel's budget to those who buy sooner or later;
- ``closing``: how many months later they sign;
- ``room``: how many of them can be served;
- ``worth``: what a customer brings;
- ``money``: what a channel's customers bring by month, and what the channel costs;
- ``months``: all of it, one block after the other;
- ``kpis``: the figures of the plan;
- ``about``, ``ranges``, ``glossary``: what stands beside the computation, as values and words;
- ``model``: all sheets of one plan.
"""
