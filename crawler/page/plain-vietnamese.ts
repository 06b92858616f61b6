// Promises Vietnamese without diacritics, lower case, at unchanged length, so that offsets found in it hold in the original.

const beyondAscii = /[^\0-\x7f]/g;
const known = new Map<string, string>();

/** UTF-16 lengths of input and output are equal for any input. Call it on pages' parts, not on megabytes. */
export function plainVietnamese(text: string): string {
  return text.replace(beyondAscii, plainChar).replace(/[A-Z]/g, (char) => char.toLowerCase());
}

function plainChar(char: string): string {
  let plain = known.get(char);
  if (plain === undefined) {
    const base = char === "đ" || char === "Đ" ? "d" : (char.normalize("NFD")[0] ?? char);
    const lower = base.toLowerCase();
    plain = lower.length === 1 ? lower : char;
    known.set(char, plain);
  }
  return plain;
}
