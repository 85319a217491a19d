"""Settings of the roster service, from `CALLBOARD_ROSTER_…`."""

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from services.shared.config import ServiceSettings
from services.shared.formats import FORMATS


class Settings(ServiceSettings):
    """What roster needs besides what every service needs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CALLBOARD_ROSTER_")

    second_factor_key: str = Field(repr=False, min_length=32)
    """What encrypts the secrets of second factors. Several, separated by white space, are tried in turn, and
    the first one encrypts: a new key is put before the old one, which can go when `migrate` has run since."""
    operator_email: str = "operator@callboard.localhost"
    """The address of the person who is the operator at first."""
    gateway_public_url: str = ""
    """What links begin with that people are shown; they are paths where it is empty."""

    @field_validator("operator_email")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if not FORMATS["mail_address"].accepts(address):
            raise ValueError("must be the mail address of the operator")
        return address
