// Promises readable text from any bytes: the HTML standard's sniffing first, then mending of charsets that lie.
import { TextDecoder } from "node:util";
import sniffEncoding from "html-encoding-sniffer";

export interface DecodedText {
  text: string;
  /** The charset that was used, lower case ("utf-8", "windows-1258"). */
  charset: string;
}

const vietnameseDefault = "windows-1258";
/** Charsets that authors leave standing by mistake while the file is UTF-8. */
const oftenWrong = /^(windows-12\d\d|iso-8859-\d+|us-ascii|macintosh|koi8-.)$/;

/**
 * BOM, then the HTTP header's charset, then the meta prescan (HTML Living Standard 13.2.3), then what the bytes say.
 * Three mendings that a reader would make too: valid UTF-8 wins over a single-byte label; "UTF-8" that mostly is not is read as
 * windows-1258; no label at all means UTF-8 when valid, else windows-1258. Never throws: wrong bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string): DecodedText {
  const label = /charset\s*=\s*"?'?([^\s;"']+)/i.exec(contentType)?.[1];
  const sniffed = sniffEncoding(bytes, {
    ...(label === undefined ? {} : { transportLayerEncodingLabel: label }),
    defaultEncoding: "none",
  }).toLowerCase();
  const charset = mendCharset(bytes, sniffed);
  const decoder = createDecoder(charset);
  return { text: decoder.decode(bytes), charset: decoder.encoding };
}

function mendCharset(bytes: Uint8Array, sniffed: string): string {
  const shape = readUtf8Shape(bytes);
  if (sniffed === "none") return shape.broken === 0 ? "utf-8" : vietnameseDefault;
  if (oftenWrong.test(sniffed) && shape.multibyte > 0 && shape.broken === 0) return "utf-8";
  if (sniffed === "utf-8" && shape.broken > shape.multibyte) return vietnameseDefault;
  return sniffed;
}

function createDecoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder("utf-8");
  }
}

/** Counts well-formed multi-byte sequences and bytes that fit none; a sequence cut off at the very end counts as neither. */
function readUtf8Shape(bytes: Uint8Array): { multibyte: number; broken: number } {
  let multibyte = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead >= 0xf0 && lead < 0xf5
              ? 4
              : 0;
    let valid = length;
    for (let k = 1; k < length && i + k < bytes.length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) valid = 0;
    if (valid === 0) {
      broken++;
      i++;
      continue;
    }
    if (length > 1 && i + length <= bytes.length) multibyte++;
    i += length;
  }
  return { multibyte, broken };
}
