// Promises one look for the parts of a screen, whether they are addresses or panels: this one moves between addresses by buttons.
import styles from "./tabs.module.css";

export function Tabs<Name extends string>({
  label,
  names,
  here,
  choose,
}: {
  label: string;
  /** Shown in the order of the keys. */
  names: Record<Name, string>;
  here: Name;
  choose: (name: Name) => void;
}) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {(Object.keys(names) as Name[]).map((name) => (
        <button
          key={name}
          type="button"
          className={styles.tab}
          aria-current={name === here ? "page" : undefined}
          onClick={() => choose(name)}
        >
          {names[name]}
        </button>
      ))}
    </nav>
  );
}
