// Promises what one RFC 3161 time stamp says and whether it holds: status, imprint, signature, usage, validity.
import { hashAlgorithm } from "./algorithm.ts";
import { same } from "./bytes.ts";
import { messageProblems, readSignedMessage, type SignedMessage } from "./cms.ts";
import { type Der, DerFields, integerOf, oidOf, readDer, tags, timeOf } from "./der.ts";
import { digestOf, type HashName } from "./engine.ts";
import { Broken } from "./report.ts";
import { type Certificate, findPath, isValidAt, type PathResult } from "./x509.ts";

export interface Token {
  message: SignedMessage;
  content: Uint8Array;
  policy: string;
  imprintHash: HashName;
  imprint: Uint8Array;
  serial: bigint;
  genTimeMs: number;
  nonce: bigint | null;
}

const tstInfo = "1.2.840.113549.1.9.16.1.4";
const timeStamping = "1.3.6.1.5.5.7.3.8";

/** `bytes`: a full TimeStampResp, DER. `chain`: certificates kept beside it. Throws Broken. */
export function readToken(bytes: Uint8Array, part: string, chain: readonly Certificate[] = []): Token {
  const response = new DerFields(readDer(bytes, part), part);
  const status = integerOf(new DerFields(response.take(tags.sequence), part).take(tags.integer), part);
  if (status !== 0n && status !== 1n) throw new Broken(`${part}: the authority refused (status ${status})`);
  const contentInfo = response.take(tags.sequence);
  response.end();
  return readTokenInfo(contentInfo, part, chain);
}

function readTokenInfo(contentInfo: Der, part: string, chain: readonly Certificate[]): Token {
  const message = readSignedMessage(contentInfo, part, chain);
  if (!message.content) throw new Broken(`${part}: no time-stamp information in it`);
  const info = new DerFields(readDer(message.content, part), part);
  if (integerOf(info.take(tags.integer), part) !== 1n) throw new Broken(`${part}: unknown version`);
  const policy = oidOf(info.take(tags.oid), part);
  const imprint = new DerFields(info.take(tags.sequence), part);
  const imprintHash = hashAlgorithm(imprint.take(tags.sequence), part);
  const hashed = imprint.take(tags.octetString).body;
  imprint.end();
  const serial = integerOf(info.take(tags.integer), part);
  const genTimeMs = timeOf(info.take(tags.generalizedTime), part);
  info.optional(tags.sequence);
  info.optional(tags.boolean);
  const nonce = info.optional(tags.integer);
  info.optional(0xa0);
  info.optional(0xa1);
  info.end();
  return {
    message,
    content: message.content,
    policy,
    imprintHash,
    imprint: hashed,
    serial,
    genTimeMs,
    nonce: nonce && integerOf(nonce, part),
  };
}

export function imprintHolds(token: Token, stamped: Uint8Array): boolean {
  return token.imprintHash !== "sha1" && same(token.imprint, digestOf(token.imprintHash, stamped));
}

export function tokenSignatureProblems(token: Token, part: string): Promise<string[]> {
  return messageProblems(token.message, token.content, tstInfo, part);
}

/** RFC 3161 section 2.3: the one usage, critical; and the certificate was valid when the stamp was made. */
export function tokenUsageProblems(token: Token, part: string): { usage: string[]; validity: string[] } {
  const { signer } = token.message;
  const usage = signer.extendedUsage;
  const isRight = usage?.critical === true && usage.oids.length === 1 && usage.oids[0] === timeStamping;
  return {
    usage: isRight ? [] : [`${part}: its certificate is not one for time stamps alone (critical extended key usage)`],
    validity: isValidAt(signer, token.genTimeMs)
      ? []
      : [`${part}: the authority's certificate was not valid at ${new Date(token.genTimeMs).toISOString()}`],
  };
}

export function tokenPath(token: Token, roots: readonly Certificate[]): Promise<PathResult> {
  return findPath(token.message.signer, token.message.certificates, roots, "time", token.genTimeMs);
}
