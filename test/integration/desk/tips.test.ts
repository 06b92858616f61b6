// Promises tips: a public form that takes little and keeps what was typed, words that stay, identities apart and every look entered.
import { afterAll, beforeAll, expect, test } from "vitest";
import sharp from "sharp";
import type { TipSheet, TipsPage } from "#admin/api/tips.ts";
import { setClock } from "#core/clock.ts";
import { selectEvents } from "#core/records/event.ts";
import { writeOffice } from "#core/records/office.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { TipForm } from "#core/nouns/tip-form.ts";
import { writeTipForm } from "#core/records/tip-form.ts";
import {
  addPerson,
  deskHost,
  deskOrigin,
  evidenceHost,
  openTestDesk,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let monitor: Signed;
let lead: Signed;
let clerk: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  for (const [login, role] of [
    ["an", "monitor"],
    ["lan", "lead"],
    ["thu", "clerk"],
  ] as const)
    await addPerson(desk, login, role);
  [monitor, lead, clerk] = [await signIn(desk, "an"), await signIn(desk, "lan"), await signIn(desk, "thu")];
  await writeOffice(
    desk.database.pool,
    { ...emptyOffice, secondReviewShare: 0, name: "Đơn vị Thử Nghiệm", hotline: "1900 0000" },
    "test",
  );
});
afterAll(() => desk.close());

const openForm = (change: Partial<TipForm> = {}) =>
  writeTipForm(
    desk.database.pool,
    TipForm.parse({
      open: true,
      purposeNote: "Dùng để kiểm tra.",
      mostAnHourFromOne: 500,
      mostAnHour: 1000,
      ...change,
    }),
    "test",
  );
const form = { address: "http://bi-phan-anh.example/", what: "Trang mời đặt cược" };

/** As a browser without scripts sends it. */
async function send(fields: Record<string, string>, file?: { bytes: Buffer; name: string }, origin = deskOrigin) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  if (file) data.set("file", new File([new Uint8Array(file.bytes)], file.name));
  const made = new Response(data);
  return desk.app.inject({
    method: "POST",
    url: "/phan-anh",
    headers: { host: deskHost, origin, "content-type": made.headers.get("content-type")! },
    payload: Buffer.from(await made.arrayBuffer()),
  });
}
const codeOf = (page: string) => /class="code">([0-9A-Z-]+)</.exec(page)?.[1];
const tips = async (search = "") => (await monitor.call("GET", `/api/tips?${search}`)).json<TipsPage>();
const countTips = async () => Number((await desk.database.pool.query("select count(*) as n from tip")).rows[0].n);

test("the form is closed until the office opens it, and may not open without saying what happens with the data", async () => {
  const page = await desk.app.inject({ url: "/phan-anh", headers: { host: deskHost } });
  expect(page.statusCode).toBe(404);
  expect(page.body).toContain("chưa mở tiếp nhận");
  expect((await send(form)).statusCode).toBe(404);
  const body = { ...TipForm.parse({}), open: true };
  expect((await lead.call("PUT", "/api/tip-form", body)).statusCode).toBe(400);
  expect((await clerk.call("PUT", "/api/tip-form", body)).statusCode).toBe(403);
  const opened = { ...body, purposeNote: "Thông tin dùng để kiểm tra nội dung phản ánh." };
  expect((await lead.call("PUT", "/api/tip-form", opened)).statusCode).toBe(200);
});

