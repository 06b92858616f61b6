// Promises that a dirty register loses nothing: each row is kept as it stands, and each oddity is reported with its line.
import { describe, expect, test } from "vitest";
import { readCsv } from "#admin/cli/csv.ts";
import { readLicences } from "#admin/cli/licence-csv.ts";
import { readDomains } from "#admin/cli/licence-domains.ts";
import { LicenceRegister, indexRegisters } from "#detection/licence/register.ts";

const dirty = [
  "\ufeffTên miền,Đơn vị chủ quản,Ngày cấp,Số giấy phép,Trạng thái,Loại",
  'songxanh.vn; nuido.vn,"Công ty ""Sông Xanh""",05/07/2021,12/GP-TTĐT,valid,Trang TTĐT tổng hợp',
  "cskh@doitim.net,Công ty Đồi Tím,2020-01-09,13 /GP-TTĐT,valid,Trang TTĐT tổng hợp",
  "holam.νη,Công ty Hồ Lam,2020-01-09,14/GP-TTĐT,valid,Trang TTĐT tổng hợp",
  "9bien.n,Công ty Biển Vàng,khoảng 2019,1639 /OĐ-BTTTT,invalid,Trò chơi G1",
  "rungthong.com%2fabc,,31/02/2020,79A/GP-TTĐT,valid,Trang TTĐT tổng hợp",
  '"https://www.gobac.vn/trang\nchu","Hội\nGió Bấc",01.02.2022,15/GP-BTTTT,valid,Website - Báo điện tử',
  "songtrắng.vn,Công ty Sông Trắng,,,valid,Website - Trang TTĐT tổng hợp",
  ",Công ty Không Số,,,valid,",
  'songxanh.vn; nuido.vn,"Công ty ""Sông Xanh""",05/07/2021,12/GP-TTĐT,valid,Trang TTĐT tổng hợp',
].join("\r\n");

const read = () => readLicences(readCsv(Buffer.from(dirty), "so.csv"));
const reasons = (
  line: string,
  notes: { line: number; reason: string }[],
  rows: { rowNumber: number; raw: string }[],
) => {
  const at = rows.find((r) => r.raw.includes(line))!.rowNumber;
  return notes
    .filter((n) => n.line === at)
    .map((n) => n.reason)
    .join(" ");
};

describe("a dirty register", () => {
  test("keeps every row with its raw text, whatever it holds", () => {
    const { rows, refused } = read();
    expect(rows).toHaveLength(9);
    expect(new Set(rows.map((r) => r.rowNumber)).size).toBe(9);
    for (const part of ["cskh@doitim.net", "9bien.n", "khoảng 2019", "Công ty Không Số"])
      expect(rows.some((r) => r.raw.includes(part))).toBe(true);
    expect(refused).toHaveLength(1);
  });

  test("reads what can be read: several domains, mended letters, quoted line breaks, both orders of dates", () => {
    const { rows } = read();
    expect(rows.map((r) => r.domains)).toEqual([
      ["songxanh.vn", "nuido.vn"],
      ["cskh@doitim.net"],
      ["holam.vn"],
      ["9bien.n"],
      ["rungthong.com"],
      ["gobac.vn", "chu"],
      [new URL("http://songtrắng.vn/").hostname],
      [],
      ["songxanh.vn", "nuido.vn"],
    ]);
    expect(rows.map((r) => r.issuedOn)).toEqual([
      "2021-07-05",
      "2020-01-09",
      "2020-01-09",
      null,
      null,
      "2022-02-01",
      null,
      null,
      "2021-07-05",
    ]);
    expect(rows[5]!.owner).toBe("Hội Gió Bấc");
  });

  test("says row by row what was mended or not read", () => {
    const { rows, notes } = read();
    expect(reasons("cskh@doitim.net", notes, rows)).toMatch(/thư điện tử|mail/);
    expect(reasons("holam", notes, rows)).toContain("holam.vn");
    expect(reasons("9bien.n", notes, rows)).toMatch(/9bien\.n.*khoảng 2019/);
    expect(reasons("rungthong", notes, rows)).toMatch(/31\/02\/2020/);
    expect(notes.some((n) => /trùng dòng|the same as line/.test(n.reason))).toBe(true);
  });

  test("a mail address licenses no host, and an unreadable number leaves its domain to be found", () => {
    const rows = read().rows.map((r) => ({ ...r, issuedOn: r.issuedOn ?? "", expiresOn: "" }));
    const index = indexRegisters([LicenceRegister.parse({ name: "Sổ bẩn", importedAt: "2026-11-01", rows })]);
    expect(index.byDomain.get("doitim.net")).toBeUndefined();
    expect(index.byDomain.get("holam.vn")).toHaveLength(1);
    expect(index.byNumber.get("1639/qd")).toHaveLength(1);
    expect(index.byNumber.get("79a/gp")).toHaveLength(1);
  });
});

test("several registers count together, each row naming its own", () => {
  const row = (number: string, domain: string) => ({ number, domains: [domain] });
  const index = indexRegisters([
    LicenceRegister.parse({ name: "Sổ trung ương", importedAt: "2026-10-01", rows: [row("1/GP-TTĐT", "a.vn")] }),
    LicenceRegister.parse({ name: "Sổ tỉnh", importedAt: "2026-11-01", rows: [row("2/GP-SVHTTDL", "b.vn")] }),
  ]);
  expect(index.byDomain.get("a.vn")![0]).toMatchObject({ register: "Sổ trung ương", importedAt: "2026-10-01" });
  expect(index.byDomain.get("b.vn")![0]).toMatchObject({ register: "Sổ tỉnh", importedAt: "2026-11-01" });
});

test.each([
  ["a.vn, b.vn và c.vn", ["a.vn", "b.vn", "c.vn"]],
  ["HTTP://WWW.A.VN:80/x?y", ["a.vn"]],
  ["-", []],
  ["http://[::1]/", ["http://[::1]/"]],
])("the cell %j holds the hosts %j", (cell, domains) => {
  expect(readDomains(cell).domains).toEqual(domains);
});
