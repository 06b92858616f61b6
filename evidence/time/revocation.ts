// Promises the revocation lists of a token's chain, signed by their issuers, so that a token can be judged years from now.
import { verify } from "node:crypto";
import { log } from "#core/log.ts";
import { toAppError } from "#core/errors.ts";
import { type Certificate, hasKeyUsage, revocationUrls } from "./certificate.ts";
import { bodyOf, integerHexOf, membersOf, oidOf, readElement, timeOf } from "./der-reader.ts";
import { refusal } from "./check-token.ts";
import { exchangeBounded } from "./http-exchange.ts";
import { signatureNames } from "./oids.ts";

export interface RevocationData {
  kind: "crl" | "ocsp";
  url: string;
  /** Base64; null where nothing sound could be fetched within the budget. */
  der: string | null;
}

const budgetMs = 5000;
const maxListBytes = 4_000_000;
const mostLists = 4;

/**
 * Asks for the list of every certificate of the chain that names one. A list that cannot be had is said so, never an
 * error. Throws AppError `time.refused` when a sound list names a certificate of the chain.
 */
export async function fetchRevocation(chain: Certificate[], signal?: AbortSignal): Promise<RevocationData[]> {
  const wanted = chain.slice(0, -1).flatMap((certificate, i) => {
    const url = revocationUrls(certificate)[0];
    return url === undefined ? [] : [{ certificate, issuer: chain[i + 1]!, url }];
  });
  const deadline = AbortSignal.any([AbortSignal.timeout(budgetMs), ...(signal ? [signal] : [])]);
  return Promise.all(
    wanted.slice(0, mostLists).map(async ({ certificate, issuer, url }) => {
      const der = await fetchList(url, issuer, deadline);
      if (der && namesOf(der).has(certificate.serial))
        throw refusal(`the certificate ${certificate.serial} is revoked (${url})`);
      return { kind: "crl" as const, url, der: der && der.toString("base64") };
    }),
  );
}

async function fetchList(url: string, issuer: Certificate, signal: AbortSignal): Promise<Buffer | null> {
  try {
    const der = await exchangeBounded({ url, timeoutMs: budgetMs, maxBytes: maxListBytes, signal });
    return isSoundList(der, issuer) ? der : null;
  } catch (error) {
    log.info({ err: toAppError(error), url }, "revocation.not-fetched");
    return null;
  }
}

/** RFC 5280 section 5: of this issuer, signed by it. Throws what a hostile list makes the reader throw. */
export function isSoundList(der: Buffer, issuer: Certificate): boolean {
  const [content, algorithm, signature] = membersOf(readElement(der));
  const named = signatureNames[oidOf(membersOf(algorithm!)[0])];
  const key = issuer.x509.publicKey;
  if (!named?.digest || key.asymmetricKeyType !== named.key || hasKeyUsage(issuer, 6) === false) return false;
  const [, name] = withoutVersion(content!.bytes);
  return (
    name!.bytes.equals(issuer.subject) && verify(named.digest, content!.bytes, key, bodyOf(signature, 0x03).subarray(1))
  );
}

/** Serial numbers on a list. */
function namesOf(der: Buffer): Set<string> {
  const [content] = membersOf(readElement(der));
  const [, , , ...rest] = withoutVersion(content!.bytes);
  const list = rest.find((e) => e.tag === 0x30);
  return new Set(
    (list ? membersOf(list) : []).map((entry) => {
      const [serial, date] = membersOf(entry);
      timeOf(date);
      return integerHexOf(serial);
    }),
  );
}

function withoutVersion(content: Buffer) {
  const members = membersOf(readElement(content));
  return members[0]?.tag === 0x02 ? members.slice(1) : members;
}
