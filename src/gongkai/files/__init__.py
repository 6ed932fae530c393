"""Files: public and private storage, typing, uploads."""
