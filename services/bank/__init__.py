"""The sample bank: keeps invented accounts and answers payment files as a bank would, for the sample run and for tests.

It meets the rest as any bank does: by signed files. Of the escrow service it uses the file formats only.
"""
