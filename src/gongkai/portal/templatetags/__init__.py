"""What the templates of public pages can call."""
