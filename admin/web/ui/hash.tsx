// Promises a hash that fits a line and can be copied whole.
import { useState } from "react";
import { t } from "../i18n/messages.ts";
import styles from "./hash.module.css";

export function Hash({ value }: { value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <span className={styles.hash}>
      <code title={value}>{`${value.slice(0, 8)}…${value.slice(-8)}`}</code>
      <button type="button" className={styles.copy} onClick={() => void copy()} aria-label={`${t.state.copy} ${value}`}>
        {copied ? t.state.copied : t.state.copy}
      </button>
    </span>
  );
}
