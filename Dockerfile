# One image per service: `make images`, or docker build --target roster -t callboard/roster .
# Run it as `rpc` (the default), `worker` or `migrate`; `callboard/tools` holds the command line and `deploy`.
#
# The base is an argument: pin it by digest where images are released. It must hold Python 3.11 or newer at
# `python3`, with venv. Two builds on the same base hold the same files; only the times of some folders differ.
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS dependencies
COPY requirements.lock pyproject.toml deploy/docker/install.sh /build/
RUN sh /build/install.sh dependencies

# The command line needs a little more.
FROM dependencies AS tools-dependencies
RUN sh /build/install.sh optional-dependencies.cli

# What every image has.
FROM ${BASE} AS platform
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.vendor=Callboard
ENV PATH=/app/bin:$PATH PYTHONPATH=/callboard PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
WORKDIR /callboard
# The root file system may be read-only; /tmp holds gunicorn's heartbeat and the counters of its workers.
VOLUME /tmp
USER 10001:10001

# What the services share: layers that a node pulls once for all of them.
FROM platform AS service
COPY --from=dependencies /app /app
COPY protos /callboard/protos
COPY services/__init__.py /callboard/services/__init__.py
COPY services/shared /callboard/services/shared

FROM service AS roster
LABEL org.opencontainers.image.title=callboard/roster \
      org.opencontainers.image.description="Callboard: parties, delegations, rate cards, activity log"
COPY services/roster /callboard/services/roster
EXPOSE 50051
ENTRYPOINT ["python3", "-m", "services.roster"]
CMD ["rpc"]

FROM service AS campaigns
LABEL org.opencontainers.image.title=callboard/campaigns \
      org.opencontainers.image.description="Callboard: campaigns, offers, negotiation, deliverables"
COPY services/campaigns /callboard/services/campaigns
EXPOSE 50051
ENTRYPOINT ["python3", "-m", "services.campaigns"]
CMD ["rpc"]

FROM service AS metrics
LABEL org.opencontainers.image.title=callboard/metrics \
      org.opencontainers.image.description="Callboard: snapshots, profile metrics, audiences"
COPY services/metrics /callboard/services/metrics
EXPOSE 50051
ENTRYPOINT ["python3", "-m", "services.metrics"]
CMD ["rpc"]

FROM service AS gateway
LABEL org.opencontainers.image.title=callboard/gateway \
      org.opencontainers.image.description="Callboard: the only door, REST"
COPY services/gateway /callboard/services/gateway
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python3", "-S", "-c", \
    "import http.client; c = http.client.HTTPConnection('127.0.0.1', 8080, timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["python3", "-m", "services.gateway"]

# The `callboard` command, and what sets servers up: users of MongoDB, keys, backups.
FROM platform AS tools
LABEL org.opencontainers.image.title=callboard/tools \
      org.opencontainers.image.description="Callboard: command line, set-up jobs, backups"
COPY --from=tools-dependencies /app /app
COPY protos /callboard/protos
COPY services /callboard/services
COPY deploy /callboard/deploy
ENTRYPOINT ["python3", "-m"]
CMD ["services.cli", "--help"]
