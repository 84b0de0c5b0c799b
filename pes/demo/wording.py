"""Sentences of a posting, put together from a trade's clauses and the shared lists."""

import random
from collections.abc import Sequence

from language.conditions import Condition
from marketplace.postings import Reserved
from pes.demo.randomness import hits, some
from pes.demo.trades import Trade
from pes.demo.words import words

LIST_STYLE = 0.45


def duties(
    rng: random.Random, trade: Trade, conditions: Sequence[Condition], reserved: Reserved | None
) -> str:
    """What is done every day, under which conditions, with which benefits."""
    lists = words("texts")
    clauses = some(rng, trade.duties, 3, 5)
    sentences = [rng.choice(lists["conditions"][each.value]) for each in conditions]
    if reserved is not None:
        sentences.insert(0, rng.choice(lists["reserved"][reserved.value]))
    return "\n".join(
        [_listed(rng, clauses), *filter(None, ["".join(sentences), _perks(rng, trade)])]
    )


def requirements(
    rng: random.Random, trade: Trade, certificates: Sequence[str], years: float | None
) -> str:
    """What an applicant needs."""
    lists = words("texts")
    sentences = ["，".join(some(rng, _fitting(trade, certificates), 1, 3)) + "。"]
    if certificates:
        names = "、".join(map(_written, certificates))
        sentences.append(rng.choice(lists["certificates"]["need"]).format(names=names))
    kind = "years" if years else "none"
    sentences.append(rng.choice(lists["experience"][kind]).format(years=f"{years or 0:g}"))
    return "".join(sentences)


def about(rng: random.Random, trade: Trade, years: float | None) -> str:
    """What a person writes about themselves."""
    lists = words("texts")["about"]
    told = "，".join(some(rng, trade.about, 1, 2)) + "。"
    past = rng.choice(lists["years"]).format(years=f"{years:g}") if years else ""
    return told + past + str(rng.choice(lists["tails"]))


def _listed(rng: random.Random, clauses: Sequence[str]) -> str:
    if hits(rng, LIST_STYLE):
        return "\n".join(f"{at}. {clause}；" for at, clause in enumerate(clauses, 1))[:-1] + "。"
    return "；".join(clauses) + "。"


def _written(certificate: str) -> str:
    """A certificate as postings write it: with 证书 where its plain name lacks that."""
    usual: dict[str, str] = words("texts")["certificates"]["written"]
    return usual.get(certificate, certificate if "证" in certificate else f"{certificate}证书")


def _perks(rng: random.Random, trade: Trade) -> str:
    lists = words("texts")["benefits"]
    return "".join(some(rng, lists["any"], 1, 2) + some(rng, lists[trade.group], 0, 2))


def _fitting(trade: Trade, certificates: Sequence[str]) -> list[str]:
    """The trade's clauses but those that name a certificate: the posting says which it needs."""
    kept = [clause for clause in trade.requirements if "证" not in clause]
    return kept or list(trade.requirements if certificates else trade.requirements[:1])
