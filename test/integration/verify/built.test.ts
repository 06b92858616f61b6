import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import { buildVerifier } from "../../support/build-verifier.ts";
import { makePackage } from "../../support/sealed-package.ts";

it("the committed verifiers are what their sources give, byte for byte (npm run verifier)", async () => {
  const [first, second] = [await buildVerifier(), await buildVerifier()];
  expect(first).toEqual(second);
  const { html, mjs } = await readVerifierFiles();
  expect(Buffer.from(html).toString() === first.html).toBe(true);
  expect(Buffer.from(mjs).toString() === first.mjs).toBe(true);
  expect(readFileSync("evidence/verify/built/published.json", "utf8")).toBe(first.published);
});

it("the page can load, send and run nothing but itself", async () => {
  const html = Buffer.from((await readVerifierFiles()).html).toString();
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)![1]!;
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'/);
  expect(html).not.toMatch(
    /\b(fetch|XMLHttpRequest|WebSocket|importScripts|innerHTML|insertAdjacentHTML|eval)\b\s*[(.=]/,
  );
});

it("verify.mjs alone judges a package, under the older Node as well where one is here", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-mjs-"));
  const file = path.join(folder, "verify.mjs");
  writeFileSync(file, (await readVerifierFiles()).mjs);
  const { sealed, keyring } = await makePackage();
  const trust = path.join(folder, "trust.pem");
  writeFileSync(trust, keyring.publicPem);
  for (const node of new Set([process.execPath, "/usr/bin/node", "/usr/local/bin/node"])) {
    if (!runs(node)) continue;
    const out = execFileSync(node, [file, sealed.file, "--trust", trust], { encoding: "utf8", cwd: folder });
    expect(JSON.parse(out)).toMatchObject({ ok: true, level: "sealed", trust: "trusted" });
  }
});

function runs(node: string): boolean {
  try {
    return (
      Number(execFileSync(node, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8", stdio: "pipe" })) >=
      20
    );
  } catch {
    return false;
  }
}
