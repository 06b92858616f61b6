// Promises a button that says what it does and which key does the same.
import type { ButtonHTMLAttributes } from "react";
import { useHint } from "../app/keys.ts";
import styles from "./button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: "plain" | "accent" | "danger";
  quiet?: boolean;
  /** The default key of app/keys.ts that does the same; printed is the key that this person chose for it. */
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
  const key = useHint(hint);
  return (
    <button
      type={type}
      className={`${styles.button} ${quiet ? styles.quiet : styles[tone]} ${className}`}
      aria-keyshortcuts={key}
      {...rest}
    >
      {children}
      {key ? <kbd className={styles.key}>{key}</kbd> : null}
    </button>
  );
}
