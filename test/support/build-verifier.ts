// Promises the verifier as two files without dependencies, the same bytes from the same sources: `npm run verifier`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const room = fileURLToPath(new URL("../../evidence/verify/", import.meta.url));
const built = path.join(room, "built");

export interface BuiltVerifier {
  html: string;
  mjs: string;
  /** `published.json`: SHA-256 of both, as text. */
  published: string;
}

export async function buildVerifier(): Promise<BuiltVerifier> {
  const script = await bundle("page/main.ts", "browser");
  if (/<\/script|<!--/i.test(script)) throw new Error("the script would end inside the page");
  const style = readFileSync(path.join(room, "page/page.css"), "utf8");
  const template = readFileSync(path.join(room, "page/page.html"), "utf8");
  const page = template
    .replace("<style></style>", () => `<style>\n${style}</style>`)
    .replace("<script></script>", () => `<script>\n${script}</script>`);
  const html = page.replace("@POLICY@", policyOf(page));
  const mjs = `#!/usr/bin/env node\n${await bundle("main.ts", "node")}`;
  const hashes = { "MO-TRUOC.html": hexHash(html), "verify.mjs": hexHash(mjs) };
  return { html, mjs, published: `${JSON.stringify(hashes, null, 2)}\n` };
}

/** Nothing may run, load or be sent but the one script and the one style that stand in the page. */
function policyOf(page: string): string {
  const hashOf = (tag: string) =>
    base64Hash(page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.indexOf(`</${tag}>`)));
  return [
    "default-src 'none'",
    `script-src 'sha256-${hashOf("script")}'`,
    `style-src 'sha256-${hashOf("style")}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

async function bundle(entry: string, platform: "browser" | "node"): Promise<string> {
  const build = await rolldown({ input: path.join(room, entry), platform, cwd: room, tsconfig: false });
  const { output } = await build.generate({
    format: platform === "browser" ? "iife" : "esm",
    comments: false,
    minify: false,
  });
  await build.close();
  if (output.length !== 1) throw new Error(`${entry}: not one file`);
  return output[0].code;
}

function base64Hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function hexHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { html, mjs, published } = await buildVerifier();
  mkdirSync(built, { recursive: true });
  writeFileSync(path.join(built, "MO-TRUOC.html"), html);
  writeFileSync(path.join(built, "verify.mjs"), mjs);
  writeFileSync(path.join(built, "published.json"), published);
  process.stdout.write(published);
}
