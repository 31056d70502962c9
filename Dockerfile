# One target per service: `docker build --target planner .`; compose.yaml builds them all.
# Good for BuildKit and for the older builder alike, so neither `# syntax=` nor `RUN --mount`.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN groupadd --gid 10001 turnwise && useradd --uid 10001 --gid turnwise --no-create-home --shell /usr/sbin/nologin turnwise
WORKDIR /app

# What every service needs is installed once; a service's own step finds it there.
FROM base AS service
RUN python3 -m venv /opt/turnwise
ENV PATH=/opt/turnwise/bin:$PATH PYTHONPATH=/app:/app/proto
COPY requirements/image-base.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-base.txt

# The sample database. A volume that is mounted on /databases for the first time is filled from the image.
FROM base AS pet-shop
COPY examples/__init__.py examples/pet_shop*.py examples/
COPY --chown=turnwise examples/catalogue.toml /databases/
RUN python3 -m examples.pet_shop /databases/pet_shop.sqlite && chmod 444 /databases/*
USER turnwise
VOLUME /databases
CMD ["true"]

FROM service AS planner
COPY requirements/image-planner.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-planner.txt
COPY proto/turnwise proto/turnwise/
COPY services/__init__.py services/
COPY services/contracts services/contracts/
COPY services/planner services/planner/
COPY models/planner models/planner/
RUN python -m compileall -q .
USER turnwise
EXPOSE 50052
CMD ["python", "-m", "services.planner"]

FROM service AS generator
COPY requirements/image-generator.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-generator.txt
COPY proto/turnwise proto/turnwise/
COPY services/__init__.py services/
COPY services/contracts services/contracts/
COPY services/generator services/generator/
RUN python -m compileall -q .
USER turnwise
EXPOSE 50053
CMD ["python", "-m", "services.generator"]

FROM service AS value-index
COPY requirements/image-value-index.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-value-index.txt
COPY proto/turnwise proto/turnwise/
COPY services/__init__.py services/
COPY services/contracts services/contracts/
COPY services/value_index services/value_index/
RUN python -m compileall -q .
USER turnwise
EXPOSE 50051
CMD ["python", "-m", "services.value_index"]

FROM service AS executor
COPY requirements/image-executor.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-executor.txt
COPY proto/turnwise proto/turnwise/
COPY services/__init__.py services/
COPY services/contracts services/contracts/
COPY services/executor services/executor/
RUN python -m compileall -q .
USER turnwise
EXPOSE 50054
CMD ["python", "-m", "services.executor"]

# Of the stages it holds the clients only.
FROM service AS conversation
COPY requirements/image-conversation.txt /opt/turnwise/
RUN pip install --quiet --no-deps --require-hashes --only-binary :all: -r /opt/turnwise/image-conversation.txt
COPY proto/turnwise proto/turnwise/
COPY services/__init__.py services/
COPY services/contracts services/contracts/
COPY services/value_index/__init__.py services/value_index/client.py services/value_index/
COPY services/planner/__init__.py services/planner/client.py services/planner/
COPY services/generator/__init__.py services/generator/client.py services/generator/
COPY services/executor/__init__.py services/executor/client.py services/executor/
COPY services/conversation services/conversation/
RUN python -m compileall -q .
USER turnwise
EXPOSE 50050
CMD ["python", "-m", "services.conversation"]
