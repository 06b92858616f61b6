// Promises the test authority on a port, started by hand: `node test/support/run-time-stamp-authority.ts [PORT] [MODE]`.
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { authorityModes, startTimeStampAuthority } from "./time-stamp-authority.ts";

const [port = "0", wished = "good"] = process.argv.slice(2);
const mode = authorityModes.find((m) => m === wished);
if (!mode) {
  process.stderr.write(`no mode ${wished}; one of ${authorityModes.join(", ")}\n`);
  process.exit(2);
}
const authority = await startTimeStampAuthority({ port: Number(port), mode });
const rootFile = path.join(mkdtempSync(path.join(os.tmpdir(), "vonggac-authority-")), "root.pem");
writeFileSync(rootFile, authority.rootPem);
process.stdout.write(`VONGGAC_TSA_URLS=${authority.url}\nVONGGAC_TSA_TRUST=${rootFile}\n`);
