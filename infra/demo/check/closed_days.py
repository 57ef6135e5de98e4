"""Public holidays and cuti bersama, written by hand from the joint decrees of three ministers (SKB).

2026: SKB 1497, 2 and 5 of 2025. 2027: SKB 1205, 3 and 2 of 2026. The product computes the same days from a package:
two sources that must agree.
"""

from datetime import date

MONTHS = {
    2026: {1: (1, 16), 2: (16, 17), 3: (18, 19, 20, 21, 22, 23, 24), 4: (3, 5), 5: (1, 14, 15, 27, 28, 31), 6: (1, 16),
           8: (17, 25), 12: (24, 25)},
    2027: {1: (1, 5), 2: (5, 6), 3: (8, 9, 10, 11, 12, 15, 25, 26, 28), 5: (1, 6, 17, 18, 19, 20), 6: (1, 6),
           8: (15, 17), 12: (24, 25, 26)},
}  # fmt: skip
CLOSED = frozenset(
    date(year, month, day) for year, months in MONTHS.items() for month in months for day in months[month]
)
LAST = date(max(MONTHS), 12, 31)
