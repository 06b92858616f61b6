// Promises a small bar chart whose every number stands in the table under it; told as one picture to screen readers.
import styles from "./overview.module.css";

export interface Bar {
  key: string;
  /** Stacked from below, in the order of the tones. */
  parts: readonly number[];
  title: string;
}

const height = 96;
const step = 18;
const tones = [styles.toneA, styles.toneB, styles.toneC];

export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, n) => sum + n, 0)));
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${bars.length * step} ${height}`}
      width={bars.length * step}
      height={height}
      role="img"
      aria-label={label}
    >
      {bars.map((bar, i) => {
        let top = height;
        return (
          <g key={bar.key}>
            <title>{bar.title}</title>
            {bar.parts.map((n, part) => {
              const tall = (n / most) * (height - 4);
              top -= tall;
              return (
                <rect key={part} className={tones[part]} x={i * step + 2} y={top} width={step - 4} height={tall} />
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}
