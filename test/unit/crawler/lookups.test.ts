// Promises the small readings behind lookups: DNS heads, the icon's address, and the clock's own words.
import { expect, test } from "vitest";
import { namesToAsk } from "#crawler/lookups/ask-name-servers.ts";
import { buildQuery, readAnswerHead } from "#crawler/lookups/dns-message.ts";
import { faviconOf } from "#crawler/lookups/look-up.ts";
import { parseChrony, readClock } from "#crawler/lookups/read-clock.ts";

test("a question is written as RFC 1035 wants it", () => {
  const query = buildQuery("vi-du.vn", "CAA");
  expect(query.subarray(2).toString("hex")).toBe(
    "01000001000000000001" + "0576692d647502766e00" + "01010001" + "0000291000000000000000",
  );
});

test("an answer counts only for the question that was asked", () => {
  const query = buildQuery("vi-du.vn", "A");
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8183, 2);
  expect(readAnswerHead(query, answer)).toEqual({ rcode: "NXDOMAIN", answers: 0, truncated: false });
  const otherId = Buffer.from(answer);
  otherId.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
  const otherName = Buffer.from(answer);
  otherName[13] = 0x77;
  for (const wrong of [query, otherId, otherName, answer.subarray(0, 11)])
    expect(readAnswerHead(query, wrong)).toBeNull();
});

test("host and registrable domain are asked about once each; addresses and inner names are not", () => {
  expect(namesToAsk("www.bao.hanoi.gov.vn")).toEqual(["www.bao.hanoi.gov.vn", "hanoi.gov.vn"]);
  expect(namesToAsk("vi-du.com.vn")).toEqual(["vi-du.com.vn"]);
  for (const host of ["127.0.0.1", "::1", "localhost", "may.local", "congty"]) expect(namesToAsk(host)).toEqual([]);
});

test("the icon is the first that the head names, else /favicon.ico", () => {
  const page = "https://vi-du.vn/a/b";
  expect(faviconOf('<head><link rel="Shortcut ICON" href="i.png"><link rel=icon href=j.png></head>', page)).toBe(
    "https://vi-du.vn/a/i.png",
  );
  expect(faviconOf("<link rel=apple-touch-icon href=i.png><body><link rel=icon href=j.png>", page)).toBe(
    "https://vi-du.vn/favicon.ico",
  );
  expect(faviconOf("", page)).toBe("https://vi-du.vn/favicon.ico");
});

const tracking = (system: string, leap = "Normal") =>
  `Reference ID    : CB007107 (203.0.113.7)\nStratum         : 3\nSystem time     : ${system} of NTP time\nLast offset     : -0.000004 seconds\nLeap status     : ${leap}\n`;

test("chrony's words give the offset with its sign; a clock that is not synchronised gives none", () => {
  expect(parseChrony(tracking("0.001500000 seconds slow"))).toEqual({ offsetMs: -1.5 });
  expect(parseChrony(tracking("1.250000000 seconds fast"))).toEqual({ offsetMs: 1250 });
  expect(parseChrony(tracking("0.000000000 seconds fast", "Not synchronised"))).toBeNull();
  expect(parseChrony("506 Cannot talk to daemon")).toBeNull();
});

test("a fresh time-stamp authority's word counts; an old or empty one does not", async () => {
  const known = { source: "tsa https://tsa.example/", offsetMs: 120, checkedAt: new Date().toISOString() };
  expect(await readClock(known)).toEqual(known);
  const old = { ...known, checkedAt: "2020-01-01T00:00:00.000Z" };
  expect((await readClock(old)).source).not.toBe(known.source);
  expect((await readClock({ ...known, offsetMs: null })).source).not.toBe(known.source);
});
