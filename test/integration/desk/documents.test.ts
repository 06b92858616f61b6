// Promises documents at the desk: drafted from the case, issued by a second person, kept as they were, refused before their time.
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import type { CaseId, FindingId } from "#core/id.ts";
import { documentRules } from "#core/nouns/document.ts";
import { openCase } from "#core/records/case-gather.ts";
import { insertCasePackage } from "#core/records/case-package.ts";
import { takeStep } from "#core/records/case-step.ts";
import { insertLetter, insertLetterItems } from "#core/records/letter.ts";
import { selectPersonByLogin } from "#core/records/person.ts";
import { writeOffice } from "#core/records/office.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import type { CaseDocuments, DocumentView, TemplateView } from "#admin/api/documents.ts";
import { readCaseDocuments } from "#admin/cli/document-ports.ts";
import {
  addPerson,
  evidenceHost,
  openTestDesk,
  seedFinding,
  signIn,
  type Signed,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let caseId: CaseId;
let captureId: string;
const people: Record<string, Signed> = {};

const authorOf = async (login: string) => ({
  personId: (await selectPersonByLogin(desk.database.pool, login))!.id,
  login,
});
const draft = async (who: string, kind: string): Promise<string> => {
  const answer = await people[who]!.call("POST", `/api/cases/${caseId}/documents`, { kind });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<{ id: string }>().id;
};
const view = async (id: string, who = "vanthu") =>
  (await people[who]!.call("GET", `/api/documents/${id}`)).json<DocumentView>();
const issue = (id: string, who = "vanthu", number = "", datedOn = "2026-01-05") =>
  people[who]!.call("POST", `/api/documents/${id}/issue`, { number, datedOn });
const take = (url: string) =>
  desk.app.inject({ method: "GET", url: new URL(url).pathname, headers: { host: evidenceHost } });

beforeAll(async () => {
  desk = await openTestDesk();
  for (const [login, role] of [
    ["lan", "monitor"],
    ["totruong", "lead"],
    ["lanhdao", "approver"],
    ["vanthu", "clerk"],
    ["kiemtoan", "auditor"],
  ] as const) {
    await addPerson(desk, login, role, `Người ${login}`);
    people[login] = await signIn(desk, login);
  }
  await writeOffice(
    desk.database.pool,
    {
      ...emptyOffice,
      secondReviewShare: 0,
      name: "Sở Thông tin Ven Biển",
      symbol: "STTVB",
      unitSymbol: "TGS",
      place: "Ven Biển",
    },
    "test",
  );
  const seeded = await seedFinding(desk, { url: "https://trang-thu.example/" });
  captureId = seeded.captureId;
  const words = {
    title: '=HYPERLINK("x") <b>trang thử</b>',
    source: "scan",
    area: "",
    summary: "Tóm tắt.",
    conductOn: null,
  } as const;
  const by = await authorOf("lan");
  const opened = await inTransaction(desk.database.pool, (tx) =>
    openCase(tx, { ...words, category: null, findingIds: [seeded.findingId as FindingId] } as never, "HS", by),
  );
  caseId = opened.id;
}, 60_000);
afterAll(() => desk.close());

test("the database holds the same rules of documents as the program", async () => {
  const { rows } = await desk.database.pool.query("select kind, outgoing, needs from document_rule");
  expect(Object.fromEntries(rows.map((r) => [r.kind, { outgoing: r.outgoing, needs: r.needs }]))).toEqual(
    documentRules,
  );
});

test("a draft says what it lacks, takes what is typed, and leaves as PDF and DOCX through the evidence origin alone", async () => {
  const id = await draft("lan", "record");
  const before = await view(id, "lan");
  expect(before.fields.map((f) => f.name)).toContain("van_ban.dia_diem");
  expect(before.gaps.map((g) => g.name)).toContain("van_ban.dia_diem");
  expect(before.fields.find((f) => f.name === "nguoi_lap.ho_ten")?.found).toBe("Người lan");
  const typed = { "van_ban.dia_diem": "phòng trực", "nguoi_lap.chuc_vu": "<b>Chuyên viên</b>" };
  expect((await people.lan!.call("PUT", `/api/documents/${id}`, { typed })).statusCode).toBe(200);
  const foreign = await people.lan!.call("PUT", `/api/documents/${id}`, { typed: { "co_quan.ten": "Cơ quan khác" } });
  expect(foreign.statusCode).toBe(400);
  const after = await view(id, "lan");
  expect(after.gaps.map((g) => g.name)).not.toContain("van_ban.dia_diem");
  const [pdf, docx, png] = [
    await take(after.links.pdf),
    await take(after.links.docx),
    await take(after.links.picture!),
  ];
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.headers["content-disposition"]).toContain("attachment");
  expect(pdf.headers["content-security-policy"]).toContain("sandbox");
  expect(docx.rawPayload.subarray(0, 2).toString()).toBe("PK");
  expect(png.headers["content-type"]).toBe("image/png");
  const inDesk = await people.lan!.call("GET", new URL(after.links.pdf).pathname);
  expect(inDesk.statusCode).toBe(404);
  const auditor = await people.kiemtoan!.call("GET", `/api/documents/${id}`);
  expect(auditor.statusCode).toBe(403);
});

