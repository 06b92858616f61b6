// Promises the sealed package of a case, opened and verified offline, and the one agency that it was sent to as its only guest.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseJournal } from "#admin/api/case-journal.ts";
import type { PackageJobReply } from "#admin/api/packages.ts";
import type { ReceivedPackages } from "#admin/api/received.ts";
import { openHandedPackages } from "#admin/server/handed-packages.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { writeOffice } from "#core/records/office.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { quarantineCapture } from "#workers/keeping/quarantine.ts";
import { addPerson, evidenceHost, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";
import { openCaseAs, readCaseAs, seedConfirmed } from "../../support/desk-cases.ts";
import { takeApart } from "../../support/sealed-package.ts";

const agency = "Phòng An ninh mạng Ven Biển";
const today = vietnamDay(new Date());
const office = { ...emptyOffice, name: "Sở Ven Biển", symbol: "SVB", unitSymbol: "TGS", place: "Ven Biển" };
let desk: TestDesk;
let caseId: string;
let number: string;
let packageId: string;
let captureIds: string[];
const people: Record<string, Signed> = {};
const as = (login: string) => people[login]!;

const take = (url: string) => desk.app.inject({ url: new URL(url).pathname, headers: { host: evidenceHost } });
const listOf = async (login: string) => (await as(login).call("GET", "/api/received")).json<ReceivedPackages>();
const setOffice = (guestsAllowed: boolean) => writeOffice(desk.database.pool, { ...office, guestsAllowed }, "test");

async function addGuest(login: string, ofAgency: string): Promise<string> {
  const words = { login, name: `Khách ${login}`, role: "guest", agency: ofAgency };
  const answer = await as("admin").call("POST", "/api/people", words);
  const { person } = answer.json<{ person: { id: string } }>();
  await desk.database.pool.query(
    `update person set must_change_password = false, password_hash = (select password_hash from person where login = 'admin')
     where id = $1`,
    [person.id],
  );
  people[login] = await signIn(desk, login);
  return person.id;
}

beforeAll(async () => {
  desk = await openTestDesk();
  for (const role of ["admin", "monitor", "lead", "clerk"] as const) {
    await addPerson(desk, role, role, `Người ${role}`);
    people[role] = await signIn(desk, role);
  }
  await setOffice(true);
  const [one, two] = [await seedConfirmed(desk, "mot.example"), await seedConfirmed(desk, "hai.example")];
  const opened = await openCaseAs(as("monitor"), "Hồ sơ bàn giao", [one.findingId, two.findingId]);
  [caseId, number] = [opened.id, opened.number];
}, 60_000);
afterAll(() => desk.close());

async function issueRecord(): Promise<void> {
  const draft = await as("monitor").call("POST", `/api/cases/${caseId}/documents`, { kind: "record" });
  const { id } = draft.json<{ id: string }>();
  const issued = await as("clerk").call("POST", `/api/documents/${id}/issue`, { number: "7", datedOn: today });
  expect(issued.statusCode, issued.body).toBe(200);
}

test("a case's package names the case, holds its exhibits in the file's order and its issued record, and verifies offline", async () => {
  const [first] = (await readCaseAs(as("monitor"), caseId)).exhibits;
  await as("monitor").call("PATCH", `/api/cases/${caseId}/exhibits/${first!.id}`, { position: 2 });
  captureIds = (await readCaseAs(as("monitor"), caseId)).exhibits.map((row) => row.captureId);
  expect(captureIds[1]).toBe(first!.captureId);
  await issueRecord();
  const { entries } = (await as("monitor").call("GET", `/api/cases/${caseId}/journal`)).json<CaseJournal>();
  expect(entries.filter((entry) => entry.kind === "document")).toMatchObject([
    { actor: "clerk", word: "record", text: expect.stringContaining("7") },
  ]);
  const asked = await as("lead").call("POST", `/api/cases/${caseId}/package`, { purpose: "Chuyển hồ sơ xác minh" });
  expect(asked.statusCode, asked.body).toBe(200);
  const job = async () => (await as("lead").call("GET", "/api/package")).json<PackageJobReply>().job;
  await expect.poll(async () => (await job())?.state, { timeout: 60_000, interval: 200 }).toBe("ready");
  const { made } = (await job())!;
  packageId = made!.packageId;
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-case-"));
  const file = path.join(folder, "goi.zip");
  writeFileSync(file, (await take(made!.url)).rawPayload);
  try {
    const parts = await takeApart(file);
    const names = [...parts.keys()];
    const facts = JSON.parse(parts.get("data/package.json")!.toString()) as {
      caseId: string;
      captures: { captureId: string }[];
    };
    expect([facts.caseId, facts.captures.map((c) => c.captureId)]).toEqual([number, captureIds]);
    const record = names.find((name) => name.endsWith("van-ban-1-record.pdf"))!;
    expect(parts.get(record)!.subarray(0, 5).toString()).toBe("%PDF-");
    expect(parts.get("MO-TRUOC.html")).toEqual(Buffer.from((await readVerifierFiles()).html));
    expect(await verifyPackage(file)).toMatchObject({ ok: true, level: "sealed" });
    const bent = Buffer.from((await take(made!.url)).rawPayload);
    const at = bent.indexOf(parts.get(record)!);
    bent[at + 100]! ^= 1;
    writeFileSync(file, bent);
    expect((await verifyPackage(file)).ok).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);

test("only a package that was sent, to the guest's own agency as the administrator named it, is seen", async () => {
  const refused = await as("admin").call("POST", "/api/people", {
    login: "nguoi.la",
    name: "Người lạ",
    role: "clerk",
    agency,
  });
  expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining("agency")]);
  const id = await addGuest("khach", "phòng  an ninh mạng VEN BIỂN".normalize("NFD"));
  await addGuest("khach.khac", "Phòng An ninh mạng Ven Sông");
  await addGuest("khach.chua", "");
  const refer = (words: object) =>
    as("monitor").call("POST", `/api/cases/${caseId}/referrals`, {
      kind: "police",
      agency,
      subjectLine: "Gói",
      ...words,
    });
  await refer({ packageId });
  await refer({ sentOn: today });
  await refer({ packageId, sentOn: "2999-01-01" });
  expect((await listOf("khach")).items).toEqual([]);
  expect((await refer({ packageId, sentOn: today })).statusCode).toBe(200);
  const { items } = await listOf("khach");
  expect(items).toMatchObject([{ packageId, number, captures: 2, receivedOn: null, sentOn: today }]);
  for (const other of ["khach.khac", "khach.chua"]) expect((await listOf(other)).items).toEqual([]);
  const receipt = { receiptNumber: "15/BN", receivedOn: today };
  const url = `/api/received/${items[0]!.referralId}/receipt`;
  expect((await as("khach.khac").call("PUT", url, receipt)).statusCode).toBe(404);
  // The address is the session's own: another guest's cannot be made of it, and a role that may see more is none that receives.
  const [, , subject, ...rest] = new URL(items[0]!.url!).pathname.split(/[/.]/);
  expect(subject).toBe(packageId);
  expect(rest).not.toEqual([]);
  expect((await as("lead").call("GET", "/api/received")).statusCode).toBe(403);
  expect((await as("khach").call("GET", `/api/cases/${caseId}`)).statusCode).toBe(403);
  await as("admin").call("POST", `/api/people/${id}`, { act: "set-agency", agency: "Phòng An ninh mạng Ven Sông" });
  expect((await as("khach").call("GET", "/api/received")).statusCode).toBe(401);
  people.khach = await signIn(desk, "khach");
  expect((await listOf("khach")).items).toEqual([]);
  await as("admin").call("POST", `/api/people/${id}`, { act: "set-agency", agency });
  people.khach = await signIn(desk, "khach");
  const link = (await listOf("khach")).items[0]!.url!;
  await desk.database.pool.query("update person set agency = 'Nơi khác' where id = $1", [id]);
  expect((await take(link)).statusCode).toBe(404);
  await desk.database.pool.query("update person set agency = $2 where id = $1", [id, agency]);
});

test("a guest takes exactly the sealed bytes, each time a hand-over in the custody log, and enters his receipt once", async () => {
  const [item] = (await listOf("khach")).items;
  const answer = await take(item!.url!);
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "application/zip"]);
  expect(createHash("sha256").update(answer.rawPayload).digest("hex")).toBe(item!.sha256);
  const { rows } = await desk.database.pool.query(
    `select l.actor, h.given_to, h.given_by from handover h join ledger l on l.seq = h.ledger_seq
     where l.act = 'handover' and h.package_id = $1`,
    [packageId],
  );
  expect(rows).toEqual([{ actor: "khach", given_to: agency, given_by: "monitor" }]);
  const confirm = (receivedOn: string) =>
    as("khach").call("PUT", `/api/received/${item!.referralId}/receipt`, { receiptNumber: "15/BN", receivedOn });
  expect((await confirm("2020-01-01")).statusCode).toBe(400);
  expect((await confirm(today)).statusCode).toBe(200);
  expect((await confirm(today)).statusCode).toBe(409);
  const { referrals } = await readCaseAs(as("monitor"), caseId);
  expect(referrals.filter((row) => row.receiptNumber)).toMatchObject([{ id: item!.referralId, receivedOn: today }]);
});

test("switched off, or with a capture away, nothing is handed out, and the kept file goes", async () => {
  const link = (await listOf("khach")).items[0]!.url!;
  await setOffice(false);
  expect((await take(link)).statusCode).toBe(403);
  expect((await as("khach").call("GET", "/api/received")).statusCode).toBe(401);
  await setOffice(true);
  const { database, store, config } = desk;
  const keeper = { config, pool: database.pool, store };
  await quarantineCapture(keeper, { captureId: captureIds[0] as never, reason: "kiểm thử", actor: "lead" });
  expect((await take(link)).json<{ code: string }>().code).toBe("evidence.quarantined");
  const folder = path.join(config.dataDir, "handed");
  const file = path.join(folder, `${packageId}.zip`);
  expect(existsSync(file)).toBe(true);
  const again = openHandedPackages(folder, database.pool);
  await expect.poll(() => existsSync(file)).toBe(false);
  again.close();
  expect((await listOf("khach")).items[0]).toMatchObject({ url: null, until: null });
});
