// Promises the legend that cannot lie: it is drawn from the table that the listeners read, with the keys this person chose.
import { type KeyGroup, keyActs, keyOf, shownOf, useKeyVersion } from "../app/keys.ts";
import { t } from "../i18n/messages.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import styles from "./key-legend.module.css";

const groups: KeyGroup[] = ["list", "decide", "evidence", "go"];

export function KeyLegend({ close, change }: { close: () => void; change: () => void }) {
  useKeyVersion();
  return (
    <Dialog title={t.keys.title} wide close={close}>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{t.triage.keys.groups[group]}</h3>
            <dl className={styles.list}>
              {keyActs
                .filter((act) => keyOf(act).group === group)
                .map((act) => (
                  <div key={act} className={styles.row} data-act={act}>
                    <dt>
                      <kbd>{shownOf(act)}</kbd>
                    </dt>
                    <dd>{keyOf(act).says}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <footer>
        <Button onClick={change}>{t.triage.keys.change}</Button>
      </footer>
    </Dialog>
  );
}
