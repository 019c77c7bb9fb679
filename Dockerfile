# syntax=docker/dockerfile:1

FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run -s build

FROM node:20-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# What your deploys call (ssh, aws, kubectl, …) is not in here: build an image on this one that adds it,
# as docs/operations.md shows.
FROM node:20-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git openssh-client tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /data \
  && chown node:node /data
WORKDIR /slipway
COPY --from=dependencies /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json apps.json apps.schema.json LICENSE ./
COPY sandbox/sample sandbox/sample

ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
USER node
STOPSIGNAL SIGTERM

# For the server role. Where it does not run, nothing listens: switch the check off there, as docker-compose.yml does.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# tini takes care of processes whose parents died; Node as the first process would not.
ENTRYPOINT ["tini", "--", "node", "/slipway/dist/bin/slipway.js"]
CMD ["start"]
