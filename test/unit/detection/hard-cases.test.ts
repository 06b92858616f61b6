import { describe, expect, test } from "vitest";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { site } from "./sample-pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const page = (url: string, title: string, ...body: string[]) =>
  site(
    url,
    `<html><head><title>${title}</title></head><body><h1>${title}</h1>${body.map((b) => `<p>${b}</p>`).join("")}</body></html>`,
  );
const raised = (...args: Parameters<typeof page>) =>
  Object.entries(detect(page(...args), knowledge, { kind: "site" }).categories)
    .filter(([, result]) => result.verdict !== "none")
    .map(([category, result]) => `${category}:${result.verdict}`);

describe("pages that touch a subject without doing the thing", () => {
  test.each<[string, Parameters<typeof page>]>([
    [
      "a resort with a licensed casino",
      [
        "https://dulichmau.example/khu-nghi-duong",
        "Khu nghỉ dưỡng mở casino đón khách",
        "Tổ hợp trên đảo vận hành casino thí điểm theo quy định của Chính phủ; du khách có thể chơi baccarat, roulette và poker tại sảnh chính.",
        "Doanh thu khách sạn và casino năm qua tăng mạnh, Bộ Tài chính đề xuất kéo dài thời gian thí điểm.",
      ],
    ],
    [
      "a film review",
      [
        "https://phimmau.example/binh-luan",
        "Bộ phim về ván bài để đời",
        "Bộ phim mở đầu bằng ván poker căng thẳng ở casino, nhân vật chính đặt cược toàn bộ số tiền.",
        "Diễn xuất là điểm sáng của phim.",
      ],
    ],
    [
      "a lawyer's answer",
      [
        "https://luatmau.example/hoi-dap",
        "Chơi lô đề bị xử lý thế nào",
        "Theo quy định của pháp luật, người chơi lô đề có thể bị phạt tiền hoặc bị truy cứu trách nhiệm hình sự theo Điều 321 Bộ luật Hình sự.",
        "Hành vi tổ chức đánh bạc, cá độ bóng đá bị xử lý nghiêm, luật sư cho biết.",
      ],
    ],
    [
      "a school's awareness day",
      [
        "https://thcsmau.edu.vn/tin",
        "Nói không với cờ bạc học đường",
        "Nhà trường phối hợp công an tuyên truyền tác hại của cá độ bóng đá, tài xỉu online, lô đề tới học sinh.",
      ],
    ],
    [
      "state lottery draws",
      [
        "https://ketquamau.example/655",
        "Kết quả quay số Power 6/55",
        "Giải Jackpot kỳ này chưa có chủ, dãy số 05 12 23 34 41 55. Người chơi mua vé tại điểm bán hàng.",
      ],
    ],
    [
      "a bank's card offer",
      [
        "https://thenganhang.example/uu-dai",
        "Ưu đãi hoàn tiền khi mở thẻ",
        "Nạp tiền, rút tiền và chuyển khoản miễn phí trong năm đầu. Đăng ký nhận ưu đãi tại quầy.",
      ],
    ],
    [
      "a guide to the state's own app",
      [
        "https://meocongnghe.example/vneid",
        "Cách đăng nhập VNeID mức 2",
        "Bài viết hướng dẫn người dân đăng nhập theo hướng dẫn của Bộ Công an, không cung cấp mã OTP cho người lạ.",
        '<form action="/dang-nhap"><input type="password" name="p"></form>',
      ],
    ],
    [
      "a shop that takes several wallets",
      [
        "https://giadungmau.example/",
        "Gia dụng Mẫu",
        "Thanh toán bằng MoMo, ZaloPay, VNPAY hoặc thẻ Vietcombank.",
        '<form method="post"><input type="email" name="e"><input type="password" name="p"></form>',
      ],
    ],
    [
      "a sign-in with a big platform's button",
      [
        "https://diendanmau.example/",
        "Diễn đàn làm vườn",
        '<img src="https://www.google.com/g.png" alt="Google"> Đăng nhập bằng Google',
        '<form method="post"><input type="password" name="p"></form><script src="https://www.google.com/recaptcha/api.js"></script><link rel="stylesheet" href="https://fonts.googleapis.com/css">',
      ],
    ],
    [
      "an honest fund",
      [
        "https://quymomau.example/",
        "Quỹ mở cổ phiếu",
        "Quỹ không cam kết lợi nhuận; nhà đầu tư có thể mất một phần vốn. Lợi nhuận quá khứ không bảo đảm tương lai.",
      ],
    ],
    [
      "a long report that repeats the ring's own promises",
      [
        "https://phapluatmau.example/vu-an",
        "Bóc gỡ đường dây cá cược qua mạng",
        "Cơ quan điều tra khởi tố mười bị can. Nhóm này dựng nhà cái với nổ hũ, tài xỉu, xóc đĩa, lô đề online và cá độ bóng đá.",
        "Để lôi kéo con bạc, các đối tượng tuyển đại lý cấp 1, trả hoa hồng đại lý, chạy quảng cáo “thưởng nạp đầu”, “rút tiền siêu tốc”, nạp rút nhanh.",
        "Công an khuyến cáo người dân không tham gia cờ bạc trực tuyến và tố giác khi gặp quảng cáo cá cược.",
      ],
    ],
    [
      "a fraud warning",
      [
        "https://canhbaomau.example/",
        "Cảnh báo sàn đầu tư lừa đảo",
        "Các đối tượng cam kết lợi nhuận 3% mỗi ngày, hứa hoa hồng giới thiệu cho tuyến dưới rồi chiếm đoạt tiền của nạn nhân. Công an tỉnh khuyến cáo người dân cảnh giác, kịp thời tố giác.",
      ],
    ],
  ])("%s", (_, args) => {
    expect(raised(...args)).toEqual([]);
  });
});

describe("pages that do", () => {
  test.each<[string, Parameters<typeof page>, string]>([
    [
      "number sellers around the lottery",
      [
        "https://cauvang.example/",
        "Soi cầu bạch thủ lô hôm nay",
        "Dàn đề 36 số, song thủ lô, xiên 2 đẹp nhất, nuôi lô khung ba ngày, chốt số trước 18 giờ.",
        "Nhắn tin nhận số VIP, trúng mới thu phí.",
      ],
      "gambling:flag",
    ],
    [
      "an agent's advert",
      [
        "https://congviecmau.example/dai-ly",
        "Tuyển đại lý cổng game",
        "Cổng game bài đổi thưởng tuyển đại lý cấp 1, hoa hồng đại lý cao, nạp rút nhanh, nổ hũ, tài xỉu md5, bắn cá đổi thưởng.",
      ],
      "gambling:flag",
    ],
    [
      "an English casino page",
      [
        "https://vnbet777.com/",
        "Online casino for Vietnam",
        "Live casino, baccarat, roulette, jackpot and sports betting. Sportsbook odds, free bet for you, PAGCOR licence, Evolution Gaming.",
      ],
      "gambling:flag",
    ],
    [
      "a police page that asks for account data",
      [
        "https://xacminh-hoso.example/",
        "Bộ Công an",
        "Bộ Công an thông báo: công dân điền thông tin để xác minh.",
        '<form method="post" action="/gui"><label>Số CCCD <input name="cccd"></label><label>Số tài khoản <input name="stk" placeholder="Số tài khoản ngân hàng"></label></form><a href="/ung-dung.apk">Tải ứng dụng</a>',
      ],
      "impersonation:flag",
    ],
  ])("%s", (_, args, expected) => {
    expect(raised(...args)).toContain(expected);
  });
});
