// Promises each condition of the filter as a chip that can be taken away, and all of them at once.
import type { QueueFilter } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { useChangeFilter } from "./filter-bar.tsx";
import { sayConditions, withoutCondition } from "./filter-words.ts";
import styles from "./queue.module.css";

export function FilterChips({ filter }: { filter: QueueFilter }) {
  const change = useChangeFilter(filter);
  const conditions = sayConditions(filter);
  if (conditions.length === 0) return null;
  const none = Object.fromEntries(conditions.map(({ field }) => [field, undefined]));
  return (
    <div className={styles.chips}>
      {conditions.map((condition) => (
        <button
          key={condition.says}
          type="button"
          className={styles.chip}
          aria-label={t.triage.facets.remove(condition.says)}
          onClick={() => change({ [condition.field]: withoutCondition(filter, condition) })}
        >
          {condition.says} <span aria-hidden="true">✕</span>
        </button>
      ))}
      <Button quiet onClick={() => change(none)}>
        {t.queue.clear}
      </Button>
    </div>
  );
}
