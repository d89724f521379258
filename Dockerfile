# The image of servers and workers; see deploy/compose.yaml and docs/operations.md.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY src ./src
RUN pip install --no-cache-dir uv==0.13.9 \
    && uv sync --locked --no-dev --no-editable --extra object-store --extra otel

FROM python:3.12-slim
RUN useradd --system --create-home aktr && install -d -o aktr /data
COPY --from=build /src/.venv /src/.venv
ENV PATH=/src/.venv/bin:$PATH AKTR_DATA_DIR=/data
USER aktr
EXPOSE 8000
ENTRYPOINT ["aktr"]
CMD ["serve", "--host", "0.0.0.0"]
