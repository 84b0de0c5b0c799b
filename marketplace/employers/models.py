"""The table of employers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class EmployerKind(StrEnum):
    """Kinds of employer, all served alike (P2)."""

    ENTERPRISE = "enterprise"
    SELF_EMPLOYED = "self_employed"
    NON_ENTERPRISE_UNIT = "non_enterprise_unit"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    START_UP = "start_up"


class Employer(TenantOwned, Base):
    """An employer within a tenant. Its contact person is personal data and stays sealed.

    `former_names` are those it had here before: who hides from an employer hides by its name.
    """

    __tablename__ = "employer"
    __table_args__ = (
        UniqueConstraint("tenant_id", "credit_code"),
        Index("ix_employer_name", "tenant_id", "name"),
        Index(
            "ix_employer_unverified",
            "tenant_id",
            "created_at",
            postgresql_where=text("verified_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    former_names: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    credit_code: Mapped[str | None]
    kind: Mapped[EmployerKind] = mapped_column(default=EmployerKind.ENTERPRISE)
    industry: Mapped[str] = mapped_column(default="")
    place_code: Mapped[int | None] = mapped_column(BigInteger)
    contact_enc: Mapped[bytes | None]
    phone_enc: Mapped[bytes | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
