"""Files between Huxin and banks: ISO 20022 and CSV, signatures, the folder they are exchanged in."""
