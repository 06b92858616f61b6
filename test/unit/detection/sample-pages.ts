// Promises small pages of our own making, one for each kind of site that detection must tell apart.
import { extractPage } from "#crawler/page/extract-page.ts";
import type { Page } from "#core/nouns/page.ts";

export const site = (url: string, html: string): Page => extractPage({ url, finalUrl: url, status: 200, html });

const shell = (title: string, body: string, head = "") =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;
const paragraphs = (...lines: string[]) => lines.map((l) => `<p>${l}</p>`).join("\n");

export const gambling = site(
  "https://lucky799.club/",
  shell(
    "LUCKY799 - Nhà cái cá cược số một",
    `<h1>Nhà cái LUCKY799</h1><nav><a href="/ca-cuoc">Cá cược thể thao</a> <a href="/casino">Casino trực tuyến</a> <a href="/no-hu">Nổ hũ</a> <a href="/xoc-dia">Xóc đĩa</a></nav>
    ${paragraphs("Tài xỉu, xóc đĩa, baccarat và lô đề mở suốt ngày đêm. Đặt cược ngay để nhận thưởng nạp đầu 100 phần trăm.", "Nạp rút nhanh trong một phút, hoàn trả cược mỗi tuần, link vào mới nhất không bị chặn.", "Tỷ lệ kèo cao nhất khu vực, soi kèo miễn phí cho hội viên mới.")}
    <footer>LUCKY799 hoạt động theo giấy phép PAGCOR và Curacao.</footer>`,
  ),
);

export const gamblingUnaccented = site(
  "https://bongdem247.example/meo-choi",
  shell(
    "Cach doc ty le keo cho nguoi moi",
    `<h1>Cach doc keo nha cai</h1>${paragraphs("Keo chau a la loai keo pho bien nhat khi ca cuoc bong da. Nguoi choi chon keo tren hoac keo duoi roi dat cuoc.", "Khi danh keo chap ban nen xem ty le cuoc truoc gio bong lan. Cac nha cai uy tin deu co khuyen mai nap dau va ho tro nap rut nhanh.", "Soi keo ky, quan ly von tot thi choi keo tai xiu bong da se co lai.")}`,
  ),
);

export const arrestStory = site(
  "https://baodiaphuong.example/phap-luat/triet-pha-1204.html",
  shell(
    "Triệt phá đường dây cá độ bóng đá qua mạng",
    `<h1>Triệt phá đường dây cá độ bóng đá qua mạng</h1>${paragraphs("Ngày 4/12, Công an tỉnh cho biết Phòng Cảnh sát hình sự vừa triệt phá một đường dây đánh bạc, khởi tố sáu bị can về tội tổ chức đánh bạc.", "Theo cơ quan điều tra, các đối tượng lập tài khoản trên một trang cá cược rồi chia cho con bạc để cá độ bóng đá, lô đề và tài xỉu. Tang vật thu giữ gồm mười điện thoại.", "Công an khuyến cáo người dân không tham gia cờ bạc, cá cược trực tuyến dưới mọi hình thức; hành vi này có thể bị xử lý theo Điều 321 Bộ luật Hình sự.")}`,
  ),
);

export const policeWarning = site(
  "https://congan.tinhmau.gov.vn/canh-bao/game-doi-thuong",
  shell(
    "Cảnh báo bẫy cờ bạc trá hình game đổi thưởng",
    `<h1>Cảnh báo bẫy cờ bạc trá hình game đổi thưởng</h1>${paragraphs("Công an tỉnh cảnh báo thủ đoạn dụ dỗ người dân tham gia nổ hũ, bắn cá đổi thưởng, tài xỉu online.", "Các đối tượng lợi dụng mạng xã hội để lôi kéo nạn nhân nạp tiền, rồi chiếm đoạt. Người dân cần nâng cao cảnh giác, kịp thời tố giác tới cơ quan công an.")}`,
  ),
);

