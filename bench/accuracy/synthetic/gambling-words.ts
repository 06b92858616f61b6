// Promises our own sentences of gambling pages, and of the pages that only speak about gambling; none is taken from a real page.

export const offers = [
  "Đăng ký tài khoản hôm nay để nhận thưởng nạp đầu 100% và vòng cược thấp.",
  "Nhà cái uy tín nhất châu Á với tỷ lệ kèo cập nhật từng phút.",
  "Nạp rút nhanh chỉ trong hai phút, hỗ trợ nạp USDT và thẻ cào.",
  "Sảnh casino trực tuyến có baccarat, rồng hổ, xóc đĩa và tài xỉu cùng dealer xinh đẹp.",
  "Kho game nổ hũ và bắn cá đổi thưởng lên tới hàng nghìn trò.",
  "Link vào mới nhất không bị chặn được cập nhật mỗi ngày.",
  "Hoàn trả cược 1,5% không giới hạn cho hội viên VIP.",
  "Đá gà trực tiếp từ trường gà Thomo, đặt cược ngay trên điện thoại.",
  "Lô đề online một ăn 99, trả thưởng trong ngày.",
  "Tải app để nhận code tân thủ và quà cho thành viên mới.",
  "Cá cược thể thao đủ kèo châu Á, kèo chấp, kèo tài xỉu bóng đá.",
  "Đại lý cấp 1 hưởng hoa hồng đại lý trọn đời.",
] as const;

export const advice = [
  "Anh em nên chia vốn cược thành nhiều phần và không gấp thếp khi thua.",
  "Cách soi kèo nhà cái hiệu quả là theo dõi tỷ lệ kèo trước giờ bóng lăn.",
  "Người chơi nên chọn kèo chấp khi hai đội chênh lệch trình độ.",
  "Kinh nghiệm đánh tài xỉu của cao thủ là dừng lại đúng lúc.",
  "Cách bắt bạch thủ lô dựa trên cầu lô chạy ba ngày liên tiếp.",
  "Soi cầu miền Bắc hôm nay, chốt số dàn đề 36 con cho anh em tham khảo.",
  "Bí quyết chơi baccarat giúp người chơi tăng cơ hội thắng là ghi lại từng ván.",
  "Nuôi lô khung 3 ngày cần vào tiền theo tỷ lệ tăng dần.",
] as const;

export const farmWords = [
  "nổ hũ thần tài",
  "trực tiếp xổ số miền bắc",
  "nhà cái uy tín",
  "lịch đá ngoại hạng anh",
  "soi cầu đặc biệt",
  "bắn cá đổi thưởng",
  "đánh bài online",
  "giftcode nổ hũ",
  "kèo nhà cái",
  "gà đá cựa sắt",
  "kết quả xổ số kiến thiết",
  "web đánh bài uy tín",
] as const;

export const crimeReports = [
  "Công an tỉnh {tỉnh} vừa triệt phá đường dây đánh bạc qua mạng, bắt giữ {n} đối tượng, khởi tố vụ án về tội tổ chức đánh bạc.",
  "Theo cơ quan điều tra, các đối tượng lập website cá cược bóng đá, giao tài khoản cho con bạc để cá độ ăn tiền.",
  "Tang vật thu giữ gồm điện thoại, máy tính và nhiều sổ ghi lô đề; số tiền giao dịch hơn {n} tỷ đồng.",
  "Cơ quan công an khuyến cáo người dân không tham gia cờ bạc, cá độ bóng đá, nổ hũ, tài xỉu trên mạng.",
  "Tòa án nhân dân tỉnh {tỉnh} tuyên phạt bị cáo {n} tháng tù về tội đánh bạc theo Điều 321 Bộ luật Hình sự.",
  "Nhiều gia đình lâm cảnh nợ nần vì người thân sa vào game bài đổi thưởng và lô đề online.",
  "Lực lượng chức năng cảnh báo thủ đoạn mời chào nhà cái uy tín, thưởng nạp đầu để dụ dỗ người chơi.",
] as const;

export const plainNews = [
  "Hội đồng nhân dân tỉnh {tỉnh} thông qua nghị quyết về đầu tư công trung hạn.",
  "Đội tuyển quốc gia tập trung chuẩn bị cho vòng loại, ban huấn luyện gọi {n} cầu thủ.",
  "Giá xăng trong nước được điều chỉnh từ chiều nay, mức giảm {n} đồng mỗi lít.",
  "Trường trung học tổ chức ngày hội đọc sách cho học sinh toàn trường.",
  "Người dân xã vùng cao thu hoạch vụ lúa mới, năng suất đạt {n} tạ mỗi héc-ta.",
  "Trận đấu kết thúc với tỷ số hòa, hai đội chia điểm trên sân nhà.",
  "Bệnh viện tỉnh {tỉnh} khám miễn phí cho người cao tuổi trong tuần này.",
  "Mưa lớn gây ngập một số tuyến đường, lực lượng chức năng hỗ trợ người dân di chuyển.",
] as const;

export const provinces = ["Sông Mây", "Đồng Xuân Hạ", "Bình Lâm", "Cửa Đại Nam", "Thanh Trì Thượng"] as const;
