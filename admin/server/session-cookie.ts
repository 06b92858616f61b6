// Promises the session's secret: 256 random bits in a host-only cookie, its sha256 in the database, nothing else anywhere.
import { createHash, randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PersonRole } from "#core/nouns/person.ts";
import type { Origins } from "./origins.ts";

/** Idle time after which a session ends (TCVN 14423:2026, law-and-workflow.md "Level requirements"): shorter for who manages the house. */
export const idleMsOf = (role: PersonRole): number => (role === "admin" ? 5 : 15) * 60_000;
export const totalMs = 8 * 3_600_000;

const cookieName = (origins: Origins) => (origins.secure ? "__Host-vonggac" : "vonggac");

export function makeToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The token's hash, or null where the request carries none of the right shape. */
export function readToken(request: FastifyRequest, origins: Origins): Buffer | null {
  const token = request.cookies[cookieName(origins)];
  return token && /^[\w-]{43}$/.test(token) ? hashToken(token) : null;
}

const options = (origins: Origins) =>
  ({ path: "/", httpOnly: true, sameSite: "strict", secure: origins.secure }) as const;

export function giveToken(reply: FastifyReply, origins: Origins, token: string): void {
  reply.setCookie(cookieName(origins), token, { ...options(origins), maxAge: totalMs / 1000 });
}

export function takeToken(reply: FastifyReply, origins: Origins): void {
  reply.clearCookie(cookieName(origins), options(origins));
}
