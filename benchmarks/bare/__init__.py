"""A Wagtail site with nothing of ours, whose one page is as large as the page it is compared with."""
