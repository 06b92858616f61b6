// Promises that as soon as one entry is chosen, what can be done with all chosen ones is on screen.
import type { ChangeMany, WatchFacets } from "../../../api/targets.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./watch.module.css";

interface Props {
  ids: string[];
  owners: WatchFacets["owners"];
  busy: boolean;
  scan: (ids: string[]) => void;
  change: (body: ChangeMany) => void;
  clear: () => void;
}

export function SelectionBar({ ids, owners, busy, scan, change, clear }: Props) {
  return (
    <div className={styles.selected} role="group" aria-label={t.watch.chosen(ids.length)}>
      <strong>{t.watch.chosen(ids.length)}</strong>
      <Button tone="accent" disabled={busy} onClick={() => scan(ids)}>
        {t.targets.scanSelected(ids.length)}
      </Button>
      <Button disabled={busy} onClick={() => change({ ids, change: { paused: true } })}>
        {t.watch.pauseMany}
      </Button>
      <Button disabled={busy} onClick={() => change({ ids, change: { paused: false } })}>
        {t.watch.resumeMany}
      </Button>
      <select
        aria-label={t.watch.giveOwner}
        value=""
        disabled={busy}
        onChange={(e) => change({ ids, change: { ownerId: e.target.value === "nobody" ? null : e.target.value } })}
      >
        <option value="" disabled>
          {t.watch.giveOwner}
        </option>
        {owners.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="nobody">{t.watch.noOwner}</option>
      </select>
      <Button quiet onClick={clear}>
        {t.state.close}
      </Button>
    </div>
  );
}
