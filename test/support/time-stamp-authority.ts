// Promises an RFC 3161 authority for tests, in this process and without openssl: honest, or lying in one named way.
import { randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { context, integer, octets, oid, sequence, setOf, time, tlv, utf8 } from "#evidence/time/der-writer.ts";
import { bodyOf, membersOf, readElement } from "#evidence/time/der-reader.ts";
import { makeCertificate, makeRevocationList, sha256, type TestCertificate } from "./test-certificates.ts";

export const authorityModes = [
  "good", // answers as RFC 3161 wants
  "slow", // answers after `slowMs`
  "down", // cuts every connection off
  "wrong-nonce",
  "no-nonce",
  "wrong-imprint",
  "future", // genTime ten minutes ahead
  "past", // genTime ten minutes back
  "others-token", // a token that was made for somebody else's question
  "expired", // certificate ended before genTime
  "wrong-usage", // certificate for e-mail
  "usage-not-critical",
  "usage-not-exclusive",
  "bad-signature",
  "wrong-binding", // ESS certificate identifier of another certificate
  "other-root", // a sound chain to a root that nobody named
  "wrong-digest", // signed message digest of other content
  "rejects", // status 2
  "error-500",
  "huge", // never stops sending
  "redirect",
  "garbage",
] as const;
export type AuthorityMode = (typeof authorityModes)[number];

export interface TestAuthority {
  url: string;
  /** Root to pin. */
  rootPem: string;
  /** How it behaves from now on. */
  mode: AuthorityMode;
  /** Questions that reached it. */
  asked: number;
  /** Its revocation list names its certificate from now on. */
  revoked: boolean;
  /** Added to the clock that honest answers tell, in milliseconds. */
  clockOffsetMs: number;
  close(): Promise<void>;
}

export interface AuthorityWish {
  mode?: AuthorityMode;
  port?: number;
  slowMs?: number;
  /** Days until its certificate ends; 365. */
  days?: number;
  key?: "p256" | "p384" | "rsa2048";
}

const timeStamping = { oids: ["1.3.6.1.5.5.7.3.8"], critical: true };
const mail = "1.3.6.1.5.5.7.3.4";
const policy = "1.3.6.1.4.1.99999.1";
const day = 86_400_000;

/** Starts on 127.0.0.1. Its revocation list is at `/crl`. */
export async function startTimeStampAuthority(wish: AuthorityWish = {}): Promise<TestAuthority> {
  const root = makeCertificate({ name: `Test Time Root ${randomBytes(3).toString("hex")}` });
  let signer: Record<"honest" | AuthorityMode, TestCertificate> | null = null;
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/crl")
      return void response.end(makeRevocationList(root, authority.revoked && signer ? [signer.honest] : []));
    const parts: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) parts.push(chunk);
    authority.asked += 1;
    await answer(authority, signer!, Buffer.concat(parts), response, wish.slowMs ?? 60_000);
  };
  await new Promise<void>((resolve) => server.listen(wish.port ?? 0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  signer = makeSigners(root, `${url}crl`, wish);
  const authority: TestAuthority = {
    url,
    rootPem: root.pem,
    mode: wish.mode ?? "good",
    asked: 0,
    revoked: false,
    clockOffsetMs: 0,
    close: () => closeServer(server),
  };
  return authority;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function makeSigners(issuer: TestCertificate, crlUrl: string, { days, key = "p256" }: AuthorityWish) {
  const honest = makeCertificate({
    name: "Test Time Authority",
    issuer,
    key,
    usages: timeStamping,
    crlUrl,
    notAfter: new Date(Date.now() + (days ?? 365) * day),
  });
  const other = (name: string, usages: { oids: string[]; critical: boolean }, more = {}) =>
    makeCertificate({ name, issuer, usages, ...more });
  const over = { notBefore: new Date(Date.now() - 20 * day), notAfter: new Date(Date.now() - 10 * day) };
  const all = Object.fromEntries(authorityModes.map((mode) => [mode, honest])) as Record<
    AuthorityMode,
    TestCertificate
  >;
  return {
    ...all,
    honest,
    expired: other("Expired Authority", timeStamping, over),
    "wrong-usage": other("Mail Signer", { oids: [mail], critical: true }),
    "usage-not-critical": other("Lax Authority", { ...timeStamping, critical: false }),
    "usage-not-exclusive": other("Broad Authority", { oids: [...timeStamping.oids, mail], critical: true }),
    "other-root": makeCertificate({
      name: "Unknown Authority",
      issuer: makeCertificate({ name: "Unknown Root" }),
      usages: timeStamping,
    }),
  };
}

async function answer(
  authority: TestAuthority,
  signers: Record<"honest" | AuthorityMode, TestCertificate>,
  question: Buffer,
  response: ServerResponse,
  slowMs: number,
): Promise<void> {
  const { mode } = authority;
  const send = (body: Buffer) =>
    void response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(body);
  if (mode === "down") return void response.socket?.destroy();
  if (mode === "error-500") return void response.writeHead(500).end("no");
  if (mode === "redirect") return void response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
  if (mode === "garbage") return send(randomBytes(300));
  if (mode === "huge") return sendForEver(response);
  if (mode === "rejects") return send(sequence(sequence(integer(2), sequence(utf8("Bad request")))));
  if (mode === "slow") await new Promise((resolve) => setTimeout(resolve, slowMs).unref());
  send(makeAnswer(readQuestion(question), { mode, signer: signers[mode], offsetMs: authority.clockOffsetMs }));
}

function sendForEver(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/timestamp-reply" });
  const chunk = Buffer.alloc(64 * 1024, 0x30);
  const pump = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", pump);
  };
  pump();
}

interface Question {
  imprint: Buffer;
  nonce: Buffer | null;
}

function readQuestion(der: Buffer): Question {
  const [, imprint, ...rest] = membersOf(readElement(der));
  const nonce = rest.find((e) => e.tag === 0x02);
  return { imprint: imprint!.bytes, nonce: nonce ? bodyOf(nonce, 0x02) : null };
}

interface Saying {
  mode: AuthorityMode;
  signer: TestCertificate;
  offsetMs: number;
}

/** A whole TimeStampResp. */
function makeAnswer(question: Question, saying: Saying): Buffer {
  const { mode, signer } = saying;
  const imprintOfOther = sequence(sequence(oid("2.16.840.1.101.3.4.2.1"), tlv(0x05)), octets(randomBytes(32)));
  const others = mode === "others-token";
  const info = tstInfo({
    imprint: mode === "wrong-imprint" || others ? imprintOfOther : question.imprint,
    nonce: mode === "wrong-nonce" || others ? randomBytes(7) : mode === "no-nonce" ? null : question.nonce,
    at: new Date(Date.now() + saying.offsetMs + (mode === "future" ? 600_000 : mode === "past" ? -600_000 : 0)),
  });
  return sequence(
    sequence(integer(0)),
    sequence(oid("1.2.840.113549.1.7.2"), context(0, signedData(info, mode, signer))),
  );
}

function tstInfo({ imprint, nonce, at }: { imprint: Buffer; nonce: Buffer | null; at: Date }): Buffer {
  const [seconds, fraction] = at
    .toISOString()
    .replace(/[-:TZ]/g, "")
    .split(".") as [string, string];
  const significant = fraction.replace(/0+$/, "");
  const digits = `${seconds}${significant ? `.${significant}` : ""}Z`;
  return sequence(
    integer(1),
    oid(policy),
    imprint,
    integer(Buffer.concat([Buffer.from([1]), randomBytes(7)])),
    tlv(0x18, Buffer.from(digits, "latin1")),
    sequence(tlv(0x80, Buffer.from([100]))), // accuracy: 100 milliseconds
    ...(nonce ? [integer(nonce)] : []),
  );
}

function signedData(info: Buffer, mode: AuthorityMode, signer: TestCertificate): Buffer {
  const digest = sequence(oid("2.16.840.1.101.3.4.2.1"));
  const certificates: Buffer[] = [];
  for (let c: TestCertificate | null = signer; c; c = c.issuer) certificates.push(c.der);
  const attribute = (id: string, value: Buffer) => sequence(oid(id), setOf(value));
  const bound = mode === "wrong-binding" ? randomBytes(32) : sha256(signer.der);
  const attributes = setOf(
    attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.9.16.1.4")),
    attribute("1.2.840.113549.1.9.5", time(new Date())),
    attribute("1.2.840.113549.1.9.4", octets(mode === "wrong-digest" ? randomBytes(32) : sha256(info))),
    attribute("1.2.840.113549.1.9.16.2.47", sequence(sequence(sequence(octets(bound))))),
  );
  const signature = sign("sha256", mode === "bad-signature" ? randomBytes(32) : attributes, signer.key);
  const algorithm =
    signer.key.asymmetricKeyType === "rsa"
      ? sequence(oid("1.2.840.113549.1.1.1"), tlv(0x05))
      : sequence(oid("1.2.840.10045.4.3.2"));
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuer!.name, integer(signer.serial)),
    digest,
    Buffer.concat([Buffer.from([0xa0]), attributes.subarray(1)]),
    algorithm,
    octets(signature),
  );
  return sequence(
    integer(3),
    setOf(digest),
    sequence(oid("1.2.840.113549.1.9.16.1.4"), context(0, octets(info))),
    tlv(0xa0, ...certificates),
    setOf(signerInfo),
  );
}
