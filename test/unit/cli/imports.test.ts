// Promises that tables people hand in are read with care: dirty registers keep what they can, addresses come to one form.
import { describe, expect, test } from "vitest";
import { readBrandCards } from "#admin/cli/brand-csv.ts";
import { readCsv } from "#admin/cli/csv.ts";
import { readDate, readLicences } from "#admin/cli/licence-csv.ts";
import { plain } from "#admin/cli/terminal.ts";
import { normaliseTarget, readCadence } from "#admin/cli/watchlist.ts";
import { readConfig } from "#core/config.ts";

const rows = (text: string) => readCsv(Buffer.from(text), "test.csv");
const config = readConfig({});

describe("a licence register", () => {
  test("is read under the column names that circulate, with dates in both orders", () => {
    const { rows: read, refused } = readLicences(
      rows(
        "domain,owner,certified_date,license_number,status\na.vn b.vn,Công ty Tốt,2023-02-23,12/GP-TTĐT,valid\nc.vn,Hội Đẹp,05/07/2021,13 /GP-TTĐT,invalid\n",
      ),
    );
    expect(refused).toEqual([]);
    expect(read.map((r) => [r.number, r.domains, r.issuedOn, r.status])).toEqual([
      ["12/GP-TTĐT", ["a.vn", "b.vn"], "2023-02-23", "valid"],
      ["13 /GP-TTĐT", ["c.vn"], "2021-07-05", "invalid"],
    ]);
  });

  test("keeps a row with an unreadable date, and reports one that names neither number nor domain", () => {
    const { rows: read, refused } = readLicences(
      rows("number,owner,issued_on\n9/GP,Chủ,khoảng năm 2020\n,Ai đó,2020-01-01\n"),
    );
    expect(read.length).toBe(2);
    expect(read[0]!.issuedOn).toBeNull();
    expect(read[0]!.raw).toContain("khoảng năm 2020");
    expect(refused).toEqual([{ line: 3, reason: expect.stringMatching(/neither|không có số/) }]);
  });

  test.each([
    ["2024-02-30", null],
    ["31/12/2024", "2024-12-31"],
    ["2024-1-5", "2024-01-05"],
    ["", null],
    ["5.6.2020", "2020-06-05"],
  ])("reads the date %j as %j", (text, date) => {
    expect(readDate(text)).toBe(date);
  });
});

test("brand cards take names with spaces when they are set apart by semicolons", () => {
  const { cards, refused } = readBrandCards(
    rows("brand,domains,aliases\nNgân hàng A,a.com.vn www2.a.vn,Ngân hàng A;ABank\nB,b.vn,bbank b-bank\nC,,x\n"),
  );
  expect(cards.map((c) => c.aliases)).toEqual([
    ["Ngân hàng A", "ABank"],
    ["bbank", "b-bank"],
  ]);
  expect(refused.map((r) => r.line)).toEqual([4]);
});

describe("a watched address", () => {
  test.each([
    ["tot.example", "http://tot.example/", "site"],
    ["https://TOT.example/a?b=1#c", "https://tot.example/a?b=1", "site"],
    ["http://bệnhviện.vn/", "http://xn--bnhvin-ik8be.vn/", "site"],
    ["https://t.me/KenhMoi", "https://t.me/s/kenhmoi", "account"],
    ["t.me/s/KenhMoi", "https://t.me/s/kenhmoi", "account"],
  ])("%s is kept as %s, a %s", (raw, url, kind) => {
    const normal = normaliseTarget(raw, null, config);
    expect(normal.kind).toBe(kind);
    expect(normal.url).toBe(kind === "site" ? new URL(url).href : url);
  });

  test.each([
    "http://localhost/",
    "http://10.0.0.1/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://a.example:22/",
    "javascript:alert(1)",
    "http://u:p@a.example/",
  ])("%s is refused", (raw) => {
    expect(() => normaliseTarget(raw, null, config)).toThrowError(/guard\.refused/);
  });

  test.each([
    ["30m", 30],
    ["6h", 360],
    ["1d", 1440],
    ["90", 90],
    ["", null],
  ])("cadence %j is %j minutes", (text, minutes) => {
    expect(readCadence(text)).toBe(minutes);
  });
  test.each(["0", "soon", "-5m", "999d", "1.5h"])("cadence %j is refused", (text) => {
    expect(() => readCadence(text)).toThrowError(/cadence/);
  });
});

test("text of hostile pages cannot steer the terminal", () => {
  expect(plain("a\u001b[31mđỏ\u0007\u202eđảo\r\nb")).not.toMatch(/[\u001b\u0007\u202e\r\n]/);
  expect(plain("x".repeat(500), 100).length).toBe(100);
});
