// Promises Vietnamese text in one form: NFC for keeping, folded (no marks, đ as d, lower case) for tolerant search.

/** Unicode NFC, as every Vietnamese text of this program is kept. */
export function toNfc(text: string): string {
  return text.normalize("NFC");
}

/** Lower case without marks: "Đánh bạc" and "danh bac" fold to the same string. Lengths may differ from the input. */
export function foldVietnamese(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}+/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .normalize("NFC");
}
