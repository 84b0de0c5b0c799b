"""A posting as it is typed, and what keeps it from review."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from language.education import Education
from language.occupations import guess_occupations
from language.places import UnknownPlaceError, place
from marketplace import postings
from marketplace.postings import PlaceUnknown, PostingContent, Reserved
from marketplace.seekers import CONDITION_LABELS
from runtime.clock import today
from runtime.messages import N_
from web.forms import Form, HalfWidth, WholeNumber

SURE_ENOUGH = 0.3
ANY_VALIDITY = 36_500  # how long is too long is the tenant's setting: the verb judges that


def _known_place(code: int | None) -> int | None:
    if code is not None:
        try:
            place(code)
        except UnknownPlaceError as error:
            raise ValueError(PlaceUnknown.message) from error
    return code


class PostingForm(Form):
    """A posting as it is typed; a draft may be incomplete, `action` says what to do with it."""

    title: Annotated[str, Field(title=N_("岗位名称"), max_length=60)]
    duties: Annotated[str, Field(title=N_("工作内容"), max_length=4000)] = ""
    requirements: Annotated[str, Field(title=N_("要求"), max_length=4000)] = ""
    occupation_code: Annotated[str | None, Field(title=N_("工种"), max_length=12)] = None
    pay_text: Annotated[HalfWidth, Field(title=N_("薪酬"), max_length=60)] = ""
    place_code: Annotated[
        WholeNumber | None, AfterValidator(_known_place), Field(title=N_("工作地点"))
    ] = None
    address: Annotated[str, Field(title=N_("详细地址"), max_length=120)] = ""
    education_floor: Annotated[Education | None, Field(title=N_("最低学历"))] = None
    experience_years: Annotated[float | None, Field(title=N_("工作年限"), ge=0, le=50)] = None
    openings: Annotated[WholeNumber | None, Field(title=N_("招聘人数"), ge=1)] = None
    conditions: Annotated[list[str], Field(title=N_("工作条件"))] = Field(default_factory=list)
    certificates: Annotated[str, Field(title=N_("必须有的证书"), max_length=200)] = ""
    skills: Annotated[str, Field(title=N_("技能"), max_length=200)] = ""
    reserved: Annotated[Reserved | None, Field(title=N_("定向岗位"))] = None
    valid_to: Annotated[date | None, Field(title=N_("招聘截止日期"))] = None
    lawful_ground: Annotated[str, Field(title=N_("合法依据"), max_length=400)] = ""
    version: WholeNumber = 0
    action: str = "draft"

    def content(self) -> PostingContent:
        """Return the content for the verb; an occupation left open is read from the text."""
        values = self.model_dump(exclude={"lawful_ground", "version", "action"})
        values["occupation_code"] = self.occupation_code or _guessed(self.title, self.duties)
        values["conditions"] = tuple(name for name in self.conditions if name in CONDITION_LABELS)
        for name in ("certificates", "skills"):
            values[name] = tuple(_split(values[name]))
        return PostingContent(**values)

    def check(self) -> None:
        """Raise every finding that would keep what is handed in from review."""
        if self.action != "submit":
            return
        found = postings.findings(
            self.content(),
            today=today(),
            longest_days=ANY_VALIDITY,
            lawful_ground=self.lawful_ground,
        )
        if faults := postings.blocking(found):
            raise postings.PostingNotReady(faults)


def _guessed(title: str, duties: str) -> str | None:
    found = guess_occupations(title, duties)
    return found[0][0] if found and found[0][1] >= SURE_ENOUGH else None


def _split(text: str) -> list[str]:
    parts = text.replace("，", "、").replace(",", "、").replace("；", "、").split("、")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
