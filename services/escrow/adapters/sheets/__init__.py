"""The payroll form as files: Excel in and out, the posted sheet as PDF with a code that a phone can check."""
