"""Numbers that pass every check and can belong to nobody.

Identity numbers: division 4399xx, which GB/T 2260 does not give out within Hunan (43); day of
birth; the row's number; the right check character (GB 11643). Mobile numbers: 142, a prefix that
the numbering plan keeps, with 140 to 144, for numbers of 13 digits between machines, so that
eleven digits ring nowhere.
"""

from datetime import date

from stdnum.cn import ric

DIVISION = 439900
MOBILE = "142"
EMPLOYERS_FROM = 900_000


def identity_number(row: int, born: date) -> str:
    """The identity number of the demo's `row`-th person of a tenant (0 to 99,999)."""
    body = f"{DIVISION + row // 1000}{born:%Y%m%d}{row % 1000:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def phone_number(tenant_id: int, row: int) -> str:
    """The mobile number of the demo's `row`-th person of a tenant."""
    return f"{MOBILE}{tenant_id // 100 % 100:02d}{row:06d}"


def phone_of_employer(tenant_id: int, sector: int, number: int) -> str:
    """The number of an employer's contact person."""
    return phone_number(tenant_id, EMPLOYERS_FROM + sector * 1000 + number)
