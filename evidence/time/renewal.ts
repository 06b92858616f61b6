// Promises that a line of tokens holds: each over the manifest or over an older token, and renewed before that one ended (RFC 4998).
import { createHash } from "node:crypto";
import { AppError, toAppError } from "#core/errors.ts";
import type { Certificate } from "./certificate.ts";
import { checkAnswer } from "./check-token.ts";
import { digestNames } from "./oids.ts";
import { type ImprintHash, imprintHashes } from "./time-stamp-request.ts";
import { readAnswer } from "./token.ts";

/** A token whose authority's certificate ends within this time gets a new one over it. */
export const renewBeforeDays = 90;

/** Digests that are no longer to be relied on for long: tokens that use them are renewed at once, with a stronger one. */
export const ageingHashes: readonly ImprintHash[] = [];

/** The digest of new questions: the first that is not ageing. */
export function currentHash(ageing: readonly ImprintHash[] = ageingHashes): ImprintHash {
  return imprintHashes.find((hash) => !ageing.includes(hash)) ?? "sha512";
}

export interface KeptToken {
  n: number;
  /** `manifest`, `token:<k>` or `checkpoint:<size>`. */
  imprintOf: string;
  nonce: string;
  /** The `.tsr` file. */
  answer: Buffer;
}

/**
 * Every token of one capture or checkpoint against what it stamps; `original` is the manifest or the note's text. Returns
 * what does not hold, one sentence a token; empty when all do.
 */
export function tokenLineProblems(tokens: readonly KeptToken[], original: Uint8Array, roots: Certificate[]): string[] {
  const byNumber = new Map(tokens.map((t) => [t.n, t]));
  const times = new Map<number, { genTime: Date; end: Date }>();
  const problems: string[] = [];
  for (const token of tokens.toSorted((a, b) => a.n - b.n)) {
    try {
      const old = renewedNumber(token);
      const renewed = old === null ? null : byNumber.get(old);
      if (old !== null && (!renewed || old >= token.n)) throw new Error(`token ${old}, which it renews, is not there`);
      const checked = checkKept(token, renewed ? renewed.answer : original, roots);
      times.set(token.n, checked);
      const before = old === null ? undefined : times.get(old);
      if (before && (checked.genTime < before.genTime || checked.genTime > before.end))
        throw new Error(`made before token ${old}, or after that one's certificate had ended`);
    } catch (error) {
      problems.push(
        `token ${token.n}: ${error instanceof AppError ? toAppError(error).message : (error as Error).message}`,
      );
    }
  }
  return problems;
}

const renewedNumber = (token: KeptToken) => {
  const match = /^token:(\d+)$/.exec(token.imprintOf);
  return match ? Number(match[1]) : null;
};

function checkKept(token: KeptToken, stamped: Uint8Array, roots: Certificate[]): { genTime: Date; end: Date } {
  const hash = digestNames[readAnswer(token.answer).token?.info.imprintAlgorithm ?? ""] ?? "sha256";
  const imprint = createHash(hash).update(stamped).digest();
  const { nonce } = token;
  const checked = checkAnswer(token.answer, { imprint, hash, nonce, roots, between: null });
  return { genTime: checked.token.info.genTime, end: checked.chain.certificates[0]!.notAfter };
}
