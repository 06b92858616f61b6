// Promises addresses of evidence bytes that die soon, belong to one session and one capture or package, and cannot be made by others.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";

export const linkLivesMs = 10 * 60_000;

export interface EvidenceLinks {
  /** `subject` is the id of a capture or of an exported package. */
  make(subject: string, sessionSha256: Buffer): { token: string; until: Date };
  /** What the token stands for. Throws `auth.denied` for a forged or dead one. */
  read(token: string): { subject: string; sessionSha256: Buffer };
}

/** The key lives as long as the process: after a restart screens ask for fresh addresses. */
export function createEvidenceLinks(key: Buffer = randomBytes(32)): EvidenceLinks {
  const sign = (body: string) => createHmac("sha256", key).update(body).digest();
  return {
    make(subject, sessionSha256) {
      const until = new Date(nowMs() + linkLivesMs);
      const body = [subject, sessionSha256.toString("hex"), until.getTime().toString(36)].join(".");
      return { token: `${body}.${sign(body).toString("base64url")}`, until };
    },
    read(token) {
      const parts = token.split(".");
      const [subject, session, until, signature] = parts;
      const denied = (detail: string) => new AppError("auth.denied", { detail });
      if (parts.length !== 4) throw denied("not an evidence address");
      const given = Buffer.from(signature!, "base64url");
      const made = sign(parts.slice(0, 3).join("."));
      if (given.length !== made.length || !timingSafeEqual(given, made)) throw denied("evidence address not ours");
      if (Number.parseInt(until!, 36) <= nowMs()) throw denied("evidence address too old");
      return { subject: z.uuid().parse(subject), sessionSha256: Buffer.from(session!, "hex") };
    },
  };
}
