// Promises a fresh self-signed certificate for a list of hosts, written in DER over node:crypto alone (RFC 5280, RFC 5480).
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import { nowMs } from "#core/clock.ts";

const dayMs = 86_400_000;

/** One DER element: tag, length (X.690 section 8.1.3), content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const bitString = (bytes: Uint8Array) => der(0x03, Buffer.from([0]), bytes);
const octets = (bytes: Uint8Array) => der(0x04, bytes);
const yes = der(0x01, Buffer.from([0xff]));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

/** UTCTime in whole seconds, as RFC 5280 section 4.1.2.5 wants it before 2050. */
function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`, "ascii"));
}

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId("2.5.4.3"), der(0x0c, Buffer.from(commonName, "utf8")))));
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return critical ? sequence(objectId(id), yes, octets(value)) : sequence(objectId(id), octets(value));
}

function subjectAltName(hosts: string[]): Buffer {
  const names = hosts.map((host) =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host, "ascii")),
  );
  return sequence(...names);
}

function positiveSerial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return der(0x02, bytes);
}

/**
 * Makes a P-256 key and a certificate that names every host (dNSName or IPv4 iPAddress), valid from yesterday for 397 days.
 * Nobody trusts it: a client sees what it sees on a site with an untrusted certificate.
 */
export function makeSelfSigned(hosts: string[]): { keyPem: string; certPem: string } {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"));
  const subject = name(hosts[0] ?? "localhost");
  const extensions = sequence(
    extension("2.5.29.19", true, sequence()),
    extension("2.5.29.37", false, sequence(objectId("1.3.6.1.5.5.7.3.1"))),
    extension("2.5.29.17", false, subjectAltName(hosts)),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    positiveSerial(),
    ecdsaWithSha256,
    subject,
    sequence(time(nowMs() - dayMs), time(nowMs() + 396 * dayMs)),
    subject,
    pair.publicKey,
    der(0xa3, extensions),
  );
  const signature = sign("sha256", body, createPrivateKey(pair.privateKey));
  const base64 = sequence(body, ecdsaWithSha256, bitString(signature)).toString("base64");
  const lines = base64.match(/.{1,64}/g)!.join("\n");
  return { keyPem: pair.privateKey, certPem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}
