// Promises an authority's answer taken apart strictly (RFC 3161 section 2.4.2, RFC 5652), before anything in it is believed.
import { type Certificate, readCertificate } from "./certificate.ts";
import { bodyOf, DerError, type Element, integerHexOf, membersOf, oidOf, readElement, timeOf } from "./der-reader.ts";
import { oids } from "./oids.ts";

export interface TokenInfo {
  policy: string;
  /** Identifier of the imprint's digest, and the digest. */
  imprintAlgorithm: string;
  imprint: Buffer;
  serial: string;
  genTime: Date;
  hasFraction: boolean;
  accuracyMs: number;
  nonce: string | null;
  hasCriticalExtension: boolean;
}

export interface Token {
  info: TokenInfo;
  /** TSTInfo as signed. */
  content: Buffer;
  certificates: Certificate[];
  signer: { issuer: Buffer; serial: string } | { keyId: Buffer };
  digestAlgorithm: string;
  signatureAlgorithm: string;
  signature: Buffer;
  /** SET OF Attribute as it was signed. */
  signedAttributes: Buffer;
  attributes: ReadonlyMap<string, Element[]>;
}

export interface Answer {
  /** PKIStatus: 0 granted, 1 granted with modifications. */
  status: number;
  /** What the authority says of a refusal. */
  statusText: string;
  token: Token | null;
}

/** Throws DerError. */
export function readAnswer(der: Buffer): Answer {
  const [statusInfo, token] = membersOf(readElement(der));
  const [status, text] = membersOf(statusInfo!);
  const words = text?.tag === 0x30 ? membersOf(text).map((t) => t.body.toString("utf8")) : [];
  return {
    status: Number.parseInt(integerHexOf(status), 16),
    statusText: words
      .join(" ")
      .replace(/[^\p{L}\p{N}\p{P} ]/gu, " ")
      .slice(0, 200),
    token: token ? readToken(token) : null,
  };
}

function readToken(contentInfo: Element): Token {
  const [type, wrapped] = membersOf(contentInfo);
  if (oidOf(type) !== oids.signedData) throw new DerError("a token that is not SignedData");
  const [version, digests, encapsulated, ...rest] = membersOf(membersOf(wrapped!, 0xa0)[0]!);
  // RFC 5652 section 5.1; fixed although nothing signs it, so that a kept token cannot be changed in silence.
  if (integerHexOf(version) !== "3") throw new DerError("a SignedData of another version");
  const [contentType, content] = membersOf(encapsulated!);
  if (oidOf(contentType) !== oids.tstInfo) throw new DerError("a token that holds no TSTInfo");
  const bytes = bodyOf(membersOf(content!, 0xa0)[0], 0x04);
  const certificates = rest.find((e) => e.tag === 0xa0);
  const signers = membersOf(rest.at(-1)!, 0x31);
  if (signers.length !== 1) throw new DerError(`a token with ${signers.length} signers`);
  const signer = readSigner(signers[0]!);
  const named = membersOf(digests!, 0x31).map((d) => oidOf(membersOf(d)[0]));
  if (!named.includes(signer.digestAlgorithm)) throw new DerError("a list of other digests");
  return {
    info: readInfo(bytes),
    content: bytes,
    certificates: certificates ? membersOf(certificates, 0xa0).map((c) => readCertificate(c.bytes)) : [],
    ...signer,
  };
}

function readSigner(signerInfo: Element) {
  const [version, sid, digest, attributes, algorithm, signature] = membersOf(signerInfo);
  if (integerHexOf(version) !== (sid!.tag === 0x80 ? "3" : "1")) throw new DerError("a signer of another version");
  const members = membersOf(attributes!, 0xa0).map((a) => membersOf(a));
  const map = new Map<string, Element[]>();
  for (const [type, values] of members) {
    const id = oidOf(type);
    if (map.has(id)) throw new DerError(`signed attribute ${id} twice`);
    map.set(id, membersOf(values!, 0x31));
  }
  const [issuer, serial] = sid!.tag === 0x80 ? [] : membersOf(sid!);
  return {
    signer: issuer ? { issuer: issuer.bytes, serial: integerHexOf(serial) } : { keyId: sid!.body },
    digestAlgorithm: oidOf(membersOf(digest!)[0]),
    signatureAlgorithm: oidOf(membersOf(algorithm!)[0]),
    signature: bodyOf(signature, 0x04),
    // RFC 5652 section 5.4: signed as a SET OF, carried as [0].
    signedAttributes: Buffer.concat([Buffer.from([0x31]), attributes!.bytes.subarray(1)]),
    attributes: map,
  };
}

function readInfo(bytes: Buffer): TokenInfo {
  const [version, policy, imprint, serial, time, ...optional] = membersOf(readElement(bytes));
  if (integerHexOf(version) !== "1") throw new DerError("a TSTInfo of another version");
  const [algorithm, digest] = membersOf(imprint!);
  const { at, hasFraction } = timeOf(time);
  const accuracy = optional.find((e) => e.tag === 0x30);
  const nonce = optional.find((e) => e.tag === 0x02);
  const extensions = optional.find((e) => e.tag === 0xa1);
  return {
    policy: oidOf(policy),
    imprintAlgorithm: oidOf(membersOf(algorithm!)[0]),
    imprint: bodyOf(digest, 0x04),
    serial: integerHexOf(serial),
    genTime: at,
    hasFraction,
    accuracyMs: accuracy ? readAccuracy(accuracy) : 0,
    nonce: nonce ? integerHexOf(nonce) : null,
    hasCriticalExtension: extensions
      ? membersOf(extensions, 0xa1).some((e) => membersOf(e).some((part) => part.tag === 0x01))
      : false,
  };
}

/** Accuracy ::= SEQUENCE { seconds INTEGER, millis [0], micros [1] }, each optional; in milliseconds. */
function readAccuracy(element: Element): number {
  const worth: Record<number, number> = { 0x02: 1000, 0x80: 1, 0x81: 0.001 };
  return membersOf(element).reduce(
    (sum, part) => sum + Number.parseInt(part.body.toString("hex") || "0", 16) * (worth[part.tag] ?? 0),
    0,
  );
}
