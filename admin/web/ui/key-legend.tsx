// Promises the legend that cannot lie: it is drawn from the table that the listeners read.
import { useState } from "react";
import { keysAreOff, keyTable, setKeysOff } from "../app/keys.ts";
import { t } from "../i18n/messages.ts";
import { Dialog } from "./dialog.tsx";
import styles from "./key-legend.module.css";

export function KeyLegend({ close }: { close: () => void }) {
  const [off, setOff] = useState(keysAreOff());
  return (
    <Dialog title={t.keys.title} close={close}>
      <dl className={styles.list}>
        {Object.values(keyTable).map((key) => (
          <div key={key.shown} className={styles.row}>
            <dt>
              <kbd>{key.shown}</kbd>
            </dt>
            <dd>{key.says}</dd>
          </div>
        ))}
      </dl>
      <label className={styles.off}>
        <input
          type="checkbox"
          checked={off}
          onChange={(e) => {
            setOff(e.target.checked);
            setKeysOff(e.target.checked);
          }}
        />
        {t.keys.off}
      </label>
    </Dialog>
  );
}
