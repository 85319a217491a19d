# mongod for tests, from the Python wheel: where no image registry can be reached. BASE is any Debian.
ARG BASE=python:3.13-slim-trixie
FROM ${BASE}
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends libcurl4t64 >/dev/null && rm -rf /var/lib/apt/lists/*
COPY mongod /usr/local/bin/mongod
# As in the official image, so that either can be used.
RUN mkdir -p /data/db && chown 999:999 /data/db
USER 999:999
ENV LC_ALL=C
VOLUME /data/db
EXPOSE 27017
ENTRYPOINT ["mongod"]
