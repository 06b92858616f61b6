// Promises the answer of a sample site to one visit: file, layout, cloaking, redirect, charset and compression, nothing sent yet.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { drawMark, drawPicture } from "./drawn-picture.ts";
import { sites, type PathRule, type Site } from "./site-rules.ts";
import { encodeWindows1258 } from "./windows-1258.ts";

export interface Visit {
  host: string;
  path: string;
  secure: boolean;
  userAgent: string;
  referer: string;
  acceptsGzip: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  delayMs: number;
}

export const sitesFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "sites");

const types: Record<string, string> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
  ".txt": "text/plain",
};

const plain = (status: number, text: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body: Buffer.from(text),
  delayMs: 0,
});

/** Answers for a host of `sites`; any other host is a dead domain and gives null. */
export async function answerVisit(visit: Visit): Promise<Answer | null> {
  const site = sites[visit.host];
  if (!site || (visit.secure && site.scheme === "http")) return null;
  if (!visit.secure && site.scheme === "https")
    return plain(301, "", { location: `https://${visit.host}${visit.path}` });
  const rule = site.paths?.[visit.path] ?? site.everyPath ?? {};
  const answer = rule.redirect
    ? plain(rule.status ?? 302, "", { location: rule.redirect })
    : await answerContent(site, rule, visit);
  Object.assign(answer.headers, rule.headers);
  answer.delayMs = rule.delayMs ?? 0;
  return site.gzip && visit.acceptsGzip ? compress(answer) : answer;
}

async function answerContent(site: Site, rule: PathRule, visit: Visit): Promise<Answer> {
  if (visit.path === "/robots.txt" && !rule.file)
    return site.robots ? plain(200, site.robots) : plain(404, "Not Found\n");
  const drawn = drawnFile(site, visit.path);
  if (drawn) return { status: 200, headers: { "content-type": "image/svg+xml" }, body: Buffer.from(drawn), delayMs: 0 };
  const file = chooseFile(rule, visit);
  const body = await readContent(visit.host, file);
  if (!body) return missingPage(visit.host);
  const extension = path.extname(file);
  const type = types[extension] ?? "application/octet-stream";
  if (extension !== ".html") return { status: 200, headers: { "content-type": type }, body, delayMs: 0 };
  const html = await layOut(visit.host, body.toString("utf8"));
  const charset = rule.charset ?? "utf-8";
  const contentType = charset === "none" ? type : `${type}; charset=${charset}`;
  const bytes = charset === "windows-1258" ? encodeWindows1258(html) : Buffer.from(html);
  return { status: rule.status ?? 200, headers: { "content-type": contentType }, body: bytes, delayMs: 0 };
}

function drawnFile(site: Site, wanted: string): string | null {
  if (/^\/favicon\.(ico|svg)$/.test(wanted)) return drawMark(site.mark, site.colour);
  const picture = /^\/anh\/([a-z0-9_-]+)\.svg$/.exec(wanted);
  return picture ? drawPicture(picture[1]!) : null;
}

/** Phones and visitors from a search engine see another face, where a page has one for them. */
function chooseFile(rule: PathRule, visit: Visit): string {
  const phone = /iPhone|Android/.test(visit.userAgent);
  const fromSearch = /^https?:\/\/(www\.)?(google|bing)\./.test(visit.referer);
  if (rule.fileForPhoneFromSearch && phone && fromSearch) return rule.fileForPhoneFromSearch;
  if (rule.fileForPhone && phone) return rule.fileForPhone;
  if (rule.fileForPhoneOrSearch && (phone || fromSearch)) return rule.fileForPhoneOrSearch;
  if (rule.file) return rule.file;
  const wanted = visit.path.slice(1) || "index";
  return path.extname(wanted) ? wanted : `${wanted.replace(/\/$/, "")}.html`;
}

/** Reads a file of the site's own folder; names with "_" are parts of pages, and nothing outside the folder exists. */
async function readContent(host: string, file: string): Promise<Buffer | null> {
  const folder = path.join(sitesFolder, host);
  const full = path.resolve(folder, file);
  if (!full.startsWith(folder + path.sep) || path.basename(full).startsWith("_")) return null;
  return await readFile(full).catch(() => null);
}

/**
 * Puts a fragment into the site's `_layout.html`. The fragment opens with a comment of `name: value` lines,
 * which fill `{{name}}` in the layout; a file that is a whole document stays as it is.
 */
async function layOut(host: string, html: string): Promise<string> {
  const layout = await readFile(path.join(sitesFolder, host, "_layout.html"), "utf8").catch(() => null);
  const head = /^<!--\n([\s\S]*?)\n-->\n/.exec(html);
  if (!layout || !head) return html;
  const values = new Map(
    head[1]!.split("\n").map((line): [string, string] => [line.split(": ")[0]!, line.slice(line.indexOf(": ") + 2)]),
  );
  values.set("content", html.slice(head[0].length).trimEnd());
  return layout.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values.get(key) ?? "");
}

async function missingPage(host: string): Promise<Answer> {
  const html = await layOut(
    host,
    '<!--\ntitle: Không tìm thấy trang\n-->\n<h1>404 – Không tìm thấy trang</h1>\n<p>Trang bạn tìm không tồn tại hoặc đã được chuyển đi. <a href="/">Về trang chủ</a>.</p>\n',
  );
  return {
    status: 404,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: Buffer.from(html.replace(/^<!--[\s\S]*?-->\n/, "")),
    delayMs: 0,
  };
}

function compress(answer: Answer): Answer {
  if (answer.body.length < 200) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "content-encoding": "gzip", vary: "Accept-Encoding" },
    body: gzipSync(answer.body),
  };
}
