# One image per service: docker build --build-arg SERVICE=roster -t callboard/roster .
# Run it as `rpc` (the default), `worker` or `migrate`.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml ./
COPY protos protos
COPY services services
RUN python -m venv /app && /app/bin/pip install --no-cache-dir -c requirements.lock .

FROM python:3.11-slim
ARG SERVICE
RUN useradd --system --uid 10001 callboard
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 SERVICE=${SERVICE}
USER 10001
# The root file system may be read-only; /tmp holds gunicorn's heartbeat and the counters of its workers.
VOLUME /tmp
ENTRYPOINT ["sh", "-c", "exec python -m services.${SERVICE} \"$@\"", "callboard"]
CMD ["rpc"]