test("an issued record keeps its bytes, its facts and its entry in the custody log, and does not change any more", async () => {
  const id = await draft("lan", "record");
  expect((await issue(id, "lan", "7")).statusCode).toBe(403);
  const done = await issue(id, "vanthu", "7");
  expect(done.statusCode, done.body).toBe(200);
  const issued = await view(id);
  expect(issued).toMatchObject({
    state: "issued",
    number: "07/BB-STTVB",
    datedOn: "2026-01-05",
    issuedByLogin: "vanthu",
  });
  const [one, two] = [await take(issued.links.pdf), await take(issued.links.pdf)];
  expect(one.rawPayload.equals(two.rawPayload)).toBe(true);
  const { rows } = await desk.database.pool.query(
    "select act, encode(sha256, 'hex') as sha256 from ledger where seq = $1",
    [issued.ledgerSeq],
  );
  expect(rows[0]).toEqual({ act: "document.issued", sha256: issued.pdfSha256 });
  const kept = await desk.database.pool.query("select facts from document where id = $1", [id]);
  expect(kept.rows[0].facts.chung_cu[0].ma).toBe(captureId);
  expect(
    (await people.lan!.call("PUT", `/api/documents/${id}`, { typed: { "van_ban.dia_diem": "x" } })).statusCode,
  ).toBe(409);
  await expect(
    desk.database.pool.query("update document set title = 'khác' where id = $1", [id]),
  ).rejects.toMatchObject({ code: "VG002" });
  await expect(desk.database.pool.query("delete from document where id = $1", [id])).rejects.toThrow(/never deleted/);
  const again = await issue(await draft("lan", "record"), "vanthu", "7");
  expect(again.statusCode, again.body).toBe(400);
  expect(again.body).toContain("đã cấp trong năm này");
  expect(await readCaseDocuments(desk.database.pool, desk.store, caseId)).toMatchObject([
    { name: "van-ban-1-record.pdf" },
  ]);
});

test("a signed scan lies beside the issued document; what is no PDF or picture is refused", async () => {
  const id = await draft("lan", "annex");
  const scan = { media: "application/pdf", base64: Buffer.from("%PDF-1.7 bản quét").toString("base64") };
  expect((await people.vanthu!.call("POST", `/api/documents/${id}/scan`, scan)).statusCode).toBe(409);
  expect((await issue(id)).statusCode).toBe(200);
  const wrong = { media: "application/pdf", base64: Buffer.from("<script>").toString("base64") };
  expect((await people.vanthu!.call("POST", `/api/documents/${id}/scan`, wrong)).statusCode).toBe(400);
  expect((await people.vanthu!.call("POST", `/api/documents/${id}/scan`, scan)).statusCode).toBe(200);
  const { scans } = await view(id);
  expect((await take(scans[0]!.url)).body).toContain("bản quét");
});

test("nothing goes out before its time: no approval, no package, the drafter himself, a verdict", async () => {
  const list = (await people.lan!.call("GET", `/api/cases/${caseId}/documents`)).json<CaseDocuments>();
  expect(list.kinds.find((k) => k.kind === "transfer")?.missing).toHaveLength(2);
  const takedown = await draft("lan", "takedown");
  const early = await issue(takedown, "vanthu", "9");
  expect(early.statusCode).toBe(409);
  expect(early.body).toContain("duyệt");
  const pool = desk.database.pool;
  const forced = pool.query(
    `update document set state = 'issued', issued_by = (select id from person where login = 'vanthu'), issued_by_login = 'vanthu',
     issued_at = now(), dated_on = '2026-01-05', facts = '{}', pdf_sha256 = decode(repeat('00', 32), 'hex'), docx_sha256 = decode(repeat('00', 32), 'hex')
     where id = $1`,
    [takedown],
  );
  await expect(forced).rejects.toMatchObject({ code: "VG005" });
  const typed = { "van_ban.noi_dung": "Trang đã vi phạm quy định." };
  const proposal = await draft("lan", "proposal");
  await people.lan!.call("PUT", `/api/documents/${proposal}`, { typed });
  expect((await view(proposal)).verdict).toBeNull();
  const verdict = await draft("lan", "record");
  await people.lan!.call("PUT", `/api/documents/${verdict}`, { typed });
  expect((await view(verdict)).verdict).toContain("vi phạm");
  expect((await issue(verdict, "vanthu", "30")).statusCode).toBe(400);
});

