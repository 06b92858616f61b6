// Promises an object store over HTTP for tests: enough of S3 for our store, and faults on demand.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type S3Fault = "none" | "corrupts" | "full" | "silent" | "error500" | "cut" | "cut-answer" | "slow";

export interface S3Double {
  endpoint: string;
  objects: Map<string, Buffer>;
  /** Headers with which each object was put (lock mode, term). */
  facts: Map<string, { lockMode: string; retainUntil: string; legalHold: boolean }>;
  /** What uploads suffer: `cut` ends the connection before the object is kept, `cut-answer` after. */
  fault: S3Fault;
  /** The fault ends after so many requests that suffered it; endless when left out. */
  faultsLeft: number;
  uploads: number;
  parts: number;
  close(): Promise<void>;
}

interface State extends S3Double {
  pending: Map<string, Map<number, Buffer>>;
  pendingFacts: Map<string, { lockMode: string; retainUntil: string; legalHold: boolean }>;
}

/** One bucket, path style, without versions. Signatures are not checked; conditions, checksums and locks are. */
export async function startS3Double(): Promise<S3Double> {
  const state = {
    objects: new Map(),
    facts: new Map(),
    fault: "none",
    faultsLeft: Infinity,
    uploads: 0,
    parts: 0,
    pending: new Map(),
    pendingFacts: new Map(),
  } as unknown as State;
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return state;
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://s3.test");
  const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const kept = state.objects.get(key);
  if (state.fault === "silent") return;
  if (request.method === "PUT" || request.method === "POST") {
    const fault = nextFault(state);
    if (fault === "error500") return refuse(response, 500, "InternalError", false);
    if (fault === "cut") return void request.socket.destroy();
    if (fault === "slow") await new Promise((done) => setTimeout(done, 1500));
    write(state, fault, request, response, url, key, Buffer.concat(chunks));
    if (fault === "cut-answer") request.socket.destroy();
    return;
  }
  if (request.method === "DELETE") return remove(state, url, key, response);
  if (url.searchParams.has("versions")) return refuse(response, 501, "NotImplemented", false);
  if (key === "") return list(state, url, response);
  if (!kept) return refuse(response, 404, "NoSuchKey", request.method === "HEAD");
  if (url.searchParams.has("retention") || url.searchParams.has("legal-hold"))
    return tellLock(state, url, key, response);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const body = range ? kept.subarray(Number(range[1]), Number(range[2]) + 1) : kept;
  response.writeHead(range ? 206 : 200, { "content-length": body.length, etag: '"x"' });
  response.end(request.method === "HEAD" ? undefined : body);
}

function nextFault(state: State): S3Fault {
  if (state.fault === "none" || state.faultsLeft <= 0) return "none";
  state.faultsLeft--;
  return state.fault;
}

function write(
  state: State,
  fault: S3Fault,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  key: string,
  body: Buffer,
): void {
  const uploadId = url.searchParams.get("uploadId");
  if (url.searchParams.has("uploads")) {
    const id = `u${state.pending.size + 1}`;
    state.pending.set(id, new Map());
    state.pendingFacts.set(id, factsOf(request));
    return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }
  if (uploadId && request.method === "POST") return complete(state, request, response, uploadId, key, body);
  if (url.searchParams.has("legal-hold")) {
    const facts = state.facts.get(key);
    if (!facts) return refuse(response, 404, "NoSuchKey", false);
    facts.legalHold = body.includes("<Status>ON</Status>");
    return void response.writeHead(200).end();
  }
  const source = request.headers["x-amz-copy-source"];
  if (typeof source === "string") {
    const from = state.objects.get(decodeURIComponent(source).split("/").slice(1).join("/"));
    if (!from) return refuse(response, 404, "NoSuchKey", false);
    state.objects.set(key, Buffer.from(from));
    state.facts.set(key, factsOf(request));
    return xml(response, '<CopyObjectResult><ETag>"x"</ETag></CopyObjectResult>');
  }
  upload(state, fault, request, response, { key, body, uploadId, part: Number(url.searchParams.get("partNumber")) });
}

interface Sent {
  key: string;
  body: Buffer;
  uploadId: string | null;
  part: number;
}

