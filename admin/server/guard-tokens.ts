// Promises that another system reaches only what its token names: no session, no cookie, one scope a route, revoked at once.
import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { AppError } from "#core/errors.ts";
import { type ApiToken, useToken } from "#core/records/connection.ts";
import type { DeskContext } from "./desk-context.ts";

const shape = /^Bearer (vgt_[A-Za-z0-9_-]{43})$/;

/** A new token: 256 random bits behind a prefix that secret scanners can find. */
export const makeApiToken = (): string => `vgt_${randomBytes(32).toString("base64url")}`;
export const hashApiToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Throws `auth.required` without a living token, `auth.denied` where its scopes do not name this route's. */
export async function checkToken(request: FastifyRequest, ctx: DeskContext): Promise<void> {
  const token = shape.exec(request.headers.authorization ?? "")?.[1];
  const found = token ? await useToken(ctx.pool, hashApiToken(token)) : null;
  if (!found) throw new AppError("auth.required", { detail: "no living token in the Authorization header" });
  const { scope } = request.routeOptions.config;
  if (!scope || !found.scopes.includes(scope))
    throw new AppError("auth.denied", { detail: `the token does not have the scope ${scope}` });
  request.apiToken = found;
}

/** Name of the token's owner for the trail. */
export function tokenActor(request: FastifyRequest): string {
  const token: ApiToken | null = request.apiToken;
  if (!token) throw new AppError("auth.required", { detail: "no living token" });
  return `api:${token.name}`;
}
