// Promises what a second look may say: gone by the site's own word, changed, still there; and silence is no proof.
import { expect, test } from "vitest";
import { compareCaptures, shareKept } from "#workers/takedowns/compare-pages.ts";
import { type DomainFacts, judgeDomain } from "#workers/takedowns/look-at-domain.ts";
import { readNameServers } from "#workers/takedowns/read-name-servers.ts";

const story = "Chợ phiên mở lúc sáu giờ, bán rau, cá và đồ đan lát của các làng quanh hồ.";
const before = { text: `${story} Nạp tiền nhận thưởng ngay hôm nay.`, fired: ["Nạp tiền nhận thưởng"] };
const after = (text: string, status: number | null = 200, saysNothing = "") => ({ text, status, saysNothing });

test("404 and 410 are gone; an empty-looking or parked page is only changed", () => {
  expect(compareCaptures(before, after("không có", 404)).result).toBe("gone");
  expect(compareCaptures(null, after("", 410)).result).toBe("gone");
  expect(compareCaptures(before, after("Trang không tồn tại", 200, "trang báo không tìm thấy")).result).toBe("changed");
});

test("the words that fired decide: the rest of a page may stay, and spelling without marks hides nothing", () => {
  expect(compareCaptures(before, after(story))).toMatchObject({ result: "changed", facts: { fired: 1, left: 0 } });
  expect(compareCaptures(before, after("NAP TIEN NHAN THUONG tại đây"))).toMatchObject({ result: "still-up" });
});

test("where nobody knows what fired, half of the words must be left to call it still up", () => {
  const unknown = { text: story, fired: [] };
  expect(compareCaptures(unknown, after(story)).result).toBe("still-up");
  expect(compareCaptures(unknown, after("Thông báo lịch nghỉ của thư viện xã trong tháng tới.")).result).toBe(
    "changed",
  );
  expect(compareCaptures(null, after(story))).toMatchObject({ result: "still-up", facts: { status: 200 } });
  expect(shareKept("", "gì đó")).toBe(0);
});

const facts = (change: Partial<DomainFacts>): DomainFacts => ({
  domain: "trang-thu.vn",
  dns: "NOERROR",
  hasRecords: true,
  nameServers: ["ns1.nha-dang-ky.vn"],
  rdap: 200,
  rdapStatus: ["active"],
  ...change,
});

test("a domain is gone by NXDOMAIN or a hold in RDAP, changed on a registrar's parking servers, and silence proves nothing", () => {
  const say = (change: Partial<DomainFacts>) => judgeDomain(facts(change)).result;
  expect(say({})).toBe("still-up");
  expect(say({ dns: "NXDOMAIN", hasRecords: false, rdap: 404, rdapStatus: [] })).toBe("gone");
  expect(say({ rdapStatus: ["client hold", "client transfer prohibited"] })).toBe("gone");
  expect(say({ nameServers: ["ns1.suspended-domain.example"] })).toBe("changed");
  expect(say({ hasRecords: false })).toBe("changed");
  for (const dns of [null, "SERVFAIL", "REFUSED"])
    expect(say({ dns, hasRecords: false, rdap: null, rdapStatus: [] })).toBe("unreachable");
  // RDAP alone knows no such domain while names still resolve: a registry that answers nothing for this zone.
  expect(say({ rdap: 404, rdapStatus: [] })).toBe("still-up");
  expect(judgeDomain(null).result).toBe("not-captured");
});

const packet = (answers: number, ...tail: number[]) =>
  Buffer.from([0, 1, 0x81, 0x80, 0, 1, 0, answers, 0, 0, 0, 0, 1, 97, 2, 118, 110, 0, 0, 2, 0, 1, ...tail]);

test("name servers are read through compression, and broken or circular packets end", () => {
  const record = [0xc0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 6, 3, 110, 115, 49, 0xc0, 12];
  expect(readNameServers(packet(1, ...record))).toEqual(["ns1.a.vn"]);
  expect(readNameServers(packet(9, ...record))).toEqual(["ns1.a.vn"]);
  expect(readNameServers(packet(1, 0xc0, 22, 0, 2))).toEqual([]);
  expect(readNameServers(Buffer.alloc(5))).toEqual([]);
  for (let length = 0; length < 40; length++) readNameServers(packet(2, ...record).subarray(0, length));
});
