// Promises that a full disk costs no evidence: a real small disk fills up, work waits with its reason, and ends by itself when there is space.
import { spawnSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../support/database.ts";

const script = fileURLToPath(new URL("../../support/full-disk-run.ts", import.meta.url));
/** A mount namespace of its own: as root directly, as anybody else inside a user namespace. */
const own = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
const mayMount = (dir: string) =>
  spawnSync("unshare", [...own, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir]).status === 0;

interface Summary {
  whileFull: { state: string; error: string; attempts: number }[];
  filesWhileFull: string[];
  after: { state: string; error: string }[];
  verdicts: boolean[];
  files: string[];
  custody: boolean;
}

test("on a full disk nothing false is sealed, nothing is given up, and all ends by itself once there is space", async (context) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-full-"));
  if (!mayMount(dir)) context.skip("this machine lets nobody mount a small disk");
  const database = await createTestDatabase();
  try {
    const env = {
      ...process.env,
      VONGGAC_DATA: dir,
      DATABASE_URL: database.url,
      REDIS_URL: "",
      VONGGAC_DISK_RESERVE_BYTES: "3000000",
      VONGGAC_LOG: "error",
      VONGGAC_REPLAY_CHECK: "off",
    };
    const mounted = `mount -t tmpfs -o size=20m tmpfs "${dir}" && exec "${process.execPath}" "${script}"`;
    const child = spawn("unshare", [...own, "sh", "-c", mounted], { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const chunk of child.stdout) text += String(chunk);
    const seen = JSON.parse(text) as Summary;
    expect(seen.whileFull.map((c) => c.state)).toEqual(["captured", "captured", "captured", "queued"]);
    for (const capture of seen.whileFull.slice(0, 3)) expect(capture.error).toMatch(/store\.full/);
    expect(seen.whileFull[3]!.error).toMatch(/dưới mức dự trữ 3 MB: chưa chụp trang mới/);
    expect(seen.filesWhileFull).toEqual([]);
    expect(seen.after.slice(0, 3)).toEqual(Array(3).fill({ state: "sealed", error: "" }));
    expect(seen.after[3]!.state).not.toBe("queued");
    expect(seen.verdicts).toEqual([true, true, true]);
    expect(seen.files.length).toBe(3);
    expect(seen.custody).toBe(true);
  } finally {
    await database.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
