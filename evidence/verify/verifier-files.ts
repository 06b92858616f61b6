// Promises the two built verifiers that travel in every sealed package, exactly as published beside it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

export interface VerifierFiles {
  /** `MO-TRUOC.html` */
  html: Uint8Array;
  /** `verify.mjs` */
  mjs: Uint8Array;
}

const folder = new URL("./built/", import.meta.url);

/** Throws Error when a file is not the published one: a package must not carry another verifier. */
export async function readVerifierFiles(): Promise<VerifierFiles> {
  const published = JSON.parse(await readFile(new URL("published.json", folder), "utf8")) as Record<string, string>;
  const [html, mjs] = await Promise.all(
    ["MO-TRUOC.html", "verify.mjs"].map(async (name) => {
      const bytes = await readFile(new URL(name, folder));
      if (createHash("sha256").update(bytes).digest("hex") !== published[name])
        throw new Error(`${name} is not the published one: run "npm run verifier"`);
      return new Uint8Array(bytes);
    }),
  );
  return { html: html!, mjs: mjs! };
}
