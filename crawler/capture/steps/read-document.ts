// Promises the final document as markup and the text a reader sees, as two files.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { evaluateApart, type Visit } from "../visit.ts";

const readAll = `() => {
  const kind = document.doctype;
  const doctype = kind ? "<!DOCTYPE " + kind.name + (kind.publicId ? ' PUBLIC "' + kind.publicId + '"' : "") + (kind.systemId ? ' "' + kind.systemId + '"' : "") + ">\\n" : "";
  const root = document.documentElement;
  return {
    html: doctype + (root ? root.outerHTML : ""),
    text: document.body ? document.body.innerText : root ? root.textContent || "" : "",
    title: document.title, url: location.href, language: root ? root.lang : "",
  };
}`;

export async function readDocument(visit: Visit): Promise<string> {
  const seen = await evaluateApart<{ html: string; text: string; title: string; url: string; language: string }>(
    visit,
    readAll,
    15_000,
  );
  const limit = visit.config.VONGGAC_MAX_DECODED_BYTES;
  if (seen.html.length > limit)
    visit.notCaptured.push({ what: "phần cuối của tài liệu DOM", why: `dài hơn ${limit} ký tự` });
  const { findings } = visit;
  findings.html = seen.html.slice(0, limit);
  findings.title = seen.title;
  findings.finalUrl = seen.url;
  findings.language = seen.language;
  await writeFile(path.join(visit.request.outDir, "dom.html"), findings.html, { flag: "wx" });
  findings.domFile = "dom.html";
  await writeFile(path.join(visit.request.outDir, "text.txt"), seen.text.slice(0, limit), { flag: "wx" });
  findings.textFile = "text.txt";
  return `${seen.html.length} ký tự DOM, ${seen.text.length} ký tự chữ`;
}
