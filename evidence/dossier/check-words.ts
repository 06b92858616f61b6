// Promises that no document says of anybody that he has violated the law before a person approved that.

/** Said of signs, or a name of laws and of forms, not of a person. */
const allowed = /dấu hiệu vi phạm|(?:xử lý|xử phạt|phòng, chống|biên bản) vi phạm|vi phạm hành chính/giu;

/** The first of the office's own sentences that says "vi phạm" as a verdict, or null. */
export function findVerdict(sentences: readonly string[]): string | null {
  return sentences.find((text) => /vi phạm/iu.test(text.normalize("NFC").replace(allowed, ""))) ?? null;
}
