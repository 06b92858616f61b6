import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exchange } from "#core/nouns/fetched.ts";
import { selfTestCertificate } from "#crawler/browser/self-test-certificate.ts";
import { compareWitnesses } from "#crawler/netlog/compare-witnesses.ts";
import { NetlogReader } from "#crawler/netlog/netlog-reader.ts";
import { netlogFile } from "#crawler/netlog/record-netlog.ts";
import type { WireLog } from "#crawler/netlog/wire-exchange.ts";
import { serveHosts } from "../../support/forward-proxy.ts";
import { type Visited, visitOnce } from "../capture/visit-once.ts";
import { bigBytes, bigChunk, bodies, type NetlogSite, startNetlogSite } from "./netlog-site.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const kinds = ["plain", "tls1", "tls2"] as const;

let site: NetlogSite;
const visits = new Map<string, Visited>();
beforeAll(async () => {
  site = await startNetlogSite();
  for (const kind of kinds) visits.set(kind, await visitOnce(`${site[kind]}/`, site.ports));
});
afterAll(() => site.close());

const rawLog = (visit: Visited): Buffer => zstdDecompressSync(visit.read(netlogFile));

function readLog(visit: Visited): WireLog {
  const reader = new NetlogReader();
  reader.push(rawLog(visit));
  return reader.end();
}

const compare = (visit: Visited, exchanges: readonly Exchange[]) =>
  compareWitnesses(exchanges, readLog(visit), {
    outDir: visit.folder,
    untilMs: Number.MAX_SAFE_INTEGER,
    maxBytes: 40_000_000,
    addressOf: () => ({ ip: "127.0.0.1", note: "" }),
  });

describe.each(kinds)("the network log of a capture over %s", (kind) => {
  const visit = () => visits.get(kind)!;

  it("agrees with DevTools on every exchange, and knows no other request of the page", () => {
    const { bundle } = visit();
    const verdicts = bundle.exchanges.map((e) => `${e.method} ${new URL(e.url).pathname} ${e.netlog?.verdict}`);
    const coded = Object.keys(bodies).map((name) => `GET /${name}.js agrees-decoded`);
    expect(verdicts).toEqual(expect.arrayContaining(coded));
    expect(verdicts.filter((row) => !/ agrees(-decoded)?$/.test(row))).toEqual([]);
    expect(bundle.witnesses).toMatchObject({ exchanges: verdicts.length, agree: verdicts.length, onlyInNetlog: [] });
    const wanted = ["/", "/redirect.png", "/dot.png", "/prefetched.js", "/beacon", "/from-worker.txt", "/empty"];
    expect(wanted.filter((name) => !verdicts.some((row) => row.split(" ")[1] === name))).toEqual([]);
  });

  it("gives each recorded answer its header lines as received, cookies and duplicates included", () => {
    const { bundle, find } = visit();
    const told = bundle.exchanges.filter((e) => e.outcome === "recorded" && e.headersForm !== "wire");
    expect(told.map((e) => e.url)).toEqual([]);
    const cookies = find("/a.css").responseHeaders.filter(([name]) => name.toLowerCase() === "set-cookie");
    expect(cookies.map(([, value]) => value)).toEqual(["p=1", "q=2"]);
    expect(find("/chunked.txt").requestHeaders.map(([name]) => name.toLowerCase())).toContain("cookie");
    expect(bundle.exchanges.flatMap((e) => e.requestHeaders).map(([name]) => name)).not.toContain("Proxy-Connection");
  });

  it("is kept compressed, whole and readable, with its hashes", () => {
    const { bundle, read } = visit();
    const packed = read(netlogFile);
    const raw = rawLog(visit());
    expect(bundle.netlog).toEqual({
      file: netlogFile,
      sha256: sha256(packed),
      sizeBytes: packed.length,
      rawSha256: sha256(raw),
      rawSizeBytes: raw.length,
    });
    expect(JSON.parse(raw.toString("utf8")).events.length).toBeGreaterThan(100);
    const { complete, badLines, namesResolved } = readLog(visit());
    expect({ complete, badLines, namesResolved }).toEqual({ complete: true, badLines: 0, namesResolved: [] });
  });
});

