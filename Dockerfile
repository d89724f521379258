# The image of servers and workers; docs/container.md says how it is built, run and was tried.
# Any image will do whose Python is 3.11 or newer and can make environments.
ARG BASE=python:3.12-slim

FROM ${BASE} AS build
ENV UV_PROJECT_ENVIRONMENT=/opt/aktr \
    UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    # Nothing can be compiled later, where the file system is read-only.
    UV_COMPILE_BYTECODE=1
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv==0.13.9
WORKDIR /src
# What changes seldom comes first: the libraries are a layer of their own.
COPY pyproject.toml uv.lock ./
RUN /opt/uv/bin/uv sync --frozen --no-dev --no-install-project --extra object-store --extra otel
COPY README.md LICENSE NOTICE ./
COPY src ./src
RUN /opt/uv/bin/uv sync --locked --no-dev --no-editable --extra object-store --extra otel
# The models are prepared and loaded once, so that a first start needs nothing and writes nothing.
RUN /opt/aktr/bin/python -c "from aktr.reading.pages import model_folders; from aktr.reading.vision.models import load_models; model_folders(); load_models()"

FROM ${BASE}
ARG VERSION=""
LABEL org.opencontainers.image.title="aktr" \
    org.opencontainers.image.description="Reads FAA Airman Knowledge Test Reports" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}"
# A number, so that orchestrators can see that it is not root.
RUN groupadd --gid 10001 aktr \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin aktr \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/aktr /opt/aktr
COPY LICENSE NOTICE /usr/share/doc/aktr/
ENV PATH=/opt/aktr/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    AKTR_DATA_DIR=/data
WORKDIR /data
VOLUME ["/data"]
USER 10001:10001
EXPOSE 8000
# Python's own means, because small images have no program for it; and straight to this machine,
# whatever proxies are set. For workers deploy/compose.yaml asks something else.
HEALTHCHECK --interval=15s --timeout=12s --start-period=60s \
    CMD ["python", "-I", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=10); c.request('HEAD', '/ready'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["aktr"]
CMD ["serve", "--host", "0.0.0.0"]
