"""The government information disclosure annual report (政府信息公开工作年度报告) as a value.

Read it from any file, check it, write it, add many up. Plain Python, usable without the site:

- `form`: the national form as data;
- `model`: `Report`, `Note`, `Finding`;
- `reading`: files to reports; `checks`: reports to findings; `writing`: reports to files;
- `total`: many reports to one; `charts`: a report's figures drawn.
"""
