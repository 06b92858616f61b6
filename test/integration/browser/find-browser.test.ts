// Promises that the browser is found whole, in a private folder, however many processes look for it, and that the self-test tells the truth.
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { checkBrowser } from "#crawler/browser/check-browser.ts";
import { explainUntrusted } from "#crawler/browser/explain-certificate.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { chooseFlags } from "#crawler/browser/launch-flags.ts";
import { selfTestCertificate } from "#crawler/browser/self-test-certificate.ts";

const scratch = () => mkdtempSync(path.join(os.tmpdir(), "vonggac-find-"));
const finder = `import { readConfig } from "#core/config.ts"; import { findBrowser } from "#crawler/browser/find-browser.ts";
console.log(JSON.stringify(await findBrowser(readConfig())));`;

test("two processes that unpack at once both end with one whole browser in a private folder", async () => {
  const cache = scratch();
  const env = { ...process.env, XDG_CACHE_HOME: cache, VONGGAC_DATA: scratch(), CHROMIUM_PATH: "" };
  const run = () =>
    promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", finder], {
      env,
      cwd: process.cwd(),
    });
  const found = (await Promise.all([run(), run()])).map(({ stdout }) => JSON.parse(stdout) as { source: string });
  expect(found[0]).toEqual(found[1]);
  const folder = path.join(cache, "vonggac");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).filter((name) => name.includes(".part-"))).toEqual([]);
  expect(readdirSync(folder).filter((name) => /^chromium-[\d.]+$/.test(name)).length).toBe(1);
}, 60_000);

test("the self-test passes on this machine and names what it saw", async () => {
  const { ok, checks } = await checkBrowser({ config: readConfig({ VONGGAC_DATA: scratch() }) });
  expect(checks.filter((check) => !check.ok && check.name !== "sandbox")).toEqual([]);
  expect(ok).toBe(true);
  expect(checks.find((check) => check.name === "fonts")?.detail).toBe("Arimo");
});

test("a browser that is not there is told with its cure, and nothing is thrown", async () => {
  const { ok, checks } = await checkBrowser({
    config: readConfig({ VONGGAC_DATA: scratch(), CHROMIUM_PATH: "/không/có" }),
  });
  expect(ok).toBe(false);
  expect(checks[0]).toMatchObject({ name: "found", ok: false, cure: "Mend or empty CHROMIUM_PATH." });
});

test("a browser that lacks a library is told with the one command", async () => {
  const fake = path.join(scratch(), "chromium");
  writeFileSync(
    fake,
    "#!/bin/sh\necho 'chromium: error while loading shared libraries: libsqlite3.so.0: cannot open shared object file' >&2\nexit 127\n",
  );
  chmodSync(fake, 0o755);
  const { ok, checks } = await checkBrowser({
    config: readConfig({ VONGGAC_DATA: scratch(), CHROMIUM_PATH: fake, VONGGAC_NO_SANDBOX: "true" }),
  });
  expect(ok).toBe(false);
  expect(checks.at(-1)).toMatchObject({ name: "starts", cure: "Run: apt-get install -y libsqlite3-0" });
});

test("the browser's environment carries nothing secret of ours", async () => {
  process.env.S3_SECRET_ACCESS_KEY = "mật";
  const found = await findBrowser(readConfig({ VONGGAC_DATA: scratch() }));
  delete process.env.S3_SECRET_ACCESS_KEY;
  expect(JSON.stringify(found.env)).not.toContain("mật");
  expect(path.isAbsolute(found.env.FONTCONFIG_FILE ?? "")).toBe(true);
});

test("loopback too goes to the egress, and only a missing sandbox takes the sandbox away", () => {
  const flags = chooseFlags({ proxyUrl: "http://127.0.0.1:1", sandboxed: true });
  expect(flags).toContain("--proxy-bypass-list=<-loopback>");
  expect(flags).not.toContain("--no-sandbox");
  expect(chooseFlags({ sandboxed: false })).toContain("--no-sandbox");
});

test("an untrusted certificate is named by what is wrong with it", () => {
  const der = selfTestCertificate
    .split("\n")
    .filter((line) => line && !line.startsWith("-"))
    .join("");
  expect(explainUntrusted([der], "127.0.0.1")).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  expect(explainUntrusted([der], "ngan-hang.example")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  expect(explainUntrusted([], "a.example")).toBe("certificate not trusted");
});
