"""What the client does, one file a subject.

Each function takes the `App`; those of `EVERY` run against a system as djoser's users have it,
those of `RETYPE` where new passwords are typed twice, those of `NO_ACTIVATION` where nobody has to
answer a mail.
"""

from client.scenarios import (
    activation,
    delete,
    email,
    me,
    old_tokens,
    parsing,
    passwords,
    people,
    refresh,
    register,
    reset,
    retype,
    routing,
    sign_in,
    social,
    types,
)

PROFILES = {
    "default": [
        routing.scenarios,
        parsing.scenarios,
        register.scenarios,
        types.scenarios,
        activation.scenarios,
        activation.resend,
        sign_in.scenarios,
        sign_in.header,
        social.scenarios,
        refresh.scenarios,
        refresh.verify_and_blacklist,
        old_tokens.scenarios,
        me.scenarios,
        people.scenarios,
        passwords.scenarios,
        reset.scenarios,
        reset.crossed,
        email.scenarios,
        delete.scenarios,
    ],
    "retype": [retype.scenarios],
    "no-activation": [activation.switched_off],
}
