import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { digestOf, useEngine } from "#evidence/verify/engine.ts";
import { HttpBody } from "#evidence/verify/http-body.ts";
import { nodeEngine } from "#evidence/verify/node/node-engine.ts";

beforeAll(() => useEngine(nodeEngine));

const plain = Buffer.alloc(10_000, "vọng gác ");

function packedBody(): HttpBody {
  const body = new HttpBody(true, new Set(["sha256"]), true);
  body.push(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"), gzipSync(plain)]));
  body.end();
  return body;
}

it("knows the digest of a content without its coding, and counts what it swelled to", () => {
  const budget = { leftBytes: 50_000 };
  const { digests, unsure } = packedBody().otherDigests("sha256", budget);
  expect(unsure).toBe(false);
  expect(digests).toContainEqual(digestOf("sha256", plain));
  expect(budget.leftBytes).toBe(40_000);
});

it("is unsure of a content whose coding it may no longer undo", () => {
  expect(packedBody().otherDigests("sha256", { leftBytes: 0 }).unsure).toBe(true);
});
