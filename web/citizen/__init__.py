"""Pages of the people that papers are about: what is held, who looked, what they permit, what they say is wrong; and the answers to it."""
