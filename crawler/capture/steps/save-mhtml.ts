// Promises the page as one MHTML file as the browser itself puts it together, within a size.
import { hash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Visit } from "../visit.ts";

const maxBytes = 20_000_000;

export async function saveMhtml(visit: Visit): Promise<string> {
  const { data } = await visit.ask("Page.captureSnapshot", { format: "mhtml" }, 15_000);
  const bytes = Buffer.from(String(data), "utf8");
  if (bytes.length > maxBytes) {
    visit.declined.push({ what: "bản MHTML", why: `${bytes.length} byte, quá ${maxBytes} byte` });
    return `không giữ: ${bytes.length} byte`;
  }
  const file = "page.mhtml";
  await writeFile(path.join(visit.request.outDir, file), bytes, { flag: "wx" });
  visit.findings.attachments.push({
    file,
    kind: "mhtml",
    url: visit.findings.finalUrl,
    mime: "multipart/related",
    sizeBytes: bytes.length,
    sha256: hash("sha256", bytes, "hex"),
    note: "do trình duyệt dựng từ trang đang mở",
  });
  return `${bytes.length} byte`;
}
