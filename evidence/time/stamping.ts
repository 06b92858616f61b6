// Promises a checked time-stamp token from one of the configured authorities, with what is needed to judge it years later.
import { readFileSync } from "node:fs";
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { type Certificate, readPemCertificates } from "./certificate.ts";
import { checkAnswer, type CheckedToken } from "./check-token.ts";
import { exchangeBounded, publicAddress } from "./http-exchange.ts";
import { fetchRevocation, type RevocationData } from "./revocation.ts";
import { type ImprintHash, makeRequest } from "./time-stamp-request.ts";
import { digestNames } from "./oids.ts";

/** Who is asked and whom to believe. */
export interface Stamping {
  /** Addresses as configured; name them to people by `publicAddress` only. */
  authorities: readonly string[];
  /** Empty where no root is pinned: tokens are then kept, and their state says so. */
  roots: Certificate[];
  timeoutMs: number;
}

export interface Stamp {
  /** The whole TimeStampResp, as it came. */
  answer: Buffer;
  authority: string;
  askedAt: Date;
  receivedAt: Date;
  nonce: string;
  genTime: Date;
  policy: string;
  serial: string;
  /** DER, leaf first. */
  chain: Buffer[];
  /** True where the chain ends at a root of VONGGAC_TSA_TRUST. */
  pinned: boolean;
  /** When the authority's certificate ends: a renewal must come before. */
  signerNotAfter: Date;
  /** Weakest digest of the token, as node:crypto names it. */
  hash: string;
  revocation: RevocationData[];
  clock: ClockOffset;
}

/** This machine's clock minus the authority's, in milliseconds; the truth lies within ± `uncertaintyMs`. */
export interface ClockOffset {
  source: string;
  offsetMs: number;
  uncertaintyMs: number;
}

const maxAnswerBytes = 256 * 1024;

/** null where no authority is configured. Throws AppError `config.invalid` when an address or the roots' file is unusable. */
export function openStamping(
  config: Pick<Config, "tsaUrls" | "VONGGAC_TSA_TRUST" | "VONGGAC_TSA_TIMEOUT_MS">,
): Stamping | null {
  if (config.tsaUrls.length === 0) return null;
  for (const [i, url] of config.tsaUrls.entries())
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new AppError("config.invalid", {
        detail: `VONGGAC_TSA_URLS: address ${i + 1} is not an http:// or https:// address`,
        cure: "Write the authorities' addresses, separated by spaces.",
      });
  const roots = config.VONGGAC_TSA_TRUST === undefined ? [] : readRoots(config.VONGGAC_TSA_TRUST);
  return { authorities: config.tsaUrls, roots, timeoutMs: config.VONGGAC_TSA_TIMEOUT_MS };
}

function readRoots(file: string): Certificate[] {
  try {
    const roots = readPemCertificates(readFileSync(file, "utf8"));
    if (roots.length > 0) return roots;
  } catch (error) {
    throw new AppError("config.invalid", {
      cause: error,
      detail: `VONGGAC_TSA_TRUST: ${file} cannot be read as PEM certificates`,
      cure: "Name a PEM file with the root certificates of the time-stamp authorities, or leave the setting empty.",
    });
  }
  throw new AppError("config.invalid", { detail: `VONGGAC_TSA_TRUST: ${file} holds no certificate` });
}

/**
 * Asks one authority to stamp the bytes and checks its answer before anything is kept. Throws AppError
 * `time.unavailable` (nobody answered usably) or `time.refused` (the answer does not hold; the detail says what).
 */
export async function stampBytes(
  stamping: Stamping,
  authority: string,
  bytes: Uint8Array,
  options: { hash?: ImprintHash; signal?: AbortSignal } = {},
): Promise<Stamp> {
  const request = makeRequest(bytes, options.hash);
  const name = publicAddress(authority);
  const askedMs = nowMs();
  const answer = await exchangeBounded({
    url: authority,
    body: request.der,
    headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    timeoutMs: stamping.timeoutMs,
    maxBytes: maxAnswerBytes,
    signal: options.signal,
  });
  const receivedMs = nowMs();
  const between = { from: new Date(askedMs), to: new Date(receivedMs) };
  const { roots } = stamping;
  const checked = naming(name, () => checkAnswer(answer, { ...request, roots, between }));
  const { token, chain } = checked;
  // Addresses in a certificate are only followed where a pinned root stands behind it.
  const revocation = chain.pinned ? await fetchRevocation(chain.certificates, options.signal) : [];
  return {
    answer,
    authority: name,
    askedAt: between.from,
    receivedAt: between.to,
    nonce: request.nonce,
    genTime: token.info.genTime,
    policy: token.info.policy,
    serial: token.info.serial,
    chain: chain.certificates.map((c) => c.der),
    pinned: chain.pinned,
    signerNotAfter: chain.certificates[0]!.notAfter,
    hash: weakestOf(checked),
    revocation,
    clock: offsetOf(name, checked, askedMs, receivedMs),
  };
}

function naming<T>(authority: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const detail = `${authority}: ${error.message.replace(/^[\w.-]+: /, "")}`;
    throw new AppError(error.code, { detail, cause: error, ...(error.cure ? { cure: error.cure } : {}) });
  }
}

const strength = ["sha256", "sha384", "sha512"];

function weakestOf({ token }: CheckedToken): string {
  const used = [token.info.imprintAlgorithm, token.digestAlgorithm].map((id) => digestNames[id]!);
  return used.toSorted((a, b) => strength.indexOf(a) - strength.indexOf(b))[0]!;
}

/** A time of whole seconds is taken as the middle of its second. */
function offsetOf(authority: string, { token }: CheckedToken, askedMs: number, receivedMs: number): ClockOffset {
  const { genTime, hasFraction, accuracyMs } = token.info;
  const told = genTime.getTime() + (hasFraction ? 0 : 500);
  const ours = (askedMs + receivedMs) / 2;
  return {
    source: `tsa ${authority}`,
    offsetMs: Math.round(ours - told),
    uncertaintyMs: Math.ceil((receivedMs - askedMs) / 2 + accuracyMs + (hasFraction ? 0 : 500)),
  };
}
