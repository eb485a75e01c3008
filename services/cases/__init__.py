"""Arrears, complaints, disputes, inspections, hand-off (P08, P09, P10, P12, P13, P14, P18)."""
