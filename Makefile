# `make help` lists the targets. PORT, PORTAL_PORT and CALLBOARD_HOME move the local Callboard, also as
# `make up PORT=9000 CALLBOARD_HOME=/some/where`.

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
PYTEST := $(PY) -m pytest
# Contract suites run on the fake store among the unit tests and on the real one among the integration tests.
STORE := CALLBOARD_TEST_STORE
# Processes that run tests beside each other, each with servers, or a whole Callboard, of its own.
WORKERS ?= 2
BESIDE := --numprocesses=$(WORKERS) --dist=loadfile
BRIEF := -m "not long"

IMAGES := callboard tools
BASE ?= python:3.13-slim-trixie
TAG ?= dev
MONGO_IMAGE ?= callboard-test/mongo:dev
NATS_IMAGE ?= callboard-test/nats:dev
# What `make test-images` can build; others have to be there.
SERVER_IMAGES := $(filter callboard-test/%,$(MONGO_IMAGE) $(NATS_IMAGE))
# For compose.yaml, where tests start what it says.
ON_IMAGES := CALLBOARD_TAG=$(TAG) MONGO_IMAGE=$(MONGO_IMAGE) NATS_IMAGE=$(NATS_IMAGE)

# Tests start many processes of the same code: it is compiled once, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

# What `make test` runs beside each other, since each waits a lot: for servers, leases and crashes.
LANES := check test-unit test-integration test-e2e
# Nothing else may be, whatever MAKEFLAGS says: `make protos render` is in order.
ifneq ($(MAKECMDGOALS),$(LANES))
.NOTPARALLEL:
endif

.DEFAULT_GOAL := help
.PHONY: help setup protos render translations check test test-unit test-integration test-e2e test-clients test-portal test-long container-images up demo screenshots down clean status logs lock bench images test-images test-containers backup restore k8s-local-secrets k8s-apply k8s-check k8s-cluster k8s-cluster-down k8s-test

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(READY) ## make .venv with everything that is needed; quick when nothing changed

$(READY): pyproject.toml clients/python/pyproject.toml requirements.lock deploy/setup.sh deploy/assets/package-lock.json
	@sh deploy/setup.sh $(VENV)
	@sh deploy/assets/install.sh
	@touch $@

protos: $(READY) ## generate the code of protos/ and the Python client
	$(PY) protos/generate.py

render: $(READY) ## write what follows from the table of processes in deploy/topology.py
	$(PY) -m deploy.render

translations: $(READY) ## bring the catalogues of the portal up to date, and list what is not translated
	$(PY) -m services.portal.catalogues

check: $(READY) ## lint, types, import directions, generated code, rendered files and translations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) protos/generate.py --check
	$(PY) -m deploy.render --check
	$(PY) -m services.portal.catalogues --check

test: $(READY) ## everything that must pass, but for what takes long
	@echo "Beside each other, each shown whole when it has ended: $(LANES)"
	@$(MAKE) --old-file=$(READY) --jobs --output-sync=target $(LANES)

test-unit: $(READY) ## tests without sockets, contracts on the fake store, guards
	$(STORE)=fake $(PYTEST) $(BESIDE) tests/unit tests/contracts tests/guards

test-integration: $(READY) ## tests with real MongoDB and NATS, contracts on the real store
	$(STORE)=real $(PYTEST) $(BESIDE) $(BRIEF) tests/integration tests/contracts

test-e2e: $(READY) ## tests, and attacks, through the gateway of a whole Callboard
	$(ON_IMAGES) $(PYTEST) $(BESIDE) $(BRIEF) tests/e2e tests/security

# What a machine lacks of npm, Go and Chromium is said, and its tests are left out. The linters, generators and testers
# are obtained once.
test-clients: $(READY) ## other people's tools on the interface: linters, generated clients, the guide, /docs in a browser
	$(ON_IMAGES) $(PYTEST) tests/clients

test-portal: $(READY) ## the portal in a browser: every page for everybody, the main job, what axe-core objects to
	$(PYTEST) tests/portal

# Needs root, for the cluster, a Docker engine and Go.
test-long: k8s-check container-images ## before a release: long waits, faults of containers, manifests, a Kubernetes cluster
	CALLBOARD_TEST_MONGO_IMAGE=$(MONGO_IMAGE) CALLBOARD_TEST_NATS_IMAGE=$(NATS_IMAGE) \
	$(PYTEST) -m long tests/integration tests/e2e tests/security
	@$(PY) -m tests.containers.tools
	$(TEST_CONTAINERS) -m long
	@$(MAKE) k8s-cluster
	@$(MAKE) k8s-test; ended=$$?; $(MAKE) k8s-cluster-down; exit $$ended