const draws = [
  "Giải đặc biệt 48213",
  "Giải nhất 90127",
  "Giải nhì 33418 70265",
  "Giải ba 11904 55237 80316 40022 61754 93380",
  "Giải tư 4417 9025 3306 1188",
  "Giải năm 6612 0934",
  "Giải sáu 118 402 957",
  "Giải bảy 33 41 08 77",
];
export const stateLottery = site(
  "https://ketqua-mau.example/xsmb",
  shell(
    "Kết quả xổ số kiến thiết miền Bắc hôm nay",
    `<h1>Kết quả xổ số miền Bắc</h1><table>${draws.map((d) => `<tr><td>${d}</td></tr>`).join("")}</table>${paragraphs("Lịch mở thưởng: 18h15 hằng ngày tại Hội đồng xổ số kiến thiết Thủ đô.", "Khách hàng trúng thưởng mang vé và giấy tờ tùy thân tới công ty để nhận.")}`,
  ),
);

export const gameShop = site(
  "https://shopacc-mau.example/",
  shell(
    "Shop bán thẻ game và phụ kiện",
    `<h1>Thẻ game chính hãng</h1>${paragraphs("Nạp thẻ nhanh, giao mã trong một phút. Tặng giftcode cho khách hàng thân thiết.", "Giá thẻ 100.000đ: 98.000đ. Giá thẻ 200.000đ: 195.000đ. Giá thẻ 500.000đ: 489.000đ. Tay cầm 350.000đ.")}<button>Thêm vào giỏ hàng</button> <a href="/gio-hang">Giỏ hàng</a>`,
  ),
);

export const sportsNews = site(
  "https://bongdatre.example/",
  shell(
    "Nhận định trận chung kết cúp quốc gia",
    `<h1>Nhận định trận chung kết</h1>${paragraphs("Huấn luyện viên đội chủ nhà công bố danh sách hai mươi ba cầu thủ. Lịch thi đấu và bảng xếp hạng được cập nhật sau mỗi vòng.", "Hàng thủ cần chắc chắn hơn khi đối đầu với bộ đôi tiền đạo ghi nhiều bàn nhất giải.")}`,
  ),
);

const sections = ["Chính trị", "Xã hội", "Thế giới", "Kinh tế", "Pháp luật", "Thể thao", "Giải trí", "Sức khỏe"];
const headline = (n: number) =>
  `<li><a href="/tin-${n}.html">Bản tin số ${n}: sự việc đáng chú ý diễn ra trong ngày hôm nay</a></li>`;
export const newsFront = (url: string, name: string, foot: string, quotes = true): Page =>
  site(
    url,
    shell(
      name,
      `<header><h1>${name}</h1><nav>${sections.map((s) => `<a href="/${s}">${s}</a>`).join(" ")}</nav></header><main><ul>${Array.from({ length: 14 }, (_, n) => headline(n + 1)).join("")}</ul>
      ${quotes ? paragraphs("Theo VnExpress, giá xăng giảm nhẹ.", "Theo Tuổi Trẻ, đường vành đai thông xe.", "Theo Dân trí, học sinh nghỉ tết chín ngày.", "Theo Thanh Niên, đội tuyển tập trung.", "Theo VietNamNet, thị trường nhà đất ấm lại.") : ""}</main><footer>${foot}</footer>`,
    ),
  );

export const fakeBank = site(
  "https://vietcombank-xacthuc.top/",
  shell(
    "Vietcombank - Xác thực tài khoản",
    `<img src="https://www.vietcombank.com.vn/logo.png" alt="Vietcombank"><h1>Vietcombank Digibank</h1><form action="https://thu-thap.example/gui" method="post"><label>Tên đăng nhập <input name="user"></label><label>Mật khẩu <input type="password" name="pass"></label><label>Mã OTP <input name="otp" placeholder="Nhập mã OTP"></label><button>Xác thực</button></form><footer>© Vietcombank. Bản quyền thuộc Vietcombank.</footer>`,
  ),
);
export const realBank = site("https://www.vietcombank.com.vn/dang-nhap", fakeBank.html);