describe("what the log tells", () => {
  it("keeps Latin-1 bytes, order and case of an HTTP/1.1 head", () => {
    for (const kind of ["plain", "tls1"]) {
      const answer = visits.get(kind)!.find("/latin1.txt");
      expect(answer.statusText).toBe("T\xf4t");
      expect(answer.responseHeaders).toEqual([
        ["X-B", "2"],
        ["x-a", "caf\xe9"],
        ["Set-Cookie", "m=1"],
        ["set-cookie", "h=2"],
        ["Content-Type", "text/plain"],
        ["Content-Length", "5"],
        ["Date", "Sun, 22 Nov 2026 10:00:00 GMT"],
      ]);
    }
  });

  it("holds the coded bytes of gzip, deflate, br and zstd, before and after", () => {
    for (const kind of kinds) {
      const { exchanges } = readLog(visits.get(kind)!);
      for (const [name, bytes] of Object.entries(bodies)) {
        const seen = exchanges.find((e) => e.url.endsWith(`/${name}.js`))!;
        expect(seen.coded).toEqual({ sha256: sha256(bytes), sizeBytes: bytes.length });
        expect(seen.codedBytes?.equals(bytes)).toBe(true);
        expect(seen.decoded?.sizeBytes).toBeGreaterThan(bytes.length);
      }
    }
  });

  it("holds the certificate chain and the cipher of this very TLS session", () => {
    const der = selfTestCertificate.replace(/-----[A-Z ]+-----|\s+/g, "");
    for (const [kind, version] of [
      ["tls1", "http/1.1"],
      ["tls2", "h2"],
    ]) {
      const seen = readLog(visits.get(kind!)!).exchanges.filter((e) => e.status !== null);
      expect(new Set(seen.map((e) => e.httpVersion))).toEqual(new Set([version]));
      expect(new Set(seen.map((e) => e.tls?.chain.join()))).toEqual(new Set([der]));
      expect(seen[0]!.tls).toMatchObject({ protocol: "TLS 1.3", resumed: false });
      expect(visits.get(kind!)!.find("/").tls?.chain).toEqual([der]);
    }
  });

  it("names what broke: a cut answer, a lost connection", () => {
    const { exchanges } = readLog(visits.get("tls1")!);
    const errorOf = (name: string) => exchanges.find((e) => e.url.endsWith(name))?.netError;
    expect(errorOf("/truncated.bin")).toBe("net::ERR_CONTENT_LENGTH_MISMATCH");
    expect(errorOf("/reset.png")).toBe("net::ERR_EMPTY_RESPONSE");
  });
});