test("an approved case may send its letter, issued by somebody else than the drafter; a transfer also needs its package", async () => {
  const pool = desk.database.pool;
  const step = async (login: string, to: "proposed" | "approved") => {
    const by = await authorOf(login);
    await inTransaction(pool, (tx) => takeStep(tx, caseId, { to, reason: "bài thử" }, by));
  };
  await step("lan", "proposed");
  await step("lanhdao", "approved");
  const own = await draft("vanthu", "takedown");
  expect((await issue(own, "vanthu", "11")).statusCode).toBe(403);
  const letter = await draft("lan", "takedown");
  expect((await issue(letter, "vanthu", "11")).statusCode).toBe(200);
  expect((await view(letter)).number).toBe("11/STTVB-TGS");
  const transfer = await draft("lan", "transfer");
  expect((await issue(transfer, "vanthu", "3")).body).toContain("gói");
  const packageId = "019ab000-2222-7222-8333-444455556666";
  await inTransaction(pool, (tx) =>
    insertCasePackage(tx, caseId, { packageId, purpose: "thử", captureIds: [captureId as never] }, "totruong"),
  );
  expect((await issue(transfer, "vanthu", "3")).statusCode).toBe(200);
});

test("the register lists what was issued, and its CSV holds no formula", async () => {
  const csv = await people.vanthu!.call("GET", "/api/documents/register.csv");
  expect(csv.body).toContain("11/STTVB-TGS");
  expect(csv.body).not.toMatch(/(^|,)"?[=+@]/m);
  const page = (await people.lan!.call("GET", "/api/documents?state=issued")).json<{ items: { state: string }[] }>();
  expect(page.items.length).toBeGreaterThan(3);
  expect(page.items.every((row) => row.state === "issued")).toBe(true);
});

test("the answer to a letter is drafted with a row for each of its sites", async () => {
  const letter = {
    number: "12/CV-MAU",
    datedOn: "2026-11-02",
    sender: "Cục Thử Nghiệm",
    abstract: "rà soát",
    incomingNumber: "77",
    arrivedOn: "2026-11-03",
    dueOn: null,
    fileId: null,
  };
  const { pool } = desk.database;
  const target = await pool.query("select id from target limit 1");
  const letterId = await insertLetter(pool, letter, "vanthu");
  const item = { position: 1, given: "trang-thu.example | lạ", note: "", targetId: target.rows[0].id };
  await inTransaction(pool, (tx) => insertLetterItems(tx, letterId, [item]));
  const made = await people.vanthu!.call("POST", `/api/letters/${letterId}/document`);
  expect(made.statusCode, made.body).toBe(200);
  const reply = await view(made.json<{ id: string }>().id);
  expect(reply).toMatchObject({ kind: "letter-reply", caseId: null, recipients: "Cục Thử Nghiệm", missing: [] });
  expect(reply.fields.find((f) => f.name === "dong")?.typed).toBe("trang-thu.example | lạ\tchưa trả lời\t\t");
});

test("a template is changed as a new version by a lead, a broken one is refused with its line, a stale one with conflict", async () => {
  const at = "/api/document-templates/takedown";
  expect((await people.lan!.call("GET", at)).statusCode).toBe(403);
  const { text, version } = (await people.totruong!.call("GET", at)).json<TemplateView>();
  expect(version).toBe(0);
  const check = await people.totruong!.call("POST", "/api/document-templates/check", { text: `${text}\n{{khong.co}}` });
  expect(check.json()).toMatchObject({ problem: { line: text.split("\n").length + 1 }, links: null });
  const save = (body: object) => people.totruong!.call("PUT", at, { note: "thêm câu", from: 0, ...body });
  expect((await save({ text: `${text}\n{{khong.co}}` })).statusCode).toBe(400);
  expect((await save({ text: text.replace("Dữ liệu làm căn cứ", "Mọi dữ liệu làm căn cứ") })).statusCode).toBe(200);
  expect((await save({ text })).statusCode).toBe(409);
  const fresh = (await people.totruong!.call("GET", at)).json<TemplateView>();
  expect(fresh).toMatchObject({ version: 1 });
  const good = await people.totruong!.call("POST", "/api/document-templates/check", { text: fresh.text });
  const { links } = good.json<{ links: { picture: string } }>();
  expect((await take(links.picture)).headers["content-type"]).toBe("image/png");
});
