# nats-server for tests, from the binary that the embedded default uses. BASE is any Debian.
ARG BASE=python:3.13-slim-trixie
FROM ${BASE}
COPY nats-server /usr/local/bin/nats-server
RUN mkdir /data && chown 1000:1000 /data
USER 1000:1000
VOLUME /data
EXPOSE 4222 8222
ENTRYPOINT ["nats-server"]
