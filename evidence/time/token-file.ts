// Promises the facts that stand beside each token (`<base>.<n>.tsr.json`, FORMAT.md section 2), written and read strictly.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { canonicalBytes } from "../archive/canonical-json.ts";
import { checkKey } from "../store/store.ts";
import type { Stamp } from "./stamping.ts";

/** What a token's imprint is of. */
export const ImprintOf = z.string().regex(/^(manifest|token:[1-9]\d*|checkpoint:\d+)$/);

export const TokenFile = z.strictObject({
  format: z.literal("vonggac-token/1"),
  authority: z.string(),
  askedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  imprintOf: ImprintOf,
  nonce: z.string().regex(/^[0-9a-f]+$/),
  genTime: z.iso.datetime(),
  policy: z.string(),
  serial: z.string().regex(/^[0-9a-f]+$/),
  chain: z.array(z.base64()),
  revocation: z.array(z.strictObject({ kind: z.enum(["crl", "ocsp"]), url: z.string(), der: z.base64().nullable() })),
});
export type TokenFile = z.infer<typeof TokenFile>;

/** Canonical JSON. `imprintOf` of `token:<k>` is a renewal of token k. */
export function tokenFileOf(stamp: Stamp, imprintOf: string): Buffer {
  return canonicalBytes({
    format: "vonggac-token/1",
    authority: stamp.authority,
    askedAt: stamp.askedAt.toISOString(),
    receivedAt: stamp.receivedAt.toISOString(),
    imprintOf,
    nonce: stamp.nonce,
    genTime: stamp.genTime.toISOString(),
    policy: stamp.policy,
    serial: stamp.serial,
    chain: stamp.chain.map((der) => der.toString("base64")),
    revocation: stamp.revocation.map(({ kind, url, der }) => ({ kind, url, der })),
  });
}

/** Throws AppError `input.invalid`. */
export function readTokenFile(bytes: Buffer): TokenFile {
  try {
    return TokenFile.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    throw new AppError("input.invalid", { cause: error, detail: "not the facts of a time-stamp token" });
  }
}

/** Keys of token `n` beside a package (`….wacz`) or a batch stamp's base. */
export function tokenKeys(storeKey: string, n: number): { token: string; facts: string } {
  const token = checkKey(`${storeKey.replace(/\.wacz$/, "")}.${n}.tsr`);
  return { token, facts: checkKey(`${token}.json`) };
}
