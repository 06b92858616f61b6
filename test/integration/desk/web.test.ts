// Promises the web app at every address that is the app's own, whoever asks, and an error where a file is missing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deskHost, evidenceHost, openTestDesk, type TestDesk } from "../../support/desk.ts";

const webDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-web-"));
let desk: TestDesk;
beforeAll(async () => {
  writeFileSync(path.join(webDir, "index.html"), "<!doctype html><title>Vọng Gác</title>");
  desk = await openTestDesk({}, webDir);
});
afterAll(async () => {
  await desk.close();
  rmSync(webDir, { recursive: true, force: true });
});

const ask = (url: string, accept: string, host = deskHost) => desk.app.inject({ url, headers: { host, accept } });

test.each([
  ["/", "*/*"],
  ["/", "text/html"],
  ["/queue?status=new", "text/html,application/xhtml+xml"],
])("%s asked with %s gives the app", async (url, accept) => {
  const answer = await ask(url, accept);
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  expect(answer.body).toContain("Vọng Gác");
});

test.each([
  ["/missing.js", "*/*", deskHost],
  ["/assets/missing.css", "text/html", deskHost],
  ["/api/nothing", "text/html", deskHost],
  ["/", "text/html", evidenceHost],
])("%s asked with %s at %s is an error and not the app", async (url, accept, host) => {
  const answer = await ask(url, accept, host);
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(answer.body).not.toContain("<title>");
});
