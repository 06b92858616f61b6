// Promises the sealed archive replayed in a sandboxed frame of another origin, opened by a person's act and entered in the custody log.
import { useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { ReplayLink } from "../../../api/viewing.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";
import { sayClock } from "../../ui/when.tsx";
import { askReplay } from "../finding/evidence-queries.ts";
import styles from "./replay.module.css";

export function ReplayView({ finding, captureId }: { finding: FindingView; captureId: string }) {
  const r = t.compare.replay;
  const [link, setLink] = useState<ReplayLink | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    setError(null);
    try {
      setLink(await askReplay(captureId, finding.id));
    } catch (refusal) {
      setError(refusal);
    }
    setBusy(false);
  };
  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <Button tone={link ? "plain" : "accent"} disabled={busy} onClick={() => void open()}>
          {link ? r.again : r.open}
        </Button>
        <p>{link ? r.until(sayClock(link.until)) : r.explain}</p>
        {link && link.bases > 0 ? <p className={styles.warn}>{r.bases(link.bases)}</p> : null}
        <Trouble error={error} />
      </div>
      {link ? (
        <iframe
          key={link.url}
          className={styles.frame}
          src={link.url}
          title={r.frame}
          sandbox="allow-scripts allow-same-origin"
          allow="camera 'none'; microphone 'none'; geolocation 'none'; clipboard-read 'none'; clipboard-write 'none'; autoplay 'none'"
          referrerPolicy="no-referrer"
        />
      ) : null}
      <p className={styles.notice}>{r.notice}</p>
    </div>
  );
}