export const bankReview = site(
  "https://sosanhlaisuat.example/vietcombank",
  shell(
    "Lãi suất Vietcombank tháng này có gì mới",
    `<h1>Lãi suất Vietcombank tháng này</h1>${paragraphs("Bảng dưới đây so sánh lãi suất tiết kiệm của Vietcombank, BIDV và Agribank theo kỳ hạn.", "Người gửi tiền nên đọc kỹ điều khoản trước khi gửi.")}<form action="/dang-nhap" method="post"><input type="email" name="email"><input type="password" name="password"></form><footer>© 2026 So sánh lãi suất</footer>`,
  ),
);

export const communePortal = site(
  "https://xahoabinh.tinhmau.gov.vn/",
  shell(
    "UBND xã Hòa Bình",
    `<h1>Ủy ban nhân dân xã Hòa Bình</h1>${paragraphs("Lịch tiếp công dân tháng này. Hướng dẫn thủ tục đất đai, hộ tịch.")}<div style="display:none"><a href="https://kingbet88.club/">nhà cái uy tín</a> <a href="https://taixiu-vip.win/">tài xỉu đổi thưởng</a></div><footer>Cơ quan chủ quản: UBND xã Hòa Bình</footer>`,
  ),
);

export const challenge = site(
  "https://lucky799.club/",
  `<!doctype html><html><head><title>Just a moment...</title></head><body><div id="cf-chl-widget">Checking your browser before accessing. nhà cái cá cược tài xỉu xóc đĩa</div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>`,
);

export const rumour = site(
  "https://tinnong-xom.example/",
  shell(
    "KHẨN!!! Chia sẻ gấp",
    `<h1>Chia sẻ gấp trước khi bị xóa</h1>${paragraphs("Theo nguồn tin nội bộ, con đập phía thượng nguồn sắp vỡ. Báo chí không dám đăng!!! Xin hãy chia sẻ cho mọi người cùng biết.")}`,
  ),
);

export const investment = site(
  "https://sinhloi365.example/",
  shell(
    "Góp vốn sinh lời mỗi ngày",
    `<h1>Cam kết lợi nhuận, bảo toàn vốn</h1>${paragraphs("Gói đầu tư VIP trả lãi hằng ngày, lợi nhuận 3% mỗi ngày, không rủi ro.", "Hoa hồng giới thiệu F1 10%, thưởng hệ thống cho tuyến dưới. Nạp USDT tối thiểu 50 đô, đào coin và copy trade tự động.")}`,
  ),
);

export const dataSeller = site(
  "https://chodata.example/",
  shell(
    "Data khách hàng theo ngành",
    `<h1>Chuyên data khách hàng</h1>${paragraphs("Bán data khách hàng VIP, data phụ huynh học sinh, data gửi tiết kiệm, lọc theo tỉnh, test data trước khi mua. Cung cấp data số điện thoại cập nhật tháng này.")}`,
  ),
);

export const privacyPolicy = site(
  "https://cuahang-mau.example/chinh-sach",
  shell(
    "Chính sách bảo mật",
    `<h1>Chính sách bảo mật</h1>${paragraphs("Chúng tôi bảo vệ dữ liệu cá nhân và thông tin khách hàng theo quy định của pháp luật. Dữ liệu khách hàng không được chia sẻ cho bên thứ ba.")}`,
  ),
);

export const allPages = {
  gambling,
  gamblingUnaccented,
  arrestStory,
  policeWarning,
  stateLottery,
  gameShop,
  sportsNews,
  fakeBank,
  realBank,
  bankReview,
  communePortal,
  challenge,
  rumour,
  investment,
  dataSeller,
  privacyPolicy,
};
