// Promises `vonggac case`: opened, found, shown, stepped and sealed under an account of the desk, approval left to the desk.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { Command } from "commander";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addCaseVerb } from "#admin/cli/verbs/case.ts";
import { readConfig } from "#core/config.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { addPerson, openTestDesk, password, type TestDesk } from "../../support/desk.ts";
import { seedConfirmed } from "../../support/desk-cases.ts";
import { jsonLines, runVonggac } from "../../support/run-vonggac.ts";

let desk: TestDesk;
const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-case-verb-"));
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  await addPerson(desk, "ha", "lead");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.close();
});

const env = () => ({ VONGGAC_DATA: desk.config.dataDir, DATABASE_URL: desk.database.url });

/** A whole process, as a person at a terminal starts it. */
const start = (args: string[]) => runVonggac(["case", ...args], { env: env(), stdin: `${password}\n` });

/** The verb in this process, since each start costs seconds: its lines of JSON. Rejects as the verb does. */
async function run<T = Record<string, unknown>>(args: string[], words = password): Promise<T[]> {
  const [own, lines] = [Object.getOwnPropertyDescriptor(process, "stdin")!, [] as string[]];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  Object.defineProperty(process, "stdin", { value: Readable.from([`${words}\n`]), configurable: true });
  const program = new Command().exitOverride();
  addCaseVerb(program, { config: () => readConfig(env()), signal: AbortSignal.abort(), exit: () => undefined });
  try {
    await program.parseAsync(["case", ...args], { from: "user" });
  } finally {
    write.mockRestore();
    Object.defineProperty(process, "stdin", own);
  }
  return jsonLines<T>({ code: 0, stderr: "", stdout: lines.join("") });
}

test("a case is opened, proposed, shown and sealed from the terminal by people with their passwords, and never approved there", async () => {
  const { findingId, captureId } = await seedConfirmed(desk, "dong-lenh.example");
  const open = ["open", "--title", "Mở từ dòng lệnh", "--finding", findingId, "--by", "an", "--json"];
  await expect(run(open, "sai mật khẩu")).rejects.toMatchObject({ code: "auth.required" });
  const [made] = jsonLines<{ number: string; findings: string[] }>(await start(open));
  expect(made!.findings).toEqual([findingId]);
  const step = ["step", made!.number, "proposed", "--reason", "đủ chứng cứ", "--by", "an", "--json"];
  expect(await run(step)).toMatchObject([{ from: "verifying", to: "proposed", actor: "an" }]);
  const [shown] = await run<{ file: { state: string }; exhibits: { captureId: string }[] }>([
    "show",
    made!.number,
    "--json",
  ]);
  expect([shown!.file.state, shown!.exhibits.map((e) => e.captureId)]).toEqual(["proposed", [captureId]]);
  const [row] = await run(["list", "--search", "dong lenh", "--json"]);
  expect(row).toMatchObject({ number: made!.number, state: "proposed" });
  const approval = ["step", made!.number, "approved", "--reason", "x", "--by", "an"];
  await expect(run(approval)).rejects.toMatchObject({ code: "auth.step-up" });
  const unknown = ["step", made!.number, "xong", "--reason", "x", "--by", "an"];
  await expect(run(unknown)).rejects.toMatchObject({ code: "input.invalid" });
  const file = path.join(folder, "goi.zip");
  const seal = ["package", made!.number, "--out", file, "--purpose", "Bàn giao", "--by"];
  await expect(run([...seal, "an", "--json"])).rejects.toMatchObject({ code: "auth.denied" });
  expect(await run([...seal, "ha", "--json"])).toMatchObject([{ case: made!.number, file }]);
  expect(await verifyPackage(file)).toMatchObject({ ok: true, level: "sealed" });
}, 60_000);
