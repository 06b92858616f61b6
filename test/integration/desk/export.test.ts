// Promises exports that belong to one person, run one at a time, are entered in the custody log and do not stay about; and holds with reasons.
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PackageJobReply, PackageJobView } from "#admin/api/packages.ts";
import type { ProofView } from "#admin/api/proof.ts";
import { quarantineCapture } from "#workers/keeping/quarantine.ts";
import {
  addPerson,
  evidenceHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let lead: Signed;
let seeded: Awaited<ReturnType<typeof seedFinding>>;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  await addPerson(desk, "ha", "lead");
  [an, lead] = [await signIn(desk, "an"), await signIn(desk, "ha")];
  seeded = await seedFinding(desk, { url: "https://xuat-goi.example/" });
});
afterAll(() => desk.close());

const ask = (who: Signed, purpose = "Bàn giao theo văn bản đề nghị", id = seeded.findingId as string) =>
  who.call("POST", `/api/findings/${id}/package`, { purpose });
const folder = () => path.join(desk.config.dataDir, "cache", "packages");
const take = (url: string) => desk.app.inject({ url: new URL(url).pathname, headers: { host: evidenceHost } });

async function jobOf(who: Signed): Promise<PackageJobView | null> {
  return (await who.call("GET", "/api/package")).json<PackageJobReply>().job;
}

async function waitFor(who: Signed, state: "ready" | "failed"): Promise<PackageJobView> {
  await expect.poll(async () => (await jobOf(who))?.state, { timeout: 60_000, interval: 200 }).toBe(state);
  return (await jobOf(who))!;
}

test("one package at a time for each person; made, taken by its address alone, and every step in the custody log", async () => {
  expect((await ask(an, " ")).statusCode).toBe(400);
  expect((await ask(an)).json<PackageJobReply>().job).toMatchObject({ state: "making", made: null, leftOut: 0 });
  expect((await ask(an)).statusCode).toBe(409);
  const job = await waitFor(an, "ready");
  const answer = await take(job.made!.url);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-disposition"]).toBe(`attachment; filename="${job.made!.packageId}.zip"`);
  expect(answer.headers["content-security-policy"]).toContain("sandbox");
  expect(createHash("sha256").update(answer.rawPayload).digest("hex")).toBe(job.made!.sha256);
  const entries = await desk.database.pool.query<{ act: string; actor: string; subject: string }>(
    "select act, actor, subject from ledger where actor = 'an' order by seq",
  );
  expect(entries.rows).toEqual([
    { act: "export", actor: "an", subject: seeded.captureId },
    { act: "package.made", actor: "an", subject: job.made!.packageId },
    { act: "export", actor: "an", subject: job.made!.packageId },
  ]);
  expect(await jobOf(lead)).toBeNull();
}, 90_000);

test("its address dies with the session and cannot be bent to a picture", async () => {
  const { made } = (await jobOf(an))!;
  const token = new URL(made!.url).pathname.split("/")[2]!;
  expect((await take(`http://x/e/${token}/tile/0`)).statusCode).toBe(404);
  await an.call("DELETE", "/api/session");
  expect((await take(made!.url)).statusCode).toBe(403);
  an = await signIn(desk, "an");
  const fresh = (await jobOf(an))!.made!.url;
  expect((await take(fresh)).statusCode).toBe(200);
  expect(readdirSync(folder())).toHaveLength(1);
});

test("what fails says its code and leaves no file; quarantined evidence is refused before anything is made", async () => {
  const broken = await seedFinding(desk, { url: "https://mat-goi.example/" });
  await desk.store.remove(`${broken.file.split(`${desk.config.dataDir}/evidence/`)[1] ?? ""}`);
  expect(existsSync(broken.file)).toBe(false);
  expect((await ask(lead, "Kiểm thử", broken.findingId)).statusCode).toBe(200);
  const job = await waitFor(lead, "failed");
  expect(job.error!.code).toMatch(/^(not-found|store\.failed)$/);
  // The other person's package still waits.
  expect(readdirSync(folder())).toHaveLength(1);

  const hidden = await seedFinding(desk, { url: "https://cach-ly.example/" });
  const keeper = { config: desk.config, pool: desk.database.pool, store: desk.store };
  await quarantineCapture(keeper, { captureId: hidden.captureId, actor: "ha", reason: "kiểm thử" });
  const refused = await ask(lead, "Kiểm thử", hidden.findingId);
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, "evidence.quarantined"]);
  const view = (await lead.call("GET", `/api/findings/${hidden.findingId}`)).json<{ absence: { kind: string } }>();
  expect(view.absence.kind).toBe("quarantined");
});

test("only a lead holds, with a reason; the hold stands in the proof until it is lifted, once", async () => {
  const hold = (who: Signed, reason: string) => who.call("POST", `/api/captures/${seeded.captureId}/holds`, { reason });
  const proof = async () => (await an.call("GET", `/api/captures/${seeded.captureId}/proof`)).json<ProofView>();
  expect((await hold(an, "Cơ quan điều tra đề nghị")).statusCode).toBe(403);
  expect((await hold(lead, "  ")).statusCode).toBe(400);
  expect((await hold(lead, "Cơ quan điều tra đề nghị")).statusCode).toBe(200);
  const [standing] = (await proof()).holds;
  expect(standing).toMatchObject({ by: "ha", reason: "Cơ quan điều tra đề nghị" });
  const lift = () => lead.call("POST", `/api/holds/${standing!.id}/lift`, { reason: "đã bàn giao" });
  expect((await lift()).statusCode).toBe(200);
  expect((await lift()).statusCode).toBe(409);
  expect((await proof()).holds).toEqual([]);
});
