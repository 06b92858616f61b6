// Promises the answer to who gave a tip as a draft: facts of the tip and names of the office, nothing that a person has not decided.
import type { Office } from "./nouns/office.ts";
import { showDay } from "./vietnam-time.ts";

export interface ReplyFacts {
  number: string;
  incomingNumber: string;
  /** yyyy-mm-dd. */
  receivedOn: string;
  address: string;
  state: "received" | "checking" | "answered" | "not-within-scope" | "duplicate";
  /** Of the last step; "" where there is none. */
  reason: string;
}

const blank = "……………………";

const outcome: Record<ReplyFacts["state"], (f: ReplyFacts, office: string) => string> = {
  received: (_f, office) => `${office} đã tiếp nhận và sẽ kiểm tra nội dung phản ánh theo thẩm quyền.`,
  checking: (_f, office) => `${office} đang kiểm tra, xác minh nội dung phản ánh.`,
  answered: (f, office) => `${office} đã kiểm tra nội dung phản ánh. Kết quả: ${f.reason || blank}`,
  "not-within-scope": (f, office) =>
    `Nội dung phản ánh không thuộc phạm vi giải quyết của ${office}. Lý do: ${f.reason || blank}`,
  duplicate: (f, office) =>
    `Nội dung này đã được ${office} tiếp nhận trước đó và đang được giải quyết chung. ${f.reason}`.trim(),
};

/** Text for a letter or an e-mail; the names come from the office's settings, and what is not set is left as a dotted line. */
export function draftReply(f: ReplyFacts, office: Office): string {
  const name = office.name || office.unitName || blank;
  const contact = [office.hotline || office.phone, office.email].filter(Boolean).join(", ");
  const arrived = f.incomingNumber ? ` (số đến ${f.incomingNumber})` : "";
  return [
    "Kính gửi: Ông/Bà",
    "",
    `${name} nhận được phản ánh số ${f.number}${arrived} ngày ${showDay(`${f.receivedOn}T12:00:00+07:00`)} của Ông/Bà về: ${f.address}.`,
    "",
    outcome[f.state](f, name),
    "",
    `Thông tin về người phản ánh được giữ kín theo quy định.${contact ? ` Cần trao đổi thêm, xin liên hệ: ${contact}.` : ""}`,
    "",
    `${name} trân trọng cảm ơn sự hợp tác của Ông/Bà.`,
  ].join("\n");
}
