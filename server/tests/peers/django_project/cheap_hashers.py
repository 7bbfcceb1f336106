"""Django's own hashers with little work each: a thousand people, or a hundred sign-ins, in seconds.

The work factor stands in the hash, so whoever reads it needs to know nothing of this.
"""

from django.contrib.auth import hashers


class CheapPBKDF2(hashers.PBKDF2PasswordHasher):
    iterations = 1_000


class CheapArgon2(hashers.Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 64
    parallelism = 1


class CheapBCryptSHA256(hashers.BCryptSHA256PasswordHasher):
    rounds = 4


class CheapScrypt(hashers.ScryptPasswordHasher):
    work_factor = 2**4
