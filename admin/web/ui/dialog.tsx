// Promises the browser's own modal dialog: focus goes in, Escape closes, focus comes back.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../i18n/messages.ts";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

const firstField = "form :is(input, select, textarea):not([type=hidden]):not([disabled])";

export function Dialog({
  title,
  wide = false,
  close,
  children,
}: {
  title: string;
  /** `full`: as wide as the window, for evidence side by side. */
  wide?: boolean | "full";
  close: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // React's autoFocus comes before the dialog is open and does nothing: what is marked is focused now, else the first field. Enter sends the
    // form then; left alone the browser would choose the button that closes.
    const first = dialog?.querySelector<HTMLElement>("[data-first]") ?? dialog?.querySelector<HTMLElement>(firstField);
    first?.focus();
    return () => dialog?.close();
  }, []);
  // The event comes late: a dialog that has been opened again meanwhile stays open.
  const closed = () => {
    if (ref.current?.open === false) close();
  };
  return (
    <dialog
      ref={ref}
      className={`${styles.dialog} ${wide ? styles.wide : ""} ${wide === "full" ? styles.full : ""}`}
      aria-labelledby={id}
      onClose={closed}
    >
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        <Button quiet onClick={close}>
          {t.state.close}
        </Button>
      </header>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
