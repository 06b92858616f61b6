// Promises Vietnamese articles of our own, as many as a test wants, each from a seed; and edits of a known share of their words.
import { seededRandom } from "../../../support/seeded-random.ts";

const who = [
  "Ủy ban xã Bình An",
  "Trạm y tế Đồi Mây",
  "Ban quản lý chợ Bến Đá",
  "Hợp tác xã Cánh Diều",
  "Đội thủy nông số ba",
  "Nhà văn hóa thôn Hạ",
  "Trường tiểu học Suối Trong",
  "Câu lạc bộ thuyền nan",
];
const did = [
  "vừa khánh thành",
  "đang sửa chữa",
  "họp bàn về",
  "lấy ý kiến người dân về",
  "công bố kế hoạch",
  "khảo sát",
  "bàn giao",
  "tổng kết",
  "vận động góp sức làm",
  "chính thức mở cửa",
];
const what = [
  "con đường ven kênh dài hai cây số",
  "lớp dạy bơi miễn phí cho học sinh",
  "giống dưa lưới chịu hạn",
  "kho thóc chung của ba thôn",
  "tuyến xe đưa đón công nhân",
  "vườn thuốc nam sau đình làng",
  "cây cầu gỗ bắc qua suối Lạnh",
  "hội thi nấu cơm niêu",
  "máy lọc nước giếng khoan",
  "phiên chợ trái cây cuối tuần",
  "thư viện lưu động trên xe ba gác",
];
const when = [
  "sáng thứ hai",
  "chiều hôm qua",
  "trong tuần này",
  "từ đầu tháng",
  "sau vụ gặt",
  "trước mùa mưa",
  "vào ngày rằm",
  "cuối quý ba",
];
const why = [
  "vì nguồn nước cạn nhanh hơn mọi năm",
  "để bà con đỡ phải đi vòng qua đèo",
  "nhờ số tiền tiết kiệm suốt bốn năm",
  "theo nguyện vọng của các hộ ở cuối thôn",
  "do máy móc cũ hay hỏng giữa chừng",
  "bởi giá vật liệu đã giảm một phần năm",
  "khi số hộ đăng ký tăng gấp rưỡi",
];
const then = [
  "Nhiều cụ già nói chưa bao giờ thấy làng đông vui như vậy.",
  "Chi phí dự kiến khoảng bảy mươi triệu đồng, chia làm ba đợt.",
  "Người phụ trách cho biết việc còn lại sẽ xong trong mười hai ngày.",
  "Một số hộ đề nghị lùi lịch để kịp thu hoạch ngô.",
  "Nhóm kỹ thuật sẽ quay lại kiểm tra sau hai tháng vận hành.",
];

const oddWords = [
  "bèo",
  "nồm",
  "guốc",
  "chum",
  "quạt",
  "sỏi",
  "thoi",
  "đụn",
  "vỏ",
  "khuy",
  "rễ",
  "lụa",
  "mõ",
  "gùi",
  "nia",
];

/** About `words` words; another seed gives other sentences. */
export function writeArticle(seed: number, words = 400): string {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const sentences: string[] = [];
  for (let count = 0; count < words;) {
    const number = 10 + Math.floor(random() * 89);
    const odd = () => `${pick(oddWords)} ${pick(oddWords)}`;
    const [first, ...rest] = pick(then).split(" ");
    const last = [first, ...rest.slice(0, 5), odd(), ...rest.slice(5)].join(" ");
    const sentence = `${pick(who)} ${odd()} ${pick(did)} ${odd()} ${pick(what)} ${odd()} ${pick(when)} ${odd()} ${pick(why)}, với ${number} người. ${last}`;
    sentences.push(sentence);
    count += sentence.split(" ").length;
  }
  return sentences
    .map((s, i) => (i % 3 === 2 ? `${s}\n` : s))
    .join(" ")
    .replaceAll("\n ", "\n");
}

/** Replaces this share of the words, spread evenly by chance. */
export function editWords(text: string, share: number, seed: number): string {
  const random = seededRandom(seed);
  return text
    .split(" ")
    .map((word) =>
      random() < share ? `${oddWords[Math.floor(random() * oddWords.length)]}${Math.floor(random() * 900)}` : word,
    )
    .join(" ");
}
