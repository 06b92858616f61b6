// Promises that a second, clean browser sees for itself, that what it saw otherwise is told, and that its failure costs the first nothing.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type http from "node:http";
import { readBundle } from "#crawler/capture/bundle-file.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { addSecondLook } from "#crawler/second-look/look-again.ts";
import { newId } from "#core/id.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { startSite, type Site } from "./site.ts";
import { configFor, scratch } from "./visit-once.ts";

const text = (word: string) => `<p>${`${word} một dòng chữ để so sánh giữa hai lần xem. `.repeat(20)}</p>`;
let site: Site;
let views = 0;
/** Times of the page's own visits, ms. */
const visits: number[] = [];
const seenCookies: (string | undefined)[] = [];

const page = (body: string) => `<!doctype html><meta charset="utf-8"><title>hai lần</title>${body}`;
const html = (response: http.ServerResponse, body: string, headers: Record<string, string> = {}) =>
  void response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(page(body));

beforeAll(async () => {
  site = await startSite({
    "/same": page(`${text("yên")}<script src="/same.js"></script>`),
    "/same.js": (_request, response) => void response.writeHead(200, { "content-type": "text/javascript" }).end("1"),
    "/changes": (request, response) => {
      visits.push(Date.now());
      seenCookies.push(request.headers.cookie);
      const first = ++views === 1;
      html(
        response,
        `<style>body{background:${first ? "#fff" : "#000"}}</style>${text(first ? "đầu" : "sau")}<script src="/data.js"></script><script src="/${first ? "mot" : "hai"}.js"></script>`,
        { "set-cookie": "khach=1" },
      );
    },
    "/data.js": (_request, response) =>
      void response.writeHead(200, { "content-type": "text/javascript" }).end(`// ${views}`),
    "/mot.js": "1",
    "/hai.js": "2",
    "/dies": (_request, response) => {
      if (++views === 1) html(response, text("còn"));
      else response.destroy();
    },
  });
});
afterAll(() => site.close());
beforeEach(() => {
  views = 0;
  visits.length = 0;
  seenCookies.length = 0;
});

async function lookTwice(name: string, env: Record<string, string> = {}) {
  const folder = path.join(scratch(), "bundle");
  const turn = createMemoryHostTurn();
  const deps = { config: configFor([site.port], env), turn, requestLog: createMemoryRequestLog() };
  const request = {
    captureId: newId(),
    url: `${site.origin}${name}`,
    askedBy: "bài thử",
    reason: "thử",
    outDir: folder,
  };
  const first = await captureUrl(request, deps);
  return { first, folder, deps, bundle: await addSecondLook({ bundle: first, folder }, deps) };
}

test("a page that stays the same is seen the same: text, picture and every resource", async () => {
  const { bundle, first, folder } = await lookTwice("/same");
  expect(bundle.secondLook).toMatchObject({
    status: "captured",
    finalUrl: `${site.origin}/same`,
    textSimilarity: 1,
    pictureDifference: 0,
    differences: [],
    differencesMore: 0,
    viewportFile: "second-look/viewport.png",
    textFile: "second-look/text.txt",
  });
  expect(await readBundle(folder)).toEqual(bundle);
  expect({ ...bundle, secondLook: null }).toEqual(first);
  const afterMs = Date.parse(bundle.secondLook!.startedAt) - Date.parse(first.endedAt);
  expect(afterMs).toBeGreaterThanOrEqual(0);
  expect(afterMs).toBeLessThan(60_000);
});

test("what changed is told by text, picture and address; the second browser is clean and keeps the host's distance", async () => {
  const { bundle, folder } = await lookTwice("/changes", { VONGGAC_DELAY_MS: "1500" });
  const look = bundle.secondLook!;
  expect(look.textSimilarity).toBeLessThan(0.9);
  expect(look.textSimilarity).toBeGreaterThan(0.3);
  expect(look.pictureDifference).toBeGreaterThan(0.9);
  expect(look.differences.map(({ url, kind }) => [new URL(url).pathname, kind])).toEqual([
    ["/changes", "other-bytes"],
    ["/data.js", "other-bytes"],
    ["/mot.js", "only-first"],
    ["/hai.js", "only-second"],
  ]);
  expect(readFileSync(path.join(folder, look.textFile!), "utf8")).toContain("sau một dòng chữ");
  expect(readFileSync(path.join(folder, bundle.textFile!), "utf8")).toContain("đầu một dòng chữ");
  expect(seenCookies).toEqual([undefined, undefined]);
  expect(visits[1]! - visits[0]!).toBeGreaterThanOrEqual(1500);
});

test("a second look that finds the site dead, or no turn, is written down and the first capture stands", async () => {
  const { bundle, first } = await lookTwice("/dies");
  expect(bundle.status).toBe("captured");
  expect(bundle.secondLook).toMatchObject({ status: "unreachable", textSimilarity: null, viewportFile: null });
  const { deps, folder } = await lookTwice("/same");
  deps.turn.stop();
  const again = await addSecondLook({ bundle: { ...first, requestedUrl: `${site.origin}/same` }, folder }, deps);
  expect(again.secondLook?.note).toMatch(/^không xem lại được: stopped/);
  expect(again.status).toBe("captured");
});

test("a package with a second look seals and verifies", async () => {
  const { bundle, folder: bundleDir } = await lookTwice("/changes");
  const file = path.join(scratch(), "a.wacz");
  const keyring = await openKeyring(scratch());
  await sealBundle({ bundleDir, bundle, detection: null, keyring, ledgerHead: null, office: "Tổ thử", to: { file } });
  const verdict = await verifyPackage(file);
  expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
});
