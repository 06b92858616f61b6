import { describe, expect, it } from "vitest";
import { cut, html } from "#evidence/dossier/html.ts";
import { documentPage } from "#evidence/dossier/page-frame.ts";
import { momentShort, momentWords } from "#evidence/dossier/vietnamese-time.ts";

describe("text of hostile pages in documents", () => {
  it("is never markup, shows what is hidden in it and keeps to its bound", () => {
    expect(html`<td title="${'"'}">${"<script>alert('1')</script>&"}</td>`.text).toBe(
      '<td title="&quot;">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</td>',
    );
    expect(html`${"ngân\u202eGNP.hàng\u200b\u0007\n"}`.text).toBe("ngân\uFFFDGNP.hàng\uFFFD\uFFFD ");
    expect(html`${"\ud800a"}`.text).toBe("\uFFFDa");
    expect(html`${"x".repeat(100_000)}`.text.length).toBeLessThan(5000);
    expect(cut("ngắn", 10)).toBe("ngắn");
    expect(cut("dài".repeat(10), 5)).toBe("dàid… (còn nữa, xem bản niêm phong)");
  });

  it("cannot leave the foot of a page, where it stands in a style sheet", async () => {
    const page = await documentPage("t", 'Gói "; } body { display: none } </style><script>', html`<p>x</p>`);
    expect(page).not.toContain("<script>");
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toContain("{ display: none }");
  });
});

describe("times in documents", () => {
  it("are Vietnam's, with zeros where Decree 30/2020 wants them", () => {
    expect(momentWords("2026-01-04T20:04:05.250Z")).toBe("03 giờ 04 phút 05 giây, ngày 05 tháng 01 năm 2026 (GMT+7)");
    expect(momentWords("2026-03-12T00:00:00Z")).toBe("07 giờ 00 phút 00 giây, ngày 12 tháng 3 năm 2026 (GMT+7)");
    expect(momentShort("2026-12-31T18:00:00Z")).toBe("01/01/2027 01:00:00");
    expect(momentShort("không rõ")).toBe("không rõ");
  });
});
