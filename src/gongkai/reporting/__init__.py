"""The annual report in the office: uploaded, checked, mended, published."""
