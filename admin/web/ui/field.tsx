// Promises a control with its label, told to every reader.
import { type ReactElement, type ReactNode, cloneElement, useId } from "react";
import styles from "./field.module.css";

export function Field({
  label,
  hint,
  children,
}: {
  label: ReactNode;
  hint?: string;
  children: ReactElement<{ id?: string; "aria-describedby"?: string | undefined; className?: string }>;
}) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, { id, "aria-describedby": hintId, className: styles.control ?? "" })}
      {hint ? (
        <span id={hintId} className={styles.hint}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
