"""One scripted client, run against Django and against Gatepost, and the comparison of their answers."""
