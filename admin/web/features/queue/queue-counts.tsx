// Promises the four figures above the queue: what waits, how grave, how long, what was decided.
import { useQuery } from "@tanstack/react-query";
import { dashboardQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { sayAge } from "../../ui/when.tsx";
import styles from "./queue.module.css";

export function QueueCounts() {
  const { data } = useQuery(dashboardQuery);
  if (!data) return null;
  const { waiting, decided24h } = data;
  return (
    <dl className={styles.counts}>
      <div>
        <dt>{t.queue.flags}</dt>
        <dd>{waiting.flag}</dd>
      </div>
      <div>
        <dt>{t.queue.reviews}</dt>
        <dd>{waiting.review}</dd>
      </div>
      <div>
        <dt>{t.queue.oldest}</dt>
        <dd>{waiting.oldestAt ? sayAge(waiting.oldestAt) : "—"}</dd>
      </div>
      <div>
        <dt>{t.queue.decided}</dt>
        <dd>
          {decided24h.confirmed} {t.queue.confirmedCount}, {decided24h.dismissed} {t.queue.dismissedCount}
        </dd>
      </div>
    </dl>
  );
}
