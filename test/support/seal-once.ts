// Promises one sealing in a process of its own, for tests that kill it: says "sealing" and starts.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Bundle } from "#core/nouns/capture.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";

const folder = process.argv[2]!;
const bundleDir = path.join(folder, "bundle");
const bundle = Bundle.parse(JSON.parse(readFileSync(path.join(bundleDir, "bundle.json"), "utf8")));
const keyring = await openKeyring(path.join(folder, "data"));
process.stdout.write("sealing\n");
await sealBundle({
  bundleDir,
  bundle,
  detection: null,
  keyring,
  ledgerHead: null,
  office: "x",
  to: { file: path.join(folder, "out", "a.wacz") },
});
