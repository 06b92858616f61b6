// Promises the words that fraudsters glue to a brand, the cheap endings they buy, and how a label splits into them.
import { editDistance } from "./distance.ts";

const words =
  `vn vietnam online onl 247 24h 24 vip pro cskh khachhang khachhangmoi cham soc chamsoc chamsockhachhang xacthuc xacminh xacnhan dangnhap dangky login signin secure
security verify account accounts support hotro hoantien hoanthue uudai khuyenmai quatang tangqua nhanqua nhanthuong trian tructuyen tindung vay vaytien vaynhanh vayvon vaytinchap tinchap ruttien
naptien thetindung nangcap nanghanmuc nanghan hanmuc mothe quetthe smart smartbanking smartbank ebank ebanking digibank ibanking banking bank banks nganhang finance financial taichinh credit loan
pay payment app apk wallet vi sukien event trungthuong vongquay quayso tichdiem doidiem diemthuong diem hoadon thanhtoan otp sms web net portal center centre trungtam tongdai service services
dichvu kyc sinhtrachoc capnhat update member members membership gift free nap napthe mienphi vnd vnn tuyendung ctv congtacvien vieclam donhang giaohang vanchuyen buukien kiemtra tracuu
hoso giayto congthongtin thongtin chinhthuc chinhhang official home mobile vietcredit plus store shop mall flash sale deal hangngay nhiemvu kiemtien lamviec dautu invest
trading game games viettel vnid gov govvn congan quocgia tienmat vaytieudung hotrovay khoanvay duyetvay giaingan mobi com bonus promo reward lixi thuong client user id ekyc
chuyenkhoan nhantien quocte livestream live ratings rating hcm hanoi saigon group vnm asia global world cash money lucky tieudung canhan doanhnghiep card uutien cl chanle minigame cltx thantai loc
tiendien hoadondien nodien catdien dienluc tiennuoc dinhdanh phatnguoi nopphat cod thuho`.split(/\s+/);

export const baitWords: ReadonlySet<string> = new Set(words);

/** Bait that speaks for itself: asking, paying, logging in. */
export const strongBait: ReadonlySet<string> = new Set(
  `cskh khachhang chamsoc chamsockhachhang xacthuc xacminh dangnhap login signin secure verify account support hotro hoantien hoanthue uudai quatang nhanqua trian tructuyen tindung vay vaytien vaynhanh
vayvon vaytinchap ruttien naptien thetindung nangcap nanghanmuc hanmuc mothe quetthe ebanking ibanking digibank smartbanking banking nganhang credit loan sukien trungthuong vongquay tichdiem doidiem
otp kyc sinhtrachoc membership napthe nhiemvu kiemtien apk dichvuthe uutien chanle minigame cltx xetduyet duyetvay hotrovay vaytieudung
tiendien hoadondien catdien dinhdanh phatnguoi nopphat`.split(/\s+/),
);

export const riskyEndings: ReadonlySet<string> = new Set(
  `top xyz vip club online site icu shop live life cc tk ga ml cf gq fun win bet buzz cfd sbs click link work world info today store space website pw ws lol mobi cloud host press bid loan
finance support services app best cyou monster quest rest bar ink ltd one us me biz asia`.split(/\s+/),
);

/**
 * Splits a label into known bait words and digits around a given word; null where a rest stays that is neither.
 * Dynamic programming over at most 63 letters.
 */
export function splitAround(label: string, word: string): { bait: string[]; digits: boolean } | null {
  type Best = { bait: string[]; digits: boolean; used: boolean } | null;
  const best: Best[][] = Array.from({ length: label.length + 1 }, () => [null, null]);
  best[0]![0] = { bait: [], digits: false, used: false };
  for (let i = 0; i < label.length; i++) {
    for (const used of [0, 1]) {
      const here = best[i]![used];
      if (!here) continue;
      if (!used && label.startsWith(word, i)) best[i + word.length]![1] ??= { ...here, used: true };
      if (/[\d-]/.test(label[i]!)) best[i + 1]![used] ??= { ...here, digits: here.digits || /\d/.test(label[i]!) };
      for (let end = i + 2; end <= Math.min(label.length, i + 18); end++) {
        const piece = label.slice(i, end);
        if (baitWords.has(piece)) best[end]![used] ??= { ...here, bait: [...here.bait, piece] };
      }
    }
  }
  return best[label.length]![1] ?? null;
}

/** Bait words that stand in a label at all, longest first; for weighing what stands beside a brand. */
export function baitIn(label: string): string[] {
  return [...strongBait]
    .filter((word) => word.length >= 3 && label.includes(word))
    .toSorted((a, b) => b.length - a.length);
}

/** A piece that is a bait word with one letter off ("spport"). */
export function misspeltBait(piece: string): string | null {
  if (piece.length < 5) return null;
  return [...strongBait].find((word) => word.length >= 6 && editDistance(piece, word, 1) === 1) ?? null;
}
