// Promises thirty small sites of our own behind one forward proxy on 127.0.0.1, each taken down when its owner is asked.
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface DaySite {
  host: string;
  url: string;
  category: "gambling" | "personal_data" | "illegal_fundraising";
}

export interface DaySites {
  /** For `VONGGAC_PROXY`. */
  proxyUrl: string;
  sites: DaySite[];
  /** Every host that was asked for, served or not. */
  asked: Set<string>;
  /** From now on every page of this host answers 404. */
  takeDown(host: string): void;
  stop(): Promise<void>;
}

const villages = [
  "bến đò cũ",
  "chân cầu mới",
  "ngõ giếng",
  "xóm chài",
  "đồi thông",
  "chợ hôm",
  "đầm sen",
  "bãi ngô",
  "gốc gạo",
  "hồ trên",
];

interface Written {
  title: string;
  body: string;
}

function writeGambling(name: string, place: string, i: number): Written {
  const share = 40 + i;
  return {
    title: `${name} – nhà cái cá cược bóng đá, casino trực tuyến`,
    body: `<h1>${name}: nhà cái cá cược, nạp rút nhanh</h1>
<p>Người chơi ở ${place} đặt cược ngay: cá độ bóng đá, casino trực tuyến, tài xỉu, xóc đĩa, lô đề online, nổ hũ, game bài đổi thưởng.</p>
<p>Tỷ lệ kèo nhà cái hôm nay số ${i + 1}. Thưởng nạp đầu ${share}%, hoàn trả cược mỗi ngày, giftcode tân thủ.</p>
<p>Tuyển đại lý hưởng hoa hồng ${share}%. Link vào mới nhất khi bị chặn.</p>
<form><input placeholder="Số điện thoại"><input placeholder="Số tài khoản"><button>Nạp tiền</button></form>`,
  };
}

function writeData(name: string, place: string, i: number): Written {
  return {
    title: `${name} chuyên data khách hàng`,
    body: `<h1>${name} bán data khách hàng</h1>
<p>Bán data số điện thoại, data phụ huynh học sinh, data chủ xe vùng ${place}. Cung cấp data lọc theo quận, cập nhật tháng.</p>
<p>Mua bán data bảo hiểm, file cccd, danh sách khách hàng vip. Giá data: ${300 + i} đồng một dòng, gửi mẫu test trước.</p>
<p>Nhận check, bao tra. Uy tín giao dịch trung gian. Lô hàng số ${i + 1}.</p>`,
  };
}

function writeFund(name: string, place: string, i: number): Written {
  return {
    title: `${name} cam kết lợi nhuận, trả lãi hằng ngày`,
    body: `<h1>${name}: cam kết lợi nhuận</h1>
<p>Góp vốn cùng ${place}: lợi nhuận ${1 + (i % 3)}%/ngày, trả lãi hằng ngày, bảo toàn vốn 100%.</p>
<p>Hoa hồng giới thiệu nhà đầu tư mới: thưởng giới thiệu f1 f2, hoa hồng trực tiếp ${10 + i}%.</p>
<p>Nạp tiền làm nhiệm vụ, làm nhiệm vụ online. Tài khoản bị đóng băng thì nạp thêm để mở khóa.</p>`,
  };
}

const kinds = [
  { category: "gambling", slug: "vuicuoc", name: "Vui Cược", count: 18, write: writeGambling },
  { category: "personal_data", slug: "khodulieu", name: "Kho Số", count: 6, write: writeData },
  { category: "illegal_fundraising", slug: "gopvon", name: "Góp Vốn Xanh", count: 6, write: writeFund },
] as const;

function writeSites(): Map<string, { site: DaySite; html: string }> {
  const pages = new Map<string, { site: DaySite; html: string }>();
  for (const { category, slug, name, count, write } of kinds)
    for (let i = 0; i < count; i++) {
      const host = `${slug}-${String(i + 1).padStart(2, "0")}.example`;
      const { title, body } = write(`${name} ${i + 1}`, villages[i % villages.length]!, i);
      const colour = `hsl(${(i * 37) % 360} 45% 30%)`;
      const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title><style>body{font:17px/1.6 sans-serif;margin:0 48px}h1{background:${colour};color:#fff;padding:20px}</style></head><body>${body}<footer>${name} ${i + 1}</footer></body></html>`;
      pages.set(host, { site: { host, url: `http://${host}/`, category }, html });
    }
  return pages;
}

const gone = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>404</title><h1>404</h1><p>Không tìm thấy trang.</p></html>`;

/** Only plain http, and nothing is ever forwarded: another host is a dead domain (502). */
export async function startDaySites(): Promise<DaySites> {
  const pages = writeSites();
  const [asked, down] = [new Set<string>(), new Set<string>()];
  const proxy = http.createServer((request, response) => {
    const { hostname, pathname } = new URL(request.url ?? "/", `http://${request.headers.host}`);
    asked.add(hostname);
    const page = pages.get(hostname);
    const isUp = page !== undefined && pathname === "/" && !down.has(hostname);
    response.writeHead(isUp ? 200 : page ? 404 : 502, { "content-type": "text/html; charset=utf-8" });
    response.end(isUp ? page.html : gone);
  });
  proxy.on("connect", (request, socket) => {
    asked.add((request.url ?? "").split(":")[0]!);
    socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    sites: [...pages.values()].map(({ site }) => site),
    asked,
    takeDown: (host) => void down.add(host),
    stop: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
