// Promises an object store over HTTP for tests: enough of S3 for our store, and faults on demand.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface S3Double {
  endpoint: string;
  objects: Map<string, Buffer>;
  /** What the next upload suffers. */
  fault: "none" | "corrupts" | "full" | "silent";
  uploads: number;
  close(): Promise<void>;
}

/** One bucket, path style. Signatures are not checked; conditional uploads are. */
export async function startS3Double(): Promise<S3Double> {
  const double: Omit<S3Double, "endpoint" | "close"> = { objects: new Map(), fault: "none", uploads: 0 };
  const state = double as S3Double;
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

async function answer(state: S3Double, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://s3.test");
  const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const kept = state.objects.get(key);
  if (state.fault === "silent") return;
  if (request.method === "PUT") return upload(state, request, response, key, Buffer.concat(chunks));
  if (request.method === "DELETE") {
    state.objects.delete(key);
    return void response.writeHead(204).end();
  }
  if (key === "") return list(state, url, response);
  if (!kept) return refuse(response, 404, "NoSuchKey", request.method === "HEAD");
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const body = range ? kept.subarray(Number(range[1]), Number(range[2]) + 1) : kept;
  response.writeHead(range ? 206 : 200, { "content-length": body.length, etag: '"x"' });
  response.end(request.method === "HEAD" ? undefined : body);
}

function upload(state: S3Double, request: IncomingMessage, response: ServerResponse, key: string, body: Buffer): void {
  state.uploads++;
  if (state.fault === "full") return refuse(response, 507, "XMinioStorageFull", false);
  if (request.headers["if-none-match"] === "*" && state.objects.has(key))
    return refuse(response, 412, "PreconditionFailed", false);
  const coded = (request.headers["content-encoding"] ?? "").includes("aws-chunked");
  const content = coded ? unchunk(body) : body;
  // A bucket with object lock takes no upload without a checksum, and none whose checksum is another.
  const checksum = createHash("sha256").update(content).digest("base64");
  if (request.headers["x-amz-checksum-sha256"] !== checksum) return refuse(response, 400, "InvalidRequest", false);
  if (state.fault === "corrupts" && content.length > 0) content[0]! ^= 1;
  state.objects.set(key, Buffer.from(content));
  response.writeHead(200, { etag: '"x"' }).end();
}

function list(state: S3Double, url: URL, response: ServerResponse): void {
  const { prefix = "", "start-after": after = "", "max-keys": max = "1000" } = Object.fromEntries(url.searchParams);
  const found = [...state.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const keys = found.slice(0, Number(max));
  const rows = keys
    .map((key) => `<Contents><Key>${key}</Key><Size>${state.objects.get(key)!.length}</Size></Contents>`)
    .join("");
  const body = `<?xml version="1.0"?><ListBucketResult><IsTruncated>${found.length > keys.length}</IsTruncated>${rows}</ListBucketResult>`;
  response.writeHead(200, { "content-type": "application/xml" }).end(body);
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
