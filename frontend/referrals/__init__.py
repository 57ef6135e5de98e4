"""Between offices: what came in and went out, one referral as each side sees it, proposing one."""
