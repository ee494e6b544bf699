"""From a workbook to a form in use: convert, check, publish."""
