// Promises that a token is kept only when everything in it holds: imprint, nonce, time, signature, usage, binding and chain.
import { createHash, timingSafeEqual, verify } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { buildChain, ChainError, type Chain } from "./certificate-chain.ts";
import { type Certificate, extendedUsages, hasKeyUsage } from "./certificate.ts";
import { bodyOf, DerError, integerHexOf, membersOf, oidOf } from "./der-reader.ts";
import { digestNames, oids, signatureNames } from "./oids.ts";
import { type Answer, readAnswer, type Token } from "./token.ts";

export interface Expectation {
  /** Digest of the bytes that the token is about, and its name in node:crypto. */
  imprint: Buffer;
  hash: string;
  /** Lower-case hex without leading zeros; null where the question is no longer known. */
  nonce: string | null;
  /** Certificates that are believed; with none, the chain goes as far as the token carries it. */
  roots: Certificate[];
  /** Between these moments genTime must lie, give or take `driftMs`; null for a token of long ago. */
  between: { from: Date; to: Date } | null;
}

export interface CheckedToken {
  token: Token;
  chain: Chain;
}

/** Clocks differ; by more than this a token is not of this question. */
export const driftMs = 60_000;

/** Throws AppError `time.refused` whose detail says what does not hold. */
export function checkAnswer(der: Buffer, expected: Expectation): CheckedToken {
  try {
    const token = grantedToken(readAnswer(der));
    checkContent(token, expected);
    const signer = findSigner(token);
    checkSignature(token, signer);
    checkBinding(token, signer);
    checkUsage(signer);
    const chain = buildChain(signer, token.certificates, expected.roots, token.info.genTime);
    checkTime(token.info.genTime, expected);
    return { token, chain };
  } catch (error) {
    if (error instanceof ChainError) throw refusal(error.message);
    // What a hostile answer makes node:crypto or the reader throw is a refusal like any other.
    if (error instanceof DerError || !(error instanceof AppError))
      throw refusal(`the answer cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

export const refusal = (detail: string) =>
  new AppError("time.refused", {
    detail,
    cure: "Ask the authority; check VONGGAC_TSA_URLS, VONGGAC_TSA_TRUST and this machine's clock.",
  });

function grantedToken({ status, statusText, token }: Answer): Token {
  if (status > 1) throw refusal(`the authority refuses (status ${status}${statusText ? `: ${statusText}` : ""})`);
  if (!token) throw refusal("the answer holds no token");
  return token;
}

function checkContent({ info }: Token, expected: Expectation): void {
  const hash = digestNames[info.imprintAlgorithm];
  if (hash !== expected.hash || !info.imprint.equals(expected.imprint))
    throw refusal("the token is about other bytes (message imprint)");
  if (expected.nonce !== null && info.nonce !== expected.nonce)
    throw refusal("the token does not carry the nonce of this question");
  if (info.hasCriticalExtension) throw refusal("the token has a critical extension that nobody here understands");
}

function findSigner({ signer, certificates }: Token): Certificate {
  const found = certificates.find((c) =>
    "keyId" in signer
      ? c.extensions.get("2.5.29.14")?.value.subarray(2).equals(signer.keyId)
      : c.issuer.equals(signer.issuer) && c.serial === signer.serial,
  );
  if (found) return found;
  throw refusal("the token does not bring its signer's certificate");
}

function checkSignature(token: Token, signer: Certificate): void {
  const digest = digestNames[token.digestAlgorithm];
  const algorithm = signatureNames[token.signatureAlgorithm];
  if (!digest || !algorithm) throw refusal("the token is signed with an algorithm that is not believed");
  const [type] = token.attributes.get(oids.contentType) ?? [];
  if (oidOf(type) !== oids.tstInfo) throw refusal("the signed content type is not TSTInfo");
  const [told] = token.attributes.get(oids.messageDigest) ?? [];
  if (!bodyOf(told, 0x04).equals(createHash(digest).update(token.content).digest()))
    throw refusal("the signed digest is that of other content");
  const key = signer.x509.publicKey;
  if (
    key.asymmetricKeyType !== algorithm.key ||
    !verify(algorithm.digest ?? digest, token.signedAttributes, key, token.signature)
  )
    throw refusal("the signature does not verify");
}

/** RFC 5816 and RFC 5035: the signed attributes name the certificate, so that no other can stand in for it. */
function checkBinding({ attributes }: Token, signer: Certificate): void {
  const second = attributes.get(oids.signingCertificateV2)?.[0];
  const first = attributes.get(oids.signingCertificate)?.[0];
  const list = second ?? first;
  if (!list) throw refusal("the signed attributes do not name the certificate (ESSCertID)");
  const parts = membersOf(membersOf(membersOf(list)[0]!)[0]!);
  const named = second && parts[0]?.tag === 0x30 ? parts.shift() : undefined;
  const hash = named ? digestNames[oidOf(membersOf(named)[0])] : second ? "sha256" : "sha1";
  const digest = bodyOf(parts[0], 0x04);
  const own = hash && createHash(hash).update(signer.der).digest();
  if (!own || own.length !== digest.length || !timingSafeEqual(own, digest))
    throw refusal("the signed attributes name another certificate (ESSCertID)");
  if (parts[1] && integerHexOf(membersOf(parts[1])[1]) !== signer.serial)
    throw refusal("the signed attributes name another serial number (ESSCertID)");
}

/** RFC 3161 section 2.3: time stamping, critical, and nothing else. */
function checkUsage(signer: Certificate): void {
  const usages = extendedUsages(signer);
  if (!usages?.oids.includes(oids.timeStamping)) throw refusal("the certificate is not for time stamping");
  if (!usages.critical) throw refusal("the certificate's usage for time stamping is not critical");
  if (usages.oids.length !== 1) throw refusal("the certificate is not for time stamping alone");
  if (hasKeyUsage(signer, 0) === false && hasKeyUsage(signer, 1) === false)
    throw refusal("the certificate's key may not sign");
}

function checkTime(genTime: Date, { between }: Expectation): void {
  if (!between) return;
  const early = between.from.getTime() - genTime.getTime();
  const late = genTime.getTime() - between.to.getTime();
  if (early > driftMs) throw refusal(`the token's time is ${seconds(early)} before the question`);
  if (late > driftMs) throw refusal(`the token's time is ${seconds(late)} in the future`);
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
