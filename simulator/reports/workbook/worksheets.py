"""Worksheets that take formulas as they are."""

from xlsxwriter.worksheet import Worksheet


class PlainWorksheet(Worksheet):
    """A worksheet for functions that every spreadsheet knows, by one name.

    The library looks through every formula for each of the thirty functions that are newer and are named otherwise in
    files, which takes longer than all else of a workbook. None of ours is among them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
