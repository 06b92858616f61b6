// Promises that a recapture keeps unchanged bodies once, reads back whole, and says in standard records where they stand.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import type { KnownPayload } from "#evidence/archive/warc-record.ts";
import type { FindKnown } from "#evidence/archive/warc-writer.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import { leaveOutUnchanged } from "#evidence/seal/leave-out.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle, type Sealed } from "#evidence/seal/seal-bundle.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { makeBundle, type MadeBundle } from "../../support/make-bundle.ts";
import { takeApart } from "../../support/sealed-package.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-revisit-"));
const store = openLocalStore(path.join(folder, "evidence"));
const bodyBytes = 300_000;
const secondId = "019ab000-1111-7222-8333-444455557777";

let first: { made: MadeBundle; sealed: Sealed };
let second: { made: MadeBundle; sealed: Sealed };

async function seal(name: string, captureId: string | undefined, findKnown?: FindKnown) {
  const made = makeBundle(path.join(folder, name), { bodyBytes, ...(captureId ? { captureId } : {}) });
  const sealed = await sealBundle({
    ...made,
    detection: null,
    keyring: await openKeyring(path.join(folder, "data")),
    ledgerHead: null,
    office: "Tổ giám sát",
    ...(findKnown ? { findKnown } : {}),
    to: { store, workDir: path.join(folder, `work-${name}`) },
  });
  return { made, sealed };
}

beforeAll(async () => {
  first = await seal("first", undefined);
  const byPayload = new Map<string, KnownPayload>();
  for (const r of first.sealed.records) {
    byPayload.set(r.payloadSha256, {
      captureId: first.made.bundle.captureId,
      package: first.sealed.key!,
      packageSha256: first.sealed.sha256,
      record: r.id,
      uri: r.uri ?? "",
      date: r.date,
      payloadSha256: r.payloadSha256,
      payloadSizeBytes: r.payloadSizeBytes,
    });
  }
  second = await seal("second", secondId, async (sha256) => byPayload.get(sha256) ?? null);
});

test("an unchanged recapture is a small part of the first package, and its film reads back byte for byte", async () => {
  expect(second.sealed.sizeBytes).toBeLessThan(first.sealed.sizeBytes * 0.2);
  const reader = await openSealed(store, second.sealed.key!);
  const film = reader.records.find((r) => r.type === "revisit" && r.uri?.endsWith("/phim.mp4"))!;
  expect(film.refersTo).toMatchObject({ captureId: first.made.bundle.captureId, payloadSizeBytes: bodyBytes });
  const read = await reader.read(film.id);
  expect(read.payload.equals(readFileSync(path.join(folder, "second/bodies/e9")))).toBe(true);
  expect(read.httpHead).toContain("200 OK");
});

test("documents and words stand in every package, however often they are captured", () => {
  const left = second.sealed.records.filter((r) => r.type === "revisit").map((r) => r.uri!);
  expect(left.length).toBeGreaterThan(0);
  expect(left.filter((uri) => /^urn:(dom|text):|\/trang/.test(uri))).toEqual([]);
});

test("another program's parser reads the revisit records and the digest of the whole payload in them", async () => {
  const warc = (await takeApart(path.join(folder, "evidence", second.sealed.key!))).get("archive/data.warc.gz")!;
  const seen: { type: string | null; profile: string | null; digest: string | null; size: number }[] = [];
  for await (const record of new WARCParser(Readable.toWeb(Readable.from([warc])) as ReadableStream<Uint8Array>)) {
    const size = (await record.readFully(false)).length;
    const header = (name: string) => record.warcHeader(name) ?? null;
    seen.push({ type: record.warcType, profile: header("WARC-Profile"), digest: header("WARC-Payload-Digest"), size });
  }
  const revisits = seen.filter((r) => r.type === "revisit");
  expect(revisits.length).toBe(second.sealed.records.filter((r) => r.type === "revisit").length);
  for (const r of revisits) {
    expect(r).toMatchObject({ profile: "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", size: 0 });
    expect(first.sealed.records.map((w) => `sha256:${w.payloadSha256}`)).toContain(r.digest);
  }
});

test("a page archive is left out, and said so, only where one earlier package has every picture of the page and is referred to", async () => {
  const { bundle } = first.made;
  const archive = { file: "a.mhtml", kind: "mhtml", url: bundle.finalUrl, mime: "multipart/related" } as const;
  const withArchive: Bundle = { ...bundle, attachments: [{ ...archive, sizeBytes: 9, sha256: "00", note: "" }] };
  const known = { package: "2026/01/01/a.wacz", payloadSizeBytes: 50_000 } as KnownPayload;
  const unchanged = await leaveOutUnchanged(withArchive, async () => known);
  expect(unchanged.attachments).toEqual([]);
  expect(unchanged.steps.at(-1)).toMatchObject({
    step: "leave-out",
    note: expect.stringContaining("2026/01/01/a.wacz"),
  });
  const last = bundle.tiles.at(-1)!.sha256;
  const changed = await leaveOutUnchanged(withArchive, async (sha256) => (sha256 === last ? null : known));
  expect(changed).toBe(withArchive);
  const other = { ...known, package: "2026/01/02/b.wacz" };
  expect(await leaveOutUnchanged(withArchive, async (sha256) => (sha256 === last ? other : known))).toBe(withArchive);
  const small = { ...known, payloadSizeBytes: 900 };
  expect(await leaveOutUnchanged(withArchive, async () => small)).toBe(withArchive);
});

test("a base package that changed is noticed when its bytes are asked for", async () => {
  const reader = await openSealed(store, second.sealed.key!);
  const film = reader.records.find((r) => r.type === "revisit" && r.uri?.endsWith("/phim.mp4"))!;
  const base = path.join(folder, "evidence", first.sealed.key!);
  const bytes = readFileSync(base);
  const changed = Buffer.from(bytes);
  const target = first.sealed.records.find((r) => r.id === film.refersTo!.record)!;
  changed[changed.indexOf(Buffer.from("archive/data.warc.gz")) + 20 + target.offset + 2000]! ^= 1;
  rmSync(base);
  writeFileSync(base, changed);
  await expect(reader.read(film.id)).rejects.toMatchObject({ code: "store.failed" });
  rmSync(base);
  writeFileSync(base, bytes);
});
