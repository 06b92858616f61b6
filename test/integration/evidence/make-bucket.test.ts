// Promises that the evidence bucket is made with object lock, or not taken for one that has it.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { makeBucket } from "#evidence/store/make-bucket.ts";

interface BucketServer {
  server: Server;
  endpoint: string;
  buckets: Map<string, { asksForLock: boolean; lock: string }>;
}

let running: BucketServer | null = null;
afterEach(() => {
  running?.server.closeAllConnections();
  running?.server.close();
});

/** The three requests of a bucket with object lock (Amazon S3 API); `forgets` keeps no lock and says nothing. */
async function startBuckets(forgets = false): Promise<BucketServer> {
  const buckets: BucketServer["buckets"] = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://s3.test");
    const name = url.pathname.split("/")[1]!;
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const bucket = buckets.get(name);
    if (!url.searchParams.has("object-lock")) {
      if (bucket) return void response.writeHead(409).end(`<Error><Code>BucketAlreadyOwnedByYou</Code></Error>`);
      buckets.set(name, { asksForLock: request.headers["x-amz-bucket-object-lock-enabled"] === "true", lock: "" });
      return void response.writeHead(200).end();
    }
    if (request.method === "PUT") {
      if (bucket && !forgets) bucket.lock = body;
      return void response.writeHead(200).end();
    }
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(bucket?.lock === "" ? "<ObjectLockConfiguration/>" : bucket?.lock);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  running = { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, buckets };
  return running;
}

const options = (endpoint: string) => ({
  endpoint,
  bucket: "evidence",
  region: "us-east-1",
  accessKeyId: "test",
  secretAccessKey: "test",
});

test("the bucket is asked for with object lock and a term in governance mode, and a second run ends the same", async () => {
  const { endpoint, buckets } = await startBuckets();
  await makeBucket(options(endpoint), 365);
  await makeBucket(options(endpoint), 365);
  expect(buckets.get("evidence")?.asksForLock).toBe(true);
  expect(buckets.get("evidence")?.lock).toMatch(
    /<Mode>GOVERNANCE<\/Mode>\s*<Days>365<\/Days>|<Days>365<\/Days>\s*<Mode>GOVERNANCE<\/Mode>/,
  );
});

test("an object store that takes the lock without a word and keeps none is refused", async () => {
  const { endpoint } = await startBuckets(true);
  await expect(makeBucket(options(endpoint), 365)).rejects.toMatchObject({ code: "store.failed" });
});

test("an object store that is not there is an error of the store", async () => {
  await expect(makeBucket(options("http://127.0.0.1:1"), 365)).rejects.toMatchObject({ code: "store.failed" });
});
