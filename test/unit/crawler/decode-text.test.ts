import { describe, expect, it } from "vitest";
import { decodeText } from "#crawler/fetch/decode-text.ts";

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, "utf8"));
/** "Nạp tiền" in windows-1258: the tone marks are bytes of their own (0xF2 is the dot below, 0xCC the grave). */
const windows1258 = new Uint8Array([
  ...Buffer.from("<p>Na"),
  0xf2,
  ...Buffer.from("p ti"),
  0xea,
  0xcc,
  ...Buffer.from("n</p>"),
]);

describe("decodeText", () => {
  it.each([
    ["declared UTF-8", utf8("<p>Nạp tiền</p>"), "text/html; charset=utf-8", "utf-8"],
    [
      "UTF-8 with a byte order mark under a lying header",
      utf8("\u{feff}<p>Nạp tiền</p>"),
      "text/html; charset=iso-8859-1",
      "utf-8",
    ],
    ["UTF-8 under a lying header", utf8("<p>Nạp tiền</p>"), "text/html; charset=ISO-8859-1", "utf-8"],
    ["UTF-8 under a lying meta", utf8('<meta charset="windows-1252"><p>Nạp tiền</p>'), "text/html", "utf-8"],
    ["UTF-8 without any label", utf8("<p>Nạp tiền</p>"), "text/html", "utf-8"],
    ["UTF-8 under an unknown label", utf8("<p>Nạp tiền</p>"), "text/html; charset=x-la-hoac", "utf-8"],
    ["declared windows-1258", windows1258, "text/html; charset=windows-1258", "windows-1258"],
    ["windows-1258 without any label", windows1258, "text/html", "windows-1258"],
    ["windows-1258 under a lying UTF-8 header", windows1258, "text/html; charset=utf-8", "windows-1258"],
    [
      "UTF-16 with a byte order mark",
      new Uint8Array(Buffer.from("\u{feff}<p>Nạp tiền</p>", "utf16le")),
      "text/html",
      "utf-16le",
    ],
  ])("reads %s", (_name, bytes, contentType, charset) => {
    const decoded = decodeText(bytes, contentType);
    expect(decoded.text.normalize("NFC")).toContain("<p>Nạp tiền</p>");
    expect(decoded.charset).toBe(charset);
  });

  it("keeps a UTF-8 page as UTF-8 when a few bytes are damaged or its end is cut", () => {
    const page = utf8("<p>Đăng ký tài khoản để được hỗ trợ</p>");
    const damaged = Uint8Array.from([...page.slice(0, -6), 0xff, 0xe1, 0xba]);
    expect(decodeText(damaged, "text/html; charset=utf-8")).toMatchObject({
      charset: "utf-8",
      text: expect.stringContaining("tài khoản"),
    });
  });

  it("survives bytes that are no text at all", () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 197) & 0xff);
    expect(decodeText(noise, "text/html; charset=utf-7").text.length).toBeGreaterThan(1000);
  });
});
