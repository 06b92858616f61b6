// Promises a hash whole and in groups of four, as printed records show it, so that two people can read it to each other.
import styles from "./hash.module.css";

export function GroupedHash({ value }: { value: string }) {
  return <code className={styles.grouped}>{value.match(/.{1,4}/g)?.join(" ")}</code>;
}
