// Promises that the marks of two signals differ by number, line and hatching, not by colour alone (WCAG 1.4.1).
import styles from "./signal-mark.module.css";

const looks = [styles.one, styles.two, styles.three, styles.four, styles.five, styles.six];

/** Class of the mark of the signal at this place in the list; six looks, then again, told apart by their number. */
export const markOf = (signal: number): string => `${styles.mark} ${looks[signal % looks.length] ?? ""}`;

/** Class of the little number that the mark, the text and the list of signals share. */
export const numberOf = (signal: number): string => `${styles.number} ${looks[signal % looks.length] ?? ""}`;
