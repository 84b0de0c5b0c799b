"""Nothing that is kept back for the comparison is trained on."""

from collections import Counter

import pytest

from language.resources import rows
from models import judged, pairs, sources
from models.fit import Recipe, batches
from models.pairs import training_pairs
from models.split import is_kept_back, is_person_kept_back, is_title_kept_back, plain_title
from models.tasks import tasks


@pytest.fixture(scope="module")
def made() -> list[pairs.Pair]:
    return training_pairs()


def test_the_same_pairs_every_time(made):
    assert training_pairs() == made
    assert len(made) == len(set(made)) > 3000


def test_occupations_kept_back_are_in_no_pair(made):
    codes = {pair.group for pair in made if pair.group[:1].isdigit() and "-" in pair.group}
    assert len(codes) > 300
    assert not [code for code in codes if is_kept_back(code)]
    kept = {code for row in rows("occupation_aliases") for code in row["code"].split()}
    assert 0.1 < sum(map(is_kept_back, kept)) / len(kept) < 0.3


def test_no_source_brings_more_of_one_occupation_than_its_share(made):
    counts = Counter((pair.source, pair.group) for pair in made if pair.source != "judged")
    assert all(count <= pairs.MOST_OF_A_GROUP[source] for (source, _), count in counts.items())


def test_titles_and_persons_kept_back_are_in_no_pair(made):
    if not judged.has_tables():
        pytest.skip("the tables of postings are not beside the checkout")
    from_postings = [pair for pair in made if pair.source in {"texts", "tags"}]
    assert from_postings
    assert not [pair for pair in from_postings if is_title_kept_back(pair.left)]
    persons = {pair.group for pair in made if pair.source == "judged"}
    assert persons
    assert not [name for name in persons if is_person_kept_back(name)]


def test_postings_of_worth_to_persons_kept_back_are_in_no_pair():
    if not judged.has_tables():
        pytest.skip("the tables of postings are not beside the checkout")
    graded = judged.postings_kept_back()
    assert len(graded) > 500
    assert not [row for row in sources.training_postings() if row["id"] in graded]


def test_held_out_texts_answer_what_training_never_saw(made):
    trained = {plain_title(text) for pair in made for text in (pair.left, pair.right)}
    by_name = {task.name: task for task in tasks()}
    assert "names_of_unseen_occupations" in by_name
    for task in by_name.values():
        assert all(task.answers)
        assert all(max(answers) < len(task.documents) for answers in task.answers)
    for name in ("titles_to_texts_unseen_titles", "titles_to_tags_unseen_titles"):
        queries = by_name[name].queries if name in by_name else []
        assert not [query for query in queries if is_title_kept_back(query) is False]
        seen = [query for query in queries if plain_title(query) in trained]
        assert len(seen) <= 0.2 * len(queries), "names of trades are titles too, but few"


def test_a_batch_holds_each_work_and_each_text_once(made):
    recipe = Recipe()
    cut = batches(made, recipe, 0)
    assert batches(made, recipe, 0) == cut != batches(made, recipe, 1)
    for batch in cut:
        assert recipe.batch / 2 <= len(batch) <= recipe.batch
        assert len({pair.group for pair in batch}) == len(batch)
        texts = [text for pair in batch for text in {pair.left, pair.right}]
        assert len(set(texts)) == len(texts)
    assert sum(map(len, cut)) > 0.9 * len(made)
