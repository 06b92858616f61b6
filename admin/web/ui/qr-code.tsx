// Promises a QR code drawn from rows of 0 and 1: dark on white in either theme, as cameras want it.
import styles from "./qr-code.module.css";

/** Light modules around the symbol that readers need (ISO/IEC 18004). */
const quiet = 4;

export function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length + 2 * quiet;
  const path = rows
    .flatMap((row, y) => Array.from(row, (cell, x) => (cell === "1" ? `M${x + quiet} ${y + quiet}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      className={styles.qr}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width={size * 5}
      height={size * 5}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
