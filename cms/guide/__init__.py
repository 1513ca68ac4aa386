"""The newsroom's guide (`docs/huong-dan/`) as pages of the desk. A leaf: it knows rooms' addresses by name only."""
