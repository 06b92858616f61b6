// Promises the office's books of a period as sheets to take away.
import { useState } from "react";
import { t } from "../../i18n/messages.ts";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import styles from "./reports.module.css";
import { todayInVietnam } from "../../ui/days.ts";

const r = t.reports;

export function Books() {
  const [fromDay, setFromDay] = useState(`${todayInVietnam().slice(0, 4)}-01-01`);
  const [toDay, setToDay] = useState(todayInVietnam());
  const search = new URLSearchParams({ fromDay, toDay }).toString();
  return (
    <section>
      <h2 className={screen.sub}>{r.books}</h2>
      <div className={styles.inline}>
        <Field label={r.from}>
          <input type="date" value={fromDay} onChange={(e) => setFromDay(e.target.value)} />
        </Field>
        <Field label={r.to}>
          <input type="date" value={toDay} min={fromDay} onChange={(e) => setToDay(e.target.value)} />
        </Field>
        {Object.entries(r.bookNames).map(([name, label]) => (
          <a key={name} href={`/api/books/${name}?${search}`} download>
            {label}
          </a>
        ))}
      </div>
    </section>
  );
}
