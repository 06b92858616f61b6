// Promises `demo`: the main job on the bundled sample web, told as it happens, then the desk (or exit).
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { inTransaction } from "#core/db/pool.ts";
import { importLicenceRegister, upsertBrandCard } from "#core/records/register.ts";
import { insertTarget, type TargetRow } from "#core/records/target.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { type House, openHouse } from "#workers/house.ts";
import { readBrandCards } from "../brand-csv.ts";
import { checkBeforeWork } from "../check-machine.ts";
import { readCsvFile } from "../csv.ts";
import { startSampleWeb } from "../demo/sample-web.ts";
import { findingLine, printFindings, printScans, readStamps } from "../finding-line.ts";
import { readLicences } from "../licence-csv.ts";
import type { VerbContext } from "../main.ts";
import { runScan, type ScanRun } from "../run-scan.ts";
import { withPackageFile } from "#admin/server/sealed-package.ts";
import { note, printJson, printLine, say } from "../terminal.ts";
import { normaliseTarget } from "../watchlist.ts";
import { openDesk, untilStopped } from "./services.ts";

const demoFolder = fileURLToPath(new URL("../demo/", import.meta.url));

export function addDemoVerb(program: Command, context: VerbContext): void {
  program
    .command("demo")
    .description(
      say(
        "chạy trọn việc chính trên các trang mẫu, rồi mở bàn làm việc",
        "the main job on the bundled sample web, then the desk",
      ),
    )
    .option("--exit", say("thoát sau khi in kết quả", "exits after the result"))
    .option("--json")
    .action((options: { exit?: boolean; json?: boolean }) => demo(context, options));
}

async function demo(context: VerbContext, options: { exit?: boolean; json?: boolean }): Promise<void> {
  const web = await startSampleWeb();
  // A folder of its own, new each time: the demo tells the same story whatever ran before.
  const dataDir = path.join(context.config().dataDir, "demo");
  rmSync(dataDir, { recursive: true, force: true });
  const own = {
    VONGGAC_PROXY: web.proxyUrl,
    VONGGAC_DATA: dataDir,
    VONGGAC_DELAY_MS: "250",
    VONGGAC_TOTP: "optional",
    DATABASE_URL: "",
    REDIS_URL: "",
    S3_ENDPOINT: "",
  };
  try {
    const config = context.config(own);
    note(
      say(
        `Mạng mẫu: ${web.hosts.length} máy chủ sau ${web.proxyUrl}`,
        `Sample web: ${web.hosts.length} hosts behind ${web.proxyUrl}`,
      ),
    );
    await checkBeforeWork(config);
    const house = await openHouse(config);
    try {
      const run = await runDemoScan(house, context.signal);
      const isWell = await tell(house, run, options.json === true);
      if (!isWell) context.exit(1);
      if (!options.exit) {
        const desk = await openDesk(config, house.database, house.store, true);
        note(say("Ctrl-C để dừng.", "Ctrl-C stops."));
        await untilStopped(context.signal);
        await desk.close();
      }
    } finally {
      await house.close();
    }
  } finally {
    await web.stop();
  }
}

/** Imports what a province would import, then scans the whole watchlist. */
export async function runDemoScan(house: House, signal: AbortSignal): Promise<ScanRun> {
  await importDemoKnowledge(house);
  const targets: TargetRow[] = [];
  for (const { cells } of readCsvFile(path.join(demoFolder, "watchlist.csv"))) {
    const target = normaliseTarget(cells.url!, (cells.kind as "site" | "account") || null, house.config);
    const { label = "", note: words = "" } = cells;
    targets.push(
      (
        await insertTarget(
          house.database.pool,
          { ...target, label, note: words, cadenceMinutes: Number(cells.cadence) || null },
          "demo",
        )
      ).target,
    );
  }
  return runScan(house, targets, { signal, askedBy: "demo" });
}

async function importDemoKnowledge(house: House): Promise<void> {
  const file = path.join(demoFolder, "licence-register.csv");
  const { rows } = readLicences(readCsvFile(file));
  const sha256 = createHash("sha256").update(readFileSync(file)).digest();
  await inTransaction(house.database.pool, (tx) =>
    importLicenceRegister(tx, { name: "Sổ giấy phép mẫu", sha256, rows }, "demo"),
  );
  for (const card of readBrandCards(readCsvFile(path.join(demoFolder, "brand-cards.csv"))).cards)
    await upsertBrandCard(house.database.pool, card);
}

/** Prints scans and findings and verifies every package; true when all are intact. */
async function tell(house: House, run: ScanRun, json: boolean): Promise<boolean> {
  const stamps = await readStamps(house.database.pool, run.findings);
  if (json) for (const finding of run.findings) printJson(findingLine(finding, house.store, stamps));
  else {
    printScans(run.scans);
    printLine("");
    printFindings(run.findings, stamps);
    printLine("");
  }
  let intact = 0;
  const cacheDir = path.join(house.config.dataDir, "cache");
  for (const finding of run.findings) {
    const verdict = await withPackageFile(house.store, finding.storeKey, cacheDir, (file) =>
      verifyPackage(file, { trustPem: house.keyring.publicPem }),
    ).catch(() => null);
    if (verdict && verdict.ok && verdict.level === "sealed") intact++;
    else note(`${say("Gói không nguyên vẹn", "Package not intact")}: ${finding.storeKey}`);
  }
  const words = `${intact}/${run.findings.length}`;
  note(
    say(`${words} phát hiện có gói niêm phong kiểm tra đạt.`, `${words} findings have a sealed package that verifies.`),
  );
  const first = run.findings[0];
  if (first) {
    const command = `VONGGAC_DATA=${house.config.dataDir} npm run --silent vonggac -- package ${first.id} --out goi.zip`;
    note(say(`Lập gói niêm phong để giao: ${command}`, `A sealed package to hand over: ${command}`));
  }
  return intact === run.findings.length;
}
