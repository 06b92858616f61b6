// Promises Vietnamese text as windows-1258 bytes, for the one old page of the sample web that still speaks it.

// The upper half of the code page where it differs from Latin-1; tone marks are bytes of their own after the vowel.
const special: Record<string, number> = {
  Ă: 0xc3,
  ă: 0xe3,
  Đ: 0xd0,
  đ: 0xf0,
  Ơ: 0xd5,
  ơ: 0xf5,
  Ư: 0xdd,
  ư: 0xfd,
  "₫": 0xfe,
  "\u0300": 0xcc,
  "\u0309": 0xd2,
  "\u0303": 0xde,
  "\u0301": 0xec,
  "\u0323": 0xf2,
  "–": 0x96,
  "—": 0x97,
  "“": 0x93,
  "”": 0x94,
  "…": 0x85,
};
const toneMarks = /[\u0300\u0309\u0303\u0301\u0323]/;

/** Splits tone marks off but keeps ă â ê ô ơ ư whole, which is how the code page spells Vietnamese. */
function splitTones(text: string): string {
  return Array.from(text.normalize("NFC"), (letter) => {
    const parts = Array.from(letter.normalize("NFD"));
    const tones = parts.filter((part) => toneMarks.test(part)).join("");
    return (
      parts
        .filter((part) => !toneMarks.test(part))
        .join("")
        .normalize("NFC") + tones
    );
  }).join("");
}

/** Encodes; a character outside the code page becomes a numeric reference, as old editors wrote it. */
export function encodeWindows1258(html: string): Buffer {
  const bytes: number[] = [];
  for (const letter of splitTones(html)) {
    const code = letter.codePointAt(0)!;
    const byte = special[letter] ?? (code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : undefined);
    if (byte === undefined) bytes.push(...Buffer.from(`&#${code};`, "ascii"));
    else bytes.push(byte);
  }
  return Buffer.from(bytes);
}
