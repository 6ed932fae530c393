"""What is put together from all other rooms: the command `gongkai`, later also settings and addresses."""
