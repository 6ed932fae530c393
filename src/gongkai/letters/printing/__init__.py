"""Word and PDF of a filled letter (文书), in the layout of GB/T 9704: the same words in both."""