describe("two witnesses that do not say the same", () => {
  it("are told apart when a recorded body is changed by one byte, coded or not", async () => {
    const visit = await visitOnce(`${site.tls1}/`, site.ports);
    for (const name of ["/chunked.txt", "/br.js"]) {
      const file = path.join(visit.folder, visit.find(name).bodyFile!);
      const bytes = readFileSync(file);
      bytes[3]! ^= 1;
      writeFileSync(file, bytes);
    }
    const { exchanges, summary } = await compare(visit, visit.bundle.exchanges);
    const differing = exchanges.filter((e) => e.netlog?.verdict === "differs").map((e) => new URL(e.url).pathname);
    expect(differing.toSorted()).toEqual(["/br.js", "/chunked.txt"]);
    expect(summary.differ).toBe(2);
  });

  it("name a request that DevTools missed, and one that the log does not know", async () => {
    const visit = visits.get("tls2")!;
    const kept = visit.bundle.exchanges.filter((e) => !e.url.endsWith("/beacon"));
    const invented = { ...visit.find("/a.css"), id: "x", url: `${site.tls2}/invented.css` };
    const { exchanges, summary, lost } = await compare(visit, [...kept, invented]);
    expect(exchanges.find((e) => e.id === "x")?.netlog?.verdict).toBe("unseen");
    expect(summary.onlyInNetlog.map(({ url }) => url)).toEqual([`${site.tls2}/beacon`]);
    expect(lost).toEqual([]);
  });

  it("record from the log alone what DevTools missed, whole and said to be so", async () => {
    const visit = visits.get("tls1")!;
    const names = ["/dot.png", "/gzip.js", "/truncated.bin", "/reset.png"];
    const gone = new Set(names.map((name) => visit.find(name).id));
    const { exchanges, lost } = await compare(
      visit,
      visit.bundle.exchanges.filter((e) => !gone.has(e.id)),
    );
    const added = (name: string) => exchanges.find((e) => e.url === site.tls1 + name)!;
    for (const name of ["/dot.png", "/gzip.js"]) {
      const before = visit.find(name);
      expect(visit.read(added(name).bodyFile).equals(visit.read(before.bodyFile))).toBe(true);
      expect(added(name).responseHeaders).toEqual(before.responseHeaders);
      expect(added(name)).toMatchObject({ outcome: "recorded", status: 200, truncated: "" });
      expect(added(name).tls?.chain).toEqual(before.tls?.chain);
    }
    expect(added("/dot.png").redirectedFrom).toBe(visit.find("/redirect.png").id);
    expect(added("/truncated.bin")).toMatchObject({ outcome: "recorded", truncated: "disconnect", bodySizeBytes: 4 });
    expect(added("/reset.png")).toMatchObject({ outcome: "failed", status: null });
    expect(added("/reset.png").outcomeReason).toContain("net::ERR_EMPTY_RESPONSE");
    expect(lost).toEqual([`${site.tls1}/truncated.bin`]);
  });

  it("give back a body that DevTools lost, and say where it comes from", async () => {
    const visit = await visitOnce(`${site.tls1}/`, site.ports);
    const whole = visit.find("/zstd.js");
    const before = visit.read(whole.bodyFile);
    rmSync(path.join(visit.folder, whole.bodyFile!));
    const lost = { ...whole, bodyFile: null, bodyForm: "none", bodySizeBytes: 0, outcomeReason: "mất" } as const;
    const { exchanges, filled } = await compare(visit, [lost]);
    expect(filled).toEqual([whole.id]);
    expect(visit.read(exchanges[0]!.bodyFile).equals(before)).toBe(true);
    expect(exchanges[0]).toMatchObject({ bodyForm: "decoded", outcomeReason: "thân lấy từ nhật ký mạng (mất)" });
  });
});

describe("a body of 30 MB", () => {
  it("is hashed as it passes and agrees to the last byte", async () => {
    const env = { VONGGAC_MAX_DECODED_BYTES: "40000000" };
    const visit = await visitOnce(`${site.tls2}/?big`, site.ports, { env });
    const expected = createHash("sha256");
    for (let left = bigBytes; left > 0; left -= bigChunk.length) expected.update(bigChunk);
    expect(visit.find("/big.bin").netlog?.verdict).toBe("agrees");
    const seen = readLog(visit).exchanges.find((e) => e.url.endsWith("/big.bin"));
    expect(seen?.coded).toEqual({ sha256: expected.digest("hex"), sizeBytes: bigBytes });
  });
});

describe("secrets of ours", () => {
  it("stay out of the log: neither the upstream proxy's password nor its address", async () => {
    const proxy = await serveHosts({ "lang-nghe.test": (_q, answer) => answer.end("<title>Làng</title><p>nghề") });
    try {
      const env = { VONGGAC_PROXY: proxy.url.replace("//", "//nguoi-dung:mat-khau-dai@") };
      const visit = await visitOnce("http://lang-nghe.test/", [], { env });
      expect(visit.find("/").netlog?.verdict).toBe("agrees");
      const text = rawLog(visit).toString("latin1");
      const basic = Buffer.from("nguoi-dung:mat-khau-dai").toString("base64");
      for (const secret of ["mat-khau-dai", basic, Buffer.from(basic).toString("base64").slice(2, -4)])
        expect(text.includes(secret)).toBe(false);
      expect(text.includes(new URL(proxy.url).host)).toBe(false);
    } finally {
      await proxy.stop();
    }
  });
});
