// Promises the words that fraudsters glue to a brand, and the cheap endings they buy.
import { editDistance } from "./distance.ts";

const list = (text: string): string[] => text.split(/\s+/).filter(Boolean);

const words = list(
  `vn vietnam online onl 247 24h 24 vip pro cskh khachhang khachhangmoi cham soc chamsoc chamsockhachhang xacthuc xacminh xacnhan dangnhap dangky login signin secure
security verify account accounts support hotro hoantien hoanthue uudai khuyenmai quatang tangqua nhanqua nhanthuong trian tructuyen tindung vay vaytien vaynhanh vayvon vaytinchap tinchap ruttien
naptien thetindung nangcap nanghanmuc nanghan hanmuc mothe quetthe smart smartbanking smartbank ebank ebanking digibank ibanking banking bank banks nganhang finance financial taichinh credit loan
pay payment app apk wallet vi sukien event trungthuong vongquay quayso tichdiem doidiem diemthuong diem hoadon thanhtoan otp sms web net portal center centre trungtam tongdai service services
dichvu kyc sinhtrachoc capnhat update member members membership gift free nap napthe mienphi vnd vnn tuyendung ctv congtacvien vieclam donhang giaohang vanchuyen buukien kiemtra tracuu
hoso giayto congthongtin thongtin chinhthuc chinhhang official home mobile vietcredit plus store shop mall flash sale deal hangngay nhiemvu kiemtien lamviec dautu invest investment
trading game games viettel vnid gov govvn congan quocgia tienmat vaytieudung hotrovay khoanvay duyetvay giaingan mobi com bonus promo reward lixi thuong client user id ekyc
chuyenkhoan nhantien quocte livestream live ratings rating hcm hanoi saigon group vnm asia global world cash money lucky tieudung canhan doanhnghiep card uutien cl chanle minigame cltx thantai loc
tiendien hoadondien nodien catdien dienluc tiennuoc dinhdanh phatnguoi nopphat cod thuho
baohanh baotri suachua baohiem vipham khieunai phanhoi giftcode code unlock malls shops master visa quayqua doiqua moqua hopqua thecao nhapma lienhe tuvan dangki thongbao
giamgia xakho thanhly nhaphang nguoiban daily banhang taikhoan baomat kichhoat hethong quanly dondatcho sotietkiem hoanphi giainganngay`,
);

/** Words of play and luck that stand beside a wallet's or a shop's name on betting pages and fake jobs. */
const playWords = list(
  `taixiu tx bet bem hup loto xoso nohu cuoc choi win club mini king vua trum sieu phattai tailoc phatloc giaitri nhanhtay b52 uytin tot yeu alo clmm clm cl cltx chanle minigame god bong banca
game lode xocdia baucua quay sv sv88 thang nhanh auto tudong hu vang thien dai dua vui may soi roll club88 bay mmo vanthang`,
);

export const baitWords: ReadonlySet<string> = new Set(words);
export const playBait: ReadonlySet<string> = new Set(playWords);

/** Bait that speaks for itself: asking, paying, logging in. */
export const strongBait: ReadonlySet<string> = new Set(
  list(`cskh khachhang chamsoc chamsockhachhang xacthuc xacminh dangnhap login signin secure verify account support hotro hoantien hoanthue uudai quatang nhanqua trian tructuyen tindung vay vaytien vaynhanh
vayvon vaytinchap tinchap ruttien naptien thetindung nangcap nanghanmuc hanmuc mothe quetthe ebanking ibanking digibank smartbanking banking nganhang credit loan sukien trungthuong vongquay tichdiem doidiem
otp kyc sinhtrachoc membership napthe nhiemvu kiemtien apk dichvuthe uutien chanle minigame cltx xetduyet duyetvay hotrovay vaytieudung giftcode
tiendien hoadondien catdien dinhdanh phatnguoi nopphat`),
);

/** Words of a bank's trade: beside a bank's short name they are enough, outside .vn. */
export const bankBait: ReadonlySet<string> = new Set(
  list(
    `bank banks card the finance financial taichinh pay payment smart ebank digital digi online mobile app vip tien cash money visa master fintech dichvu update vn`,
  ),
);

export const riskyEndings: ReadonlySet<string> = new Set(
  list(`top xyz vip club online site icu shop live life cc tk ga ml cf gq fun win bet buzz cfd sbs click link work world info today store space website pw ws lol mobi cloud host press bid loan
finance support services app best cyou monster quest rest bar ink ltd one us me biz asia pro digital`),
);

const longestBaits = [...strongBait].filter((word) => word.length >= 3).toSorted((a, b) => b.length - a.length);
const misspellable = [...strongBait].filter((word) => word.length >= 6);

/** Bait words that stand in a label at all, longest first; for weighing what stands beside a brand. */
export function baitIn(label: string): string[] {
  return label.length < 3 ? [] : longestBaits.filter((word) => label.includes(word));
}

/** A piece that is a bait word with one letter off ("spport"). */
export function misspeltBait(piece: string): string | null {
  if (piece.length < 5) return null;
  return misspellable.find((word) => editDistance(piece, word, 1) === 1) ?? null;
}