test("a tip gets a number and a code; the code tells the state and nothing else; the page runs no script", async () => {
  await openForm();
  const page = await desk.app.inject({ url: "/phan-anh", headers: { host: deskHost } });
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(page.body).not.toMatch(/<script/i);
  expect(page.body).toContain("Dùng để kiểm tra.");
  const sent = await send({ ...form, name: "Người Kể", phone: "0900000001" });
  expect(sent.statusCode).toBe(200);
  const code = codeOf(sent.body)!;
  const ask = (given: string) =>
    desk.app.inject({
      method: "POST",
      url: "/phan-anh/tra-cuu",
      headers: { host: deskHost, origin: deskOrigin, "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ code: given }).toString(),
    });
  const known = await ask(code.toLowerCase().replaceAll("-", " "));
  expect(known.body).toContain("Đã tiếp nhận, chờ kiểm tra");
  expect(known.body).not.toContain("đặt cược");
  expect((await ask("AAAA-BBBB-CCCC-DDDD")).statusCode).toBe(404);
});

test("a form that lacks something, or whose hidden field is filled, comes back with every typed word and saves nothing", async () => {
  const before = await countTips();
  const typed = { address: "", what: "dòng một\ndòng hai </textarea><script>x</script>", name: 'Tên "lạ"' };
  const bad = await send(typed);
  expect(bad.statusCode).toBe(400);
  expect(bad.body).toContain("dòng một\ndòng hai &lt;/textarea&gt;&lt;script&gt;");
  expect(bad.body).toContain("Tên &quot;lạ&quot;");
  const trapped = await send({ ...form, website: "http://spam.example" });
  expect(trapped.statusCode).toBe(400);
  expect(trapped.body).toContain(form.what);
  expect(trapped.body).not.toContain("spam.example");
  expect((await send(form, undefined, "http://khac.example")).statusCode).toBe(403);
  expect(await countTips()).toBe(before);
});

test("pictures alone are taken: hostile bytes, disguised kinds and too much are refused with the words kept", async () => {
  const before = await countTips();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const brokenPng = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(400, 7)]);
  const large = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(5_000_001)]);
  for (const bytes of [svg, brokenPng, large, Buffer.from("%PDF-1.7 …")]) {
    const answer = await send(form, { bytes, name: "anh.png" });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain("Tệp không nhận được");
    expect(answer.body).toContain(form.what);
  }
  const tooLarge = await send(form, { bytes: Buffer.alloc(9_000_000), name: "anh.png" });
  expect(tooLarge.statusCode).toBe(413);
  expect(tooLarge.body).toContain("Tệp quá lớn");
  expect(await countTips()).toBe(before);
});

test("a picture is shown re-encoded or taken as a download, on the evidence origin alone", async () => {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#336699" } })
    .png()
    .withExif({ IFD0: { Copyright: "dấu riêng của bài thử" } })
    .toBuffer();
  expect((await send(form, { bytes: png, name: "../../anh.png" })).statusCode).toBe(200);
  const [tip] = (await tips()).items;
  expect(tip!.file!.name).not.toContain("/");
  const links = (await monitor.call("GET", `/api/intake/${tip!.file!.id}/links`)).json<{
    download: string;
    picture: string;
  }>();
  const get = (url: string, host = evidenceHost) => desk.app.inject({ url: new URL(url).pathname, headers: { host } });
  const shown = await get(links.picture);
  expect(shown.headers["content-type"]).toBe("image/png");
  expect(shown.rawPayload.includes(Buffer.from("dấu riêng"))).toBe(false);
  const taken = await get(links.download);
  expect(taken.headers["content-disposition"]).toContain("attachment");
  expect(taken.rawPayload.equals(png)).toBe(true);
  expect((await get(links.download, deskHost)).statusCode).toBe(404);
});

test("who sends too often waits, and so does everybody when too much comes; both keep the words", async () => {
  await openForm({ mostAnHourFromOne: 1 });
  const later = Date.now() + 2 * 3_600_000;
  const restore = setClock(() => later);
  expect((await send(form)).statusCode).toBe(200);
  const second = await send(form);
  expect(second.statusCode).toBe(429);
  expect(second.body).toContain(form.what);
  await openForm({ mostAnHour: 1 });
  expect((await send(form)).statusCode).toBe(429);
  restore();
});