up: $(READY) ## start Callboard and wait until it is ready
	@$(PY) -m deploy.local up

demo: $(READY) ## load demo data and print logins
	@$(PY) -m services.cli demo

screenshots: $(READY) ## take pictures of every page of the running demo: docs/screenshots
	@$(PY) -m tests.portal.screenshots

down: $(READY) ## stop Callboard and keep its data
	@$(PY) -m deploy.local down

clean: $(READY) ## stop Callboard and delete its data
	@$(PY) -m deploy.local clean

status: $(READY) ## show what runs
	@$(PY) -m deploy.local status

logs: ## show the end of the logs; FOLLOW=1 goes on printing
	@tail -v -n 20 $(if $(FOLLOW),-F) "$${CALLBOARD_HOME:-.run}"/logs/*.log

lock: $(READY) ## write the versions installed in .venv to requirements.lock
	(echo "# The versions that are tested together; used as constraints by deploy/setup.sh."; \
	$(PY) -m pip freeze --exclude-editable --exclude callboard) > requirements.lock

images: ## build the container images; BASE names another base, TAG another tag
	@for target in $(IMAGES); do echo "Building callboard/$$target:$(TAG)"; \
	docker build --quiet --build-arg BASE=$(BASE) --build-arg REVISION=$$(git rev-parse HEAD) \
		--target $$target --tag callboard/$$target:$(TAG) . || exit 1; done

TEST_CONTAINERS = $(ON_IMAGES) $(PYTEST) -s tests/containers

test-containers: container-images ## test the images with real MongoDB and NATS; needs a Docker engine, builds what is missing
	$(TEST_CONTAINERS) $(BRIEF)

# The images are built where one is missing; those of MongoDB and NATS are named as in compose.yaml.
container-images: $(READY)
	@docker info >/dev/null 2>&1 || { echo "Error: no Docker engine answers: start one, or run .ci/engine as root." >&2; exit 1; }
	@for image in $(IMAGES:%=callboard/%:$(TAG)) $(SERVER_IMAGES); do \
	docker image inspect $$image >/dev/null 2>&1 && continue; \
	echo "There is no $$image yet: building the images on $(BASE)"; \
	$(MAKE) test-images BASE=$(BASE) TAG=$(TAG) || exit 1; break; done

test-images: images $(READY) ## build, beside the images, those of MongoDB and NATS that container tests use
	@$(PY) -m tests.images $(BASE)

bench: $(READY) ## measure, and print ratios of one run
	$(PY) -m tests.load

TO ?= backups/$(shell date -u +%Y%m%dT%H%M%SZ)
backup: $(READY) ## write a backup of the local Callboard, running or not, to TO=folder
	@$(PY) -m deploy.backup create $(TO)

restore: $(READY) ## put the backup FROM=folder into the local Callboard, which must be stopped; REPLACE=1 removes what is there
	@$(PY) -m deploy.backup restore $(if $(REPLACE),--replace) $(or $(FROM),$(error Say which: make restore FROM=backups/...))

k8s-local-secrets: $(READY) ## make the secrets of the local Kubernetes overlay; keeps those that are there
	@$(PY) -m deploy.make_secrets deploy/k8s/overlays/local/secrets --mongodb mongodb-0.mongodb:27017 --nats nats:4222

OVERLAY ?= deploy/k8s/overlays/local
k8s-apply: ## apply OVERLAY (local by default) to the cluster of kubectl: jobs first, then the processes
	@sh deploy/k8s/apply.sh $(OVERLAY)

k8s-check: $(READY) ## render every Kubernetes manifest and check it: schemas, linters, and what the code needs
	@$(PY) -m tests.manifests.tools
	$(PYTEST) tests/manifests

k8s-cluster: $(READY) ## start a real Kubernetes of one node on this machine; as root, builds long the first time
	@$(PY) -m tests.k8s.cluster up

k8s-cluster-down: $(READY) ## end that Kubernetes and delete its data
	@$(PY) -m tests.k8s.cluster down

k8s-test: $(READY) ## test the local overlay on the cluster of KUBECONFIG, or else of k8s-cluster
	$(PYTEST) -s tests/k8s
