// Promises a CMS SignedData (RFC 5652) read strictly: one signer, its signed attributes, nothing unsigned, one certificate.
import { hashAlgorithm, keyWeakness, signatureAlgorithm } from "./algorithm.ts";
import { compareBytes, same } from "./bytes.ts";
import { childrenOf, type Der, DerFields, integerOf, oidOf, readDer, tags, timeOf } from "./der.ts";
import { digestOf, type HashName, type SignatureScheme } from "./engine.ts";
import { Broken } from "./report.ts";
import { type Certificate, holds, isValidAt, maySign, readCertificate } from "./x509.ts";

export interface SignedMessage {
  contentType: string;
  /** null when the content stands elsewhere. */
  content: Uint8Array | null;
  certificates: Certificate[];
  signer: Certificate;
  digest: HashName;
  scheme: SignatureScheme;
  attributes: Map<string, Der>;
  /** The attributes as they are signed. */
  signedBytes: Uint8Array;
  signature: Uint8Array;
}

const oids = {
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  essV1: "1.2.840.113549.1.9.16.2.12",
  essV2: "1.2.840.113549.1.9.16.2.47",
} as const;

/** `contentInfo` is the DER of a ContentInfo. `more`: certificates that travel beside it. Throws Broken. */
export function readSignedMessage(contentInfo: Der, part: string, more: readonly Certificate[] = []): SignedMessage {
  const info = new DerFields(contentInfo, part);
  if (oidOf(info.take(tags.oid), part) !== oids.signedData) throw new Broken(`${part}: no CMS signed data`);
  const signed = new DerFields(only(info.take(0xa0), part), part);
  info.end();
  signed.take(tags.integer);
  const digests = childrenOf(signed.take(tags.set), part).map((node) => hashAlgorithm(node, part));
  const encapsulated = new DerFields(signed.take(tags.sequence), part);
  const contentType = oidOf(encapsulated.take(tags.oid), part);
  const contentNode = encapsulated.optional(0xa0);
  const octets = contentNode && only(contentNode, part);
  if (octets && octets.tag !== tags.octetString) throw new Broken(`${part}: its content is no octet string`);
  const certificateNodes = signed.optional(0xa0);
  const certificates = certificateNodes
    ? childrenOf(certificateNodes, part).map((node) => readCertificate(node.whole, part))
    : [];
  signed.optional(0xa1);
  const signers = childrenOf(signed.take(tags.set), part);
  signed.end();
  if (signers.length !== 1) throw new Broken(`${part}: ${signers.length} signers instead of one`);
  const signer = readSigner(signers[0]!, [...certificates, ...more], part);
  if (!digests.includes(signer.digest)) throw new Broken(`${part}: its digest algorithm is not announced`);
  return { contentType, content: octets?.body ?? null, certificates: [...certificates, ...more], ...signer };
}

function readSigner(node: Der, certificates: readonly Certificate[], part: string) {
  const fields = new DerFields(node, part);
  fields.take(tags.integer);
  const byName = fields.optional(tags.sequence);
  if (!byName) throw new Broken(`${part}: its signer is not named by issuer and serial number`);
  const id = new DerFields(byName, part);
  const issuer = id.take(tags.sequence).whole;
  const serial = integerOf(id.take(tags.integer), part);
  const digest = hashAlgorithm(fields.take(tags.sequence), part);
  const attributesNode = fields.take(0xa0);
  const scheme = signatureAlgorithm(fields.take(tags.sequence), part, digest);
  const signature = fields.take(tags.octetString).body;
  if (fields.optional(0xa1)) throw new Broken(`${part}: unsigned attributes, which anybody could have put in`);
  fields.end();
  const signer = certificates.find((c) => same(c.issuer, issuer) && c.serial === serial);
  if (!signer) throw new Broken(`${part}: the signer's certificate is missing`);
  const signedBytes = Uint8Array.from(attributesNode.whole);
  signedBytes[0] = tags.set;
  return { signer, digest, scheme, signature, signedBytes, attributes: readAttributes(attributesNode, part) };
}