function upload(state: State, fault: S3Fault, request: IncomingMessage, response: ServerResponse, sent: Sent): void {
  state.uploads++;
  if (fault === "full") return refuse(response, 507, "XMinioStorageFull", false);
  if (request.headers["if-none-match"] === "*" && state.objects.has(sent.key))
    return refuse(response, 412, "PreconditionFailed", false);
  const coded = (request.headers["content-encoding"] ?? "").includes("aws-chunked");
  const content = Buffer.from(coded ? unchunk(sent.body) : sent.body);
  // A bucket with object lock takes no upload without a checksum, and none whose checksum is another.
  const checksum = createHash("sha256").update(content).digest("base64");
  if (request.headers["x-amz-checksum-sha256"] !== checksum) return refuse(response, 400, "InvalidRequest", false);
  if (fault === "corrupts" && content.length > 0) content[0]! ^= 1;
  if (sent.uploadId) {
    const parts = state.pending.get(sent.uploadId);
    if (!parts) return refuse(response, 404, "NoSuchUpload", false);
    state.parts++;
    parts.set(sent.part, content);
  } else {
    state.objects.set(sent.key, content);
    state.facts.set(sent.key, factsOf(request));
  }
  response.writeHead(200, { etag: `"${sent.part || "x"}"` }).end();
}

function complete(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  uploadId: string,
  key: string,
  body: Buffer,
): void {
  const parts = state.pending.get(uploadId);
  if (!parts) return refuse(response, 404, "NoSuchUpload", false);
  if (request.headers["if-none-match"] === "*" && state.objects.has(key))
    return refuse(response, 412, "PreconditionFailed", false);
  const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((m) => Number(m[1]));
  if (named.length !== parts.size || !named.every((n) => parts.has(n)))
    return refuse(response, 400, "InvalidPart", false);
  state.objects.set(key, Buffer.concat(named.map((n) => parts.get(n)!)));
  state.facts.set(key, state.pendingFacts.get(uploadId)!);
  state.pending.delete(uploadId);
  xml(response, '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
}

function factsOf(request: IncomingMessage) {
  return {
    lockMode: String(request.headers["x-amz-object-lock-mode"] ?? ""),
    retainUntil: String(request.headers["x-amz-object-lock-retain-until-date"] ?? ""),
    legalHold: false,
  };
}

function remove(state: State, url: URL, key: string, response: ServerResponse): void {
  const uploadId = url.searchParams.get("uploadId");
  if (uploadId) {
    state.pending.delete(uploadId);
    return void response.writeHead(204).end();
  }
  const facts = state.facts.get(key);
  const isLocked =
    facts && (facts.legalHold || (facts.retainUntil !== "" && Date.parse(facts.retainUntil) > Date.now()));
  if (isLocked) return refuse(response, 403, "AccessDenied", false);
  state.objects.delete(key);
  state.facts.delete(key);
  response.writeHead(204).end();
}

function tellLock(state: State, url: URL, key: string, response: ServerResponse): void {
  const facts = state.facts.get(key);
  if (url.searchParams.has("legal-hold"))
    return xml(response, `<LegalHold><Status>${facts?.legalHold ? "ON" : "OFF"}</Status></LegalHold>`);
  if (!facts?.retainUntil) return refuse(response, 404, "NoSuchObjectLockConfiguration", false);
  xml(
    response,
    `<Retention><Mode>${facts.lockMode}</Mode><RetainUntilDate>${facts.retainUntil}</RetainUntilDate></Retention>`,
  );
}

function list(state: State, url: URL, response: ServerResponse): void {
  const { prefix = "", "start-after": after = "", "max-keys": max = "1000" } = Object.fromEntries(url.searchParams);
  const found = [...state.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const keys = found.slice(0, Number(max));
  const rows = keys
    .map((key) => `<Contents><Key>${key}</Key><Size>${state.objects.get(key)!.length}</Size></Contents>`)
    .join("");
  const isCut = found.length > keys.length;
  xml(response, `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${rows}</ListBucketResult>`);
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${body}`);
}

function refuse(response: ServerResponse, status: number, code: string, headOnly: boolean): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(
    headOnly ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  );
}

/** The body framing of signed streams: `size;chunk-signature=…` lines. */
function unchunk(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, end), 16);
    if (end < 0 || !(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
