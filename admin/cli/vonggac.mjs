#!/usr/bin/env node
// Promises to run on Node 24: hands over to the one that npm brought where the machine's own is older.
import { spawn } from "node:child_process";
import module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split(".").map(Number);

function findNode24() {
  const require = createRequire(import.meta.url);
  try {
    return path.join(
      path.dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)),
      "bin",
      "node",
    );
  } catch {
    return null; // no such package for this platform
  }
}

if (major > 22 || (major === 22 && minor >= 18)) {
  // Compiled code of the last start, in a folder of the installation's own: halves the time until a verb begins.
  module.enableCompileCache?.(path.join(here, "../../node_modules/.cache/vonggac-compiled"));
  const { main } = await import("./main.ts");
  await main(process.argv.slice(2));
} else {
  const node = findNode24();
  if (!node) {
    process.stderr.write(
      `Vọng Gác needs Node 24; this is ${process.version}. Install Node 24, or run npm ci on linux-x64 or linux-arm64.\n`,
    );
    process.exit(78);
  }
  const child = spawn(node, [path.join(here, "vonggac.mjs"), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
}
