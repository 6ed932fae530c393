"""What citizens do over the site: read how to apply, apply, follow their application (条例第二十七条至第四十五条). No account is needed."""
