"""Links: a random token that only the invited person holds, and the hash that everybody else keeps."""

import hashlib
import secrets

TOKEN_BYTES = 20  # 160 bits; hexadecimal, so that no mail program cuts or changes it


def new_token() -> str:
    """A fresh token for one link: 40 characters, never stored."""
    return secrets.token_hex(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256 is right for secrets of 112 bits and more (ASVS 5.0, 6.5.2)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def address(base: str, token: str) -> str:
    """The link to send, below the public address of the survey form: `https://survey.firm.example`."""
    return f"{base.rstrip('/')}/s/{token}"
