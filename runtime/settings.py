"""Deployment settings, read once from the environment and the deployment file.

Order of precedence: environment `PES_*`, secret files `PES_*_FILE`, then
`<state_dir>/deployment.json`, which the embedded servers write. Nothing else in the
project reads the environment.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent


def state_dir() -> Path:
    """Return the folder that holds servers' data, logs and generated secrets."""
    return Path(os.environ.get("PES_STATE_DIR") or CHECKOUT / ".pes")


class _DeploymentFile(PydanticBaseSettingsSource):
    """Reads `deployment.json` in the state folder, if it is there."""

    def get_field_value(self, _field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        path = state_dir() / "deployment.json"
        if not path.is_file():
            return {}
        values: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {
            key: value for key, value in values.items() if key in self.settings_cls.model_fields
        }


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads `PES_X_FILE`: the path of a file that holds the value of X."""

    def get_field_value(self, _field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"PES_{field_name.upper()}_FILE")
        value = Path(path).read_text("utf-8").strip() if path else None
        return value, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {}
        for name, field in self.settings_cls.model_fields.items():
            value, _, _ = self.get_field_value(field, name)
            if value is not None:
                found[name] = value
        return found


class Settings(BaseSettings):
    """What a deployment decides; policy numbers belong to tenants, not here."""

    model_config = SettingsConfigDict(env_prefix="PES_", extra="ignore", protected_namespaces=())

    environment: Literal["development", "test", "production"] = "development"
    home: Path = CHECKOUT
    state_dir: Path = Field(default_factory=state_dir)
    database_url: str = ""
    owner_url: str = ""
    valkey_url: str = ""
    elasticsearch_url: str = ""
    index_prefix: str = "pes"
    model_dir: Path = Field(default_factory=lambda: state_dir() / "model")
    tuned_model_dir: Path | None = None  # beside the base model where not given
    secret_key: str = ""
    key_ring: str = ""
    sms_gateway: Literal["file"] = "file"
    sms_dir: Path = Field(default_factory=lambda: state_dir() / "sms")
    https: bool = False
    public_url: str = ""  # address of the site, for links in text messages; none where empty
    proxies: int = 0  # reverse proxies in front, whose word on address and host counts
    api_per_minute: int | None = None  # requests of an address; 0: any number
    api_per_minute_key: int | None = None  # requests of somebody signed in; 0: any number
    encoder_threads: int = 2
    postgres_bin: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment, then secret files, then the deployment file."""
        return (
            init_settings,
            env_settings,
            _SecretFiles(settings_cls),
            _DeploymentFile(settings_cls),
        )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the deployment's settings, read once."""
    return Settings()


def reset_settings() -> None:
    """Forget the settings read so far: after the servers have started, and in tests."""
    settings.cache_clear()
