"""Who enters: invitations, sign-in, members."""
