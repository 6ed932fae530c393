"""What the back office's templates use."""