test("the identity is unreadable in the database, refused to monitors and clerks, and each look of a lead is entered with its reason", async () => {
  const all = (await tips("channel=form")).items;
  const named = all.find((tip) => tip.hasIdentity)!;
  const { rows } = await desk.database.pool.query("select sealed from tip_identity");
  expect(rows.some((row: { sealed: Buffer }) => row.sealed.includes("0900000001"))).toBe(false);
  const url = `/api/tips/${named.id}/identity`;
  for (const who of [monitor, clerk])
    expect((await who.call("POST", url, { reason: "muốn xem" })).statusCode).toBe(403);
  expect((await lead.call("POST", url, { reason: "" })).statusCode).toBe(400);
  const seen = await lead.call("POST", url, { reason: "Gọi lại hỏi thêm" });
  expect(seen.json()).toEqual({ name: "Người Kể", phone: "0900000001", email: "" });
  const looks = (await selectEvents(desk.database.pool, { object: named.id })).filter(
    (e) => e.act === "tip.identity-seen",
  );
  expect(looks.map((e) => [e.actor, e.detail.reason])).toEqual([["lan", "Gọi lại hỏi thêm"]]);
  for (const path of ["/api/tips", `/api/tips/${named.id}`, "/api/tips.csv"])
    expect((await monitor.call("GET", path)).body).not.toContain("0900000001");
});

test("a paper tip is typed in with its number and scan, watched, stepped with reasons, answered; it is never deleted or reworded", async () => {
  const pdf = Buffer.from("%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF");
  const kept = await clerk.call("POST", "/api/intake", { name: "don.pdf", base64: pdf.toString("base64") });
  const body = {
    channel: "paper",
    incomingNumber: "415",
    receivedOn: "2026-11-20",
    address: "http://don-thu.example/",
    what: "=cmd|' /C calc'!A0",
    fileId: kept.json<{ id: string }>().id,
    identity: { name: "Bà Kể", phone: "", email: "" },
  };
  const { id, number } = (await clerk.call("POST", "/api/tips", body)).json<{ id: string; number: string }>();
  expect((await monitor.call("POST", `/api/tips/${id}/step`, { to: "answered", reason: "xong rồi" })).statusCode).toBe(
    409,
  );
  expect((await monitor.call("POST", `/api/tips/${id}/watch`, {})).json()).toEqual({ isNew: true, asked: 1 });
  await monitor.call("POST", `/api/tips/${id}/step`, { to: "checking", reason: "Đã đưa vào giám sát" });
  expect(
    (await monitor.call("POST", `/api/tips/${id}/step`, { to: "duplicate", reason: "trùng", duplicateOf: number }))
      .statusCode,
  ).toBe(400);
  await monitor.call("POST", `/api/tips/${id}/step`, { to: "answered", reason: "Trang không còn hoạt động." });
  const sheet = (await monitor.call("GET", `/api/tips/${id}`)).json<TipSheet>();
  expect(sheet.steps.map((step) => step.to)).toEqual(["checking", "answered"]);
  expect(sheet.reply).toMatchObject({ isSaved: false });
  for (const words of ["Đơn vị Thử Nghiệm", "số đến 415", "Trang không còn hoạt động.", "1900 0000"])
    expect(sheet.reply.text).toContain(words);
  await monitor.call("POST", `/api/tips/${id}/reply`, { text: "Kính gửi Bà, …" });
  expect((await monitor.call("GET", `/api/tips/${id}`)).json<TipSheet>().reply).toMatchObject({
    isSaved: true,
    by: "an",
  });
  const { pool } = desk.database;
  await expect(pool.query("delete from tip where id = $1", [id])).rejects.toThrow("never deleted");
  await expect(pool.query("update tip set what = 'khác' where id = $1", [id])).rejects.toThrow("never");
  await expect(pool.query("truncate tip cascade")).rejects.toThrow("append-only");
  expect((await monitor.call("GET", "/api/tips.csv?q=don-thu")).body).toContain("'=cmd");
});
