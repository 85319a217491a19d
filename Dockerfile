# One image per service: `make images`, or docker build --target roster -t callboard/roster .
# Run it as `rpc` (the default), `worker` or `migrate`; `callboard/tools` holds the command line and `deploy`.
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
RUN sh /callboard/deploy/docker/layers.sh

# What every image has.
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

# What the services share: layers that a node pulls once for all of them.
FROM platform AS service
COPY --from=dependencies /layers/ /
COPY --from=sources /layers/shared/ /
WORKDIR /callboard
# Whether the process works at all, whatever it depends on.
ENV HEALTH_PORT=9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python3", "-IS", "-c", \
    "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', int(os.environ['HEALTH_PORT']), timeout=2); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

FROM service AS roster
LABEL org.opencontainers.image.title=callboard/roster \
      org.opencontainers.image.description="Callboard: parties, delegations, rate cards, activity log"
COPY --from=sources /layers/roster/ /
ENV CALLBOARD_ROSTER_LISTEN=0.0.0.0:50051 CALLBOARD_ROSTER_OPS_LISTEN=0.0.0.0:9090
EXPOSE 50051 9090
ENTRYPOINT ["python3", "-m", "services.roster"]
CMD ["rpc"]

FROM service AS campaigns
LABEL org.opencontainers.image.title=callboard/campaigns \
      org.opencontainers.image.description="Callboard: campaigns, offers, negotiation, deliverables"
COPY --from=sources /layers/campaigns/ /
ENV CALLBOARD_CAMPAIGNS_LISTEN=0.0.0.0:50051 CALLBOARD_CAMPAIGNS_OPS_LISTEN=0.0.0.0:9090
EXPOSE 50051 9090
ENTRYPOINT ["python3", "-m", "services.campaigns"]
CMD ["rpc"]

FROM service AS metrics
LABEL org.opencontainers.image.title=callboard/metrics \
      org.opencontainers.image.description="Callboard: snapshots, profile metrics, audiences"
COPY --from=sources /layers/metrics/ /
ENV CALLBOARD_METRICS_LISTEN=0.0.0.0:50051 CALLBOARD_METRICS_OPS_LISTEN=0.0.0.0:9090
EXPOSE 50051 9090
ENTRYPOINT ["python3", "-m", "services.metrics"]
CMD ["rpc"]

FROM service AS gateway
LABEL org.opencontainers.image.title=callboard/gateway \
      org.opencontainers.image.description="Callboard: the only door, REST"
COPY --from=sources /layers/gateway/ /
ENV CALLBOARD_GATEWAY_LISTEN=0.0.0.0:8080 CALLBOARD_GATEWAY_OPS_LISTEN=0.0.0.0:9090
EXPOSE 8080 9090
ENTRYPOINT ["python3", "-m", "services.gateway"]

# The `callboard` command, and what sets servers up: users of MongoDB, keys, backups.
FROM platform AS tools
LABEL org.opencontainers.image.title=callboard/tools \
      org.opencontainers.image.description="Callboard: command line, set-up jobs, backups"
COPY --from=tools-dependencies /layers/ /
COPY --from=sources /layers/tools/ /
WORKDIR /callboard
ENTRYPOINT ["python3", "-m"]
CMD ["services.cli", "--help"]