function readAttributes(node: Der, part: string): Map<string, Der> {
  const attributes = new Map<string, Der>();
  const nodes = childrenOf(node, part);
  for (const [i, child] of nodes.entries()) {
    if (i > 0 && compareBytes(nodes[i - 1]!.whole, child.whole) >= 0)
      throw new Broken(`${part}: its signed attributes are not in order`);
    const fields = new DerFields(child, part);
    const oid = oidOf(fields.take(tags.oid), part);
    if (attributes.has(oid)) throw new Broken(`${part}: the signed attribute ${oid} stands twice`);
    attributes.set(oid, only(fields.take(tags.set), part));
    fields.end();
  }
  return attributes;
}

/**
 * Attributes and signature over `content` (detached or not). Returns what does not hold; the path of the signer's
 * certificate is another question.
 */
export async function messageProblems(
  message: SignedMessage,
  content: Uint8Array,
  contentType: string,
  part: string,
): Promise<string[]> {
  const problems: string[] = [];
  const type = message.attributes.get(oids.contentType);
  if (message.contentType !== contentType || !type || oidOf(type, part) !== contentType)
    problems.push(`${part}: signed as another kind of content`);
  const digest = message.attributes.get(oids.messageDigest);
  if (digest?.tag !== tags.octetString || !same(digest.body, digestOf(message.digest, content)))
    problems.push(`${part}: its message digest is not that of the content`);
  problems.push(...essProblems(message, part));
  if (!maySign(message.signer)) problems.push(`${part}: its signer's certificate may not be used for signatures`);
  const weak = keyWeakness(message.signer.spki, part);
  if (weak !== null) problems.push(`${part}: signed with ${weak}, which can be forged`);
  if (message.signer.unknownCritical.length > 0)
    problems.push(`${part}: its signer's certificate demands ${message.signer.unknownCritical.join(", ")}`);
  if (!(await holds(message.signer.spki, message.scheme, message.signedBytes, message.signature)))
    problems.push(`${part}: its signature does not hold`);
  return problems;
}

/** RFC 5035: the signature names the very certificate, so that another of the same key cannot be put in its place. */
function essProblems(message: SignedMessage, part: string): string[] {
  const v2 = message.attributes.get(oids.essV2);
  const v1 = message.attributes.get(oids.essV1);
  if (!v2 && !v1) return [`${part}: it does not name its signer's certificate (ESS signing-certificate)`];
  const problems: string[] = [];
  for (const [node, version] of [
    [v2, 2],
    [v1, 1],
  ] as const) {
    if (!node) continue;
    const list = new DerFields(node, part).take(tags.sequence);
    const first = childrenOf(list, part)[0];
    if (!first) throw new Broken(`${part}: an empty list of signing certificates`);
    const fields = new DerFields(first, part);
    const algorithm = version === 2 ? fields.optional(tags.sequence) : null;
    const hash = version === 1 ? "sha1" : algorithm ? hashAlgorithm(algorithm, part) : "sha256";
    if (!same(fields.take(tags.octetString).body, digestOf(hash, message.signer.der)))
      problems.push(`${part}: the certificate that it names (ESS) is not its signer's`);
  }
  return problems;
}

export function signingTimeOf(message: SignedMessage, part: string): number | null {
  const node = message.attributes.get(oids.signingTime);
  return node ? timeOf(node, part) : null;
}

/** The form of `.p7s` (FORMAT.md section 1): detached, four signed attributes, signed while the certificate was valid. */
export async function detachedProblems(message: SignedMessage, content: Uint8Array, part: string): Promise<string[]> {
  const problems = await messageProblems(message, content, "1.2.840.113549.1.7.1", part);
  if (message.content !== null) problems.push(`${part}: not detached`);
  const wanted = [oids.contentType, oids.messageDigest, oids.signingTime, oids.essV2];
  if (message.attributes.size !== wanted.length || wanted.some((oid) => !message.attributes.has(oid)))
    problems.push(`${part}: its signed attributes are not the four of the format`);
  const time = signingTimeOf(message, part);
  if (time === null || !isValidAt(message.signer, time))
    problems.push(`${part}: its signer's certificate was not valid when it signed`);
  if (message.signer.extendedUsage?.oids.includes("1.3.6.1.5.5.7.3.8"))
    problems.push(`${part}: signed with a certificate for time stamps`);
  return problems;
}

export function readDetached(bytes: Uint8Array, part: string): SignedMessage {
  return readSignedMessage(readDer(bytes, part), part);
}

function only(node: Der, part: string): Der {
  const nodes = childrenOf(node, part);
  if (nodes.length !== 1) throw new Broken(`${part}: ${nodes.length} values where one belongs`);
  return nodes[0]!;
}
