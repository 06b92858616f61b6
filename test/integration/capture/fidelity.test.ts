// Promises that one page asking in every way leaves no request unaccounted for, against the server's own log; the soak prints the same table.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runFidelity, type FidelityRun } from "../../support/fidelity/run-fidelity.ts";

let run: FidelityRun;
const rowsOf = (name: string) => run.rows.filter((row) => new URL(row.url).pathname === name);
const exchangeOf = (name: string) => run.bundle.exchanges.find((each) => new URL(each.url).pathname === name)!;

beforeAll(async () => {
  run = await runFidelity();
});
afterAll(() => run.close());

test("every request that the server received or the page started is on the books, with nothing wrong about it", () => {
  expect(run.rows.filter((row) => row.problem !== "")).toEqual([]);
  expect(run.rows.length).toBeGreaterThan(105);
});

test("no body that the record calls whole differs from what the server sent", () => {
  const whole = run.rows.filter((row) => row.devtools?.outcome === "recorded" && row.devtools.truncated === "");
  expect(whole.filter((row) => row.body === "differs" || row.body === "prefix")).toEqual([]);
  expect(run.rows.filter((row) => row.netlog === "differs")).toEqual([]);
});

test("cut, endless and too long answers say how they were cut, and the capture is partial", () => {
  const cuts = ["/cut-length", "/cut-chunked", "/over.bin", "/never-body"].map((name) => exchangeOf(name).truncated);
  expect(cuts.slice(0, 3)).toEqual(["disconnect", "disconnect", "length"]);
  expect(cuts[3]).not.toBe("");
  expect(rowsOf("/big.bin")[0]).toMatchObject({ body: "exact", devtools: { sizeBytes: 30_000_000, truncated: "" } });
  expect(run.bundle.status).toBe("partial");
});

test("headers keep order, case, duplicates, cookies and Latin-1 bytes", () => {
  expect(rowsOf("/headers")[0]?.headers).toBe("exact");
  expect(rowsOf("/latin1")[0]?.headers).toBe("exact");
});

test("304 and 206 are recorded as such, a service worker's answers as its own", () => {
  expect(rowsOf("/etag").map((row) => row.devtools?.status)).toEqual([200, 304]);
  expect(rowsOf("/conditional")[0]?.devtools).toMatchObject({ status: 304, bodyForm: "none" });
  expect(rowsOf("/range")[0]?.devtools?.status).toBe(206);
  expect(rowsOf("/sw/made")[0]).toMatchObject({ server: null, devtools: { fromServiceWorker: true } });
});

test("a pushed file is an attachment, and the frames' markup is kept across processes", () => {
  const kinds = run.bundle.attachments.map(
    ({ kind, url }) => `${kind} ${URL.canParse(url) ? new URL(url).pathname : url}`,
  );
  expect(kinds).toContain("download /download.bin");
  for (const name of ["/oopif.html", "/nested-back.html", "/frame-inner.html", "/secure.html", "/sw/frame.html"])
    expect(kinds).toContain(`frame-dom ${name}`);
  const download = run.bundle.attachments.find(({ kind }) => kind === "download")!;
  expect(readFileSync(path.join(run.folder, download.file), "utf8")).toBe("MZ tệp tải xuống");
});

test("the sealed capture verifies, and an independent reader reads every record of it", () => {
  expect(run.sealProblems).toEqual([]);
  expect(run.warc.wrong).toEqual([]);
  expect(run.warc.read).toBe(run.warc.listed);
});
