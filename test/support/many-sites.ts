// Promises many small sites behind one forward proxy on 127.0.0.1, and a log of every visit with its start and end.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface SiteVisit {
  host: string;
  path: string;
  userAgent: string;
  referrer: string;
  /** Milliseconds of one monotonic clock; the end is taken just before the answer leaves. */
  startMs: number;
  endMs: number;
}

export interface ManySites {
  /** For `VONGGAC_PROXY`. */
  proxyUrl: string;
  hosts: string[];
  /** Grows while the sites run; robots.txt included. */
  visits: SiteVisit[];
  stop(): Promise<void>;
}

const subjects = [
  "lịch cắt nước",
  "hội đọc sách",
  "sân bóng mới",
  "vườn ươm",
  "lớp học đàn",
  "đường liên thôn",
  "tủ thuốc chung",
  "chợ phiên",
  "đội văn nghệ",
  "giống cây",
];

function writePage(host: string, position: number, pages: number): string {
  const about = (i: number) => subjects[i % subjects.length]!;
  const links = Array.from({ length: pages - 1 }, (_, i) => `<li><a href="/muc-${i + 1}">Mục ${about(i + 1)}</a></li>`);
  const body = Array.from(
    { length: 12 },
    (_, i) =>
      `<p>Bài ${i + 1} của mục ${about(position)}: tổ dân phố họp tối thứ Bảy, ghi lại việc đã làm trong tháng và việc còn dở.</p>`,
  );
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${host}: ${about(position)}</title></head><body><h1>Chuyện ${about(position)}</h1><nav><ul>${links.join("")}</ul></nav><main>${body.join("")}</main></body></html>`;
}

/** Hosts `site-01.example` …; each has a home page that links to `/muc-1` … and nothing else. Any other host is a dead domain (502). */
export async function startManySites(options: {
  hosts: number;
  pagesPerHost: number;
  answerMs: number;
}): Promise<ManySites> {
  const hosts = Array.from({ length: options.hosts }, (_, i) => `site-${String(i + 1).padStart(2, "0")}.example`);
  const visits: SiteVisit[] = [];
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const startMs = performance.now();
    const url = new URL(request.url ?? "/", "http://nowhere.example");
    await sleep(options.answerMs);
    const position = url.pathname === "/" ? 0 : Number(/^\/muc-(\d+)$/.exec(url.pathname)?.[1] ?? Number.NaN);
    const isKnown = hosts.includes(url.hostname);
    const isPage = isKnown && position < options.pagesPerHost;
    visits.push({
      host: url.hostname,
      path: url.pathname,
      userAgent: request.headers["user-agent"] ?? "",
      referrer: request.headers.referer ?? "",
      startMs,
      endMs: performance.now(),
    });
    response.writeHead(isPage ? 200 : isKnown ? 404 : 502, { "content-type": "text/html; charset=utf-8" });
    response.end(isPage ? writePage(url.hostname, position, options.pagesPerHost) : "");
  };
  const proxy = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    hosts,
    visits,
    stop: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
