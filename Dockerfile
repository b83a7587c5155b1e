# syntax=docker/dockerfile:1

# Both base images are pinned by version. Their digests were not known where this was written; pin those that you tested:
#   docker build --build-arg NODE_IMAGE=node:24.21.0-trixie-slim@sha256:… --build-arg DEBIAN_IMAGE=debian:trixie-slim@sha256:… .
ARG NODE_IMAGE=node:24.21.0-trixie-slim
ARG DEBIAN_IMAGE=debian:trixie-slim

# Node's image is there for its npm. What runs later is the Node that package-lock.json pins.
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
COPY . .
RUN node scripts/build-console.ts && sh deploy/image/assemble /opt/reeve

FROM ${DEBIAN_IMAGE}
RUN --mount=type=bind,from=build,source=/build/deploy/image,target=/image sh /image/prepare-root
COPY --from=build /opt/reeve /opt/reeve
ENV PATH=/opt/reeve/bin:/usr/local/bin:/usr/bin:/bin \
  REEVE_DATA_DIR=/var/lib/reeve \
  REEVE_KEY_DIR=/etc/reeve \
  REEVE_LISTEN=0.0.0.0:7338
USER 10001:10001
WORKDIR /var/lib/reeve
VOLUME ["/var/lib/reeve"]
EXPOSE 7338
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["reeve-alive"]
ENTRYPOINT ["reeve"]
CMD ["serve"]
