"""Loading lists into the register, from CSV files or a workbook.

From the file inwards: ``files`` (which file holds which table), ``csv_files`` and ``workbooks``
(a table as text), ``cells``, ``columns``, ``date_columns``, ``references`` and ``lists`` (text as
values), the tables themselves (``hospital_tables``, ``condition_tables``, ``round_tables``,
``centre_tables``), ``rows`` (one table compared and written), ``loading`` (the one transaction)
and ``reports`` (what was or would be done). The format is described for staff in
``docs/import-format.md``.
"""
