# Two images: `make images`, or docker build --target callboard -t callboard/callboard . The first runs every process,
# `callboard/tools` holds the command line and `deploy`.
#
# The base is an argument: pin it by digest where images are released. It must hold Python 3.11 or newer at
# `python3`, with venv. Two builds on the same base have the same layers, byte for byte.
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
COPY requirements.lock pyproject.toml deploy/docker/install.sh /build/

FROM build AS dependencies
RUN sh /build/install.sh dependencies

FROM build AS tools-dependencies
RUN sh /build/install.sh optional-dependencies.cli optional-dependencies.tools

FROM ${BASE} AS sources
COPY protos /callboard/protos
COPY services /callboard/services
COPY deploy /callboard/deploy
COPY clients/python/callboard /callboard/clients/python/callboard
RUN sh /callboard/deploy/docker/layers.sh

# What both images have.
FROM ${BASE} AS platform
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.vendor=Callboard
ENV PATH=/app/bin:$PATH PYTHONPATH=/callboard PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp \
    CALLBOARD_VERSION=${VERSION}
# The root file system may be read-only; /tmp holds what the gateway's workers share.
VOLUME /tmp
USER 10001:10001

# Every process. Its arguments say which: `roster rpc`, `roster worker`, `roster migrate`, `gateway`, `portal`.
FROM platform AS callboard
LABEL org.opencontainers.image.title=callboard/callboard \
      org.opencontainers.image.description="Callboard: the gateway and all services"
COPY --from=dependencies /layers/ /
COPY --from=sources /layers/callboard/ /
ENV PYTHONPATH=/callboard:/callboard/clients/python
WORKDIR /callboard
# Whether the process works at all, whatever it depends on.
ENV HEALTH_PORT=9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python3", "-IS", "-c", \
    "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', int(os.environ['HEALTH_PORT']), timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
EXPOSE 8080 50051 9090
ENTRYPOINT ["sh", "-c", "exec python3 -m \"services.$0\" \"$@\""]
CMD ["gateway"]

# The `callboard` command, and what sets servers up: users of MongoDB, keys, backups.
FROM platform AS tools
LABEL org.opencontainers.image.title=callboard/tools \
      org.opencontainers.image.description="Callboard: command line, set-up jobs, backups"
COPY --from=tools-dependencies /layers/ /
COPY --from=sources /layers/tools/ /
# The command line is a user of the Python client.
ENV PYTHONPATH=/callboard:/callboard/clients/python
WORKDIR /callboard
ENTRYPOINT ["python3", "-m"]
CMD ["services.cli", "--help"]
