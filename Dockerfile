# Two stages: what builds the server stays behind, and nothing but what runs goes along.
FROM node:20-slim AS build
WORKDIR /misura
COPY . .
RUN npm ci && npm prune --omit=dev

FROM node:20-slim
ENV NODE_ENV=production PORT=4000 MISURA_DATA_DIR=/data
WORKDIR /misura
COPY --from=build /misura/package.json ./
COPY --from=build /misura/node_modules ./node_modules
COPY --from=build /misura/client ./client
COPY --from=build /misura/dist ./dist
COPY --from=build /misura/dashboard/dist ./dashboard/dist
COPY --from=build /misura/prisma ./prisma
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
