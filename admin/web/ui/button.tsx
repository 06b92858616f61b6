// Promises a button that says what it does and which key does the same.
import type { ButtonHTMLAttributes } from "react";
import styles from "./button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: "plain" | "accent" | "danger";
  quiet?: boolean;
  /** The key of app/keys.ts that does the same. */
  hint?: string;
}

export function Button({
  tone = "plain",
  quiet = false,
  hint,
  children,
  className = "",
  type = "button",
  ...rest
}: Props) {
  return (
    <button
      type={type}
      className={`${styles.button} ${quiet ? styles.quiet : styles[tone]} ${className}`}
      aria-keyshortcuts={hint}
      {...rest}
    >
      {children}
      {hint ? <kbd className={styles.key}>{hint}</kbd> : null}
    </button>
  );
}
