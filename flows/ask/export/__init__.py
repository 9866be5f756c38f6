"""A snapshot in the forms that other programs open: a workbook, CSV files, SQLite, DuckDB; one module a form."""
