// Promises hostile text as text: characters that turn, hide or control are written out, and its direction stays its own.
import styles from "./plain.module.css";

/** C0 and C1 controls but tab and line feed, marks of direction, joiners without a shape, tags, and half surrogates. */
const unseen =
  // oxlint-disable-next-line no-control-regex -- naming them is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|\udb40[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const nameOf = (sign: string) => `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

/** Words of a page, of an address or of whoever is not the office; `u202E` in them is seen and turns nothing. */
export function Plain({ children }: { children: string }) {
  const pieces: (string | { sign: string; at: number })[] = [];
  let at = 0;
  for (const match of children.matchAll(unseen)) {
    pieces.push(children.slice(at, match.index), { sign: nameOf(match[0]), at: match.index });
    at = match.index + match[0].length;
  }
  pieces.push(children.slice(at));
  return (
    <span className={styles.own}>
      {pieces.map((piece) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <span key={piece.at} className={styles.sign}>
            {piece.sign}
          </span>
        ),
      )}
    </span>
  );
}
