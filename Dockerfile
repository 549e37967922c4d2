# What runs in production? One image for web, worker, beat and the one-shot steps: docs/operations/running.md
# To pin a base image to its digest: --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:...
ARG NODE_IMAGE=node:22-bookworm-slim
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# --- The style sheet
FROM ${NODE_IMAGE} AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY frontend frontend
RUN npm run build

# --- Python packages and static files
FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv --without-pip /opt/venv
COPY requirements/base.txt /build/base.txt
RUN python -m pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: -r /build/base.txt
WORKDIR /app
COPY manage.py ./
COPY accounts accounts
COPY config config
COPY deploy/__init__.py deploy/entrypoint.py deploy/
COPY screening screening
COPY templates templates
COPY tools/__init__.py tools/provision.py tools/
COPY tools/localdb/__init__.py tools/localdb/roles.py tools/localdb/
COPY --from=front /app/build/static build/static
# No key is needed or kept: without SECRET_KEY the settings make one up for the length of a command.
RUN /opt/venv/bin/python manage.py collectstatic --noinput \
    && /opt/venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /app \
    && chmod -R a+rX,go-w /app

# --- What runs: no compiler, no pip, no Node, nothing that belongs to the user it runs as but its two directories
FROM ${PYTHON_IMAGE}
# What WeasyPrint lays PDFs out with: Pango, and fonts for Latin, Greek, Cyrillic, Hebrew and Arabic letters.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip setuptools wheel \
    && groupadd --gid 10001 algia \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin algia \
    && install -d -o 10001 -g 10001 -m 0700 /var/lib/algia /var/lib/algia/files /var/cache/algia
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    FILES_DIR=/var/lib/algia/files \
    CACHE_DIR=/var/cache/algia \
    BEAT_SCHEDULE=/tmp/beat-schedule
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/livez', timeout=3)"]
ENTRYPOINT ["python", "-m", "deploy.entrypoint"]
CMD ["web"]
