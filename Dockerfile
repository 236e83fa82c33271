# Tocsin in a container: docker build -t tocsin . (compose.yaml shows how to run it).
# Debian rather than Alpine: of the binaries that better-sqlite3 and serialport bring, those for glibc are the
# ones tested.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Nothing is compiled and nothing needs an install script: the two native packages carry their binaries.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The console is built here, with the development packages, of which none reaches the final image.
FROM node:24-slim AS console
WORKDIR /app
COPY package.json package-lock.json tsconfig.json LICENSE ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts/build-console.ts ./scripts/
COPY scripts/lib/console ./scripts/lib/console
COPY docs/operators-guide.md docs/operators-guide.fr.md ./docs/
COPY docs/pictures/guide ./docs/pictures/guide
COPY src ./src
RUN node scripts/build-console.ts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY hardware ./hardware
COPY --from=console /app/build ./build
COPY src ./src

# A named volume takes over this owner; a folder of the host has to belong to uid 1000 by itself.
RUN mkdir -m 700 /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8080

# Alive, not ready: a full disk or a carrier that is down is no reason to be restarted. With http.tls
# configured, give a command of your own that asks https.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1))"]

# No shell in between: SIGTERM reaches the gateway, which then finishes what is under way (10 s at most).
ENTRYPOINT ["node", "src/main.ts"]
CMD ["serve", "--config", "/etc/tocsin/tocsin.yaml"]
