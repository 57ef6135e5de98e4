"""Laporan: taking in a report, the reports that wait, and opening a case from one."""
