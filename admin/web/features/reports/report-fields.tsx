// Promises the fields that a new report and a draft share: title, period, due day, and what the figures are compared with.
import type { ChangeReport } from "../../../api/reports.ts";
import { t } from "../../i18n/messages.ts";
import { Field } from "../../ui/field.tsx";
import styles from "./reports.module.css";

const r = t.reports;

type Words = Pick<ChangeReport, "title" | "fromDay" | "toDay" | "dueOn" | "compare">;

export function ReportFields({ words, put }: { words: Words; put: (change: Partial<Words>) => void }) {
  return (
    <>
      <div className={styles.wide}>
        <Field label={r.name}>
          <input
            value={words.title}
            onChange={(e) => put({ title: e.target.value })}
            minLength={3}
            maxLength={300}
            required
          />
        </Field>
      </div>
      <Field label={r.from}>
        <input type="date" value={words.fromDay} onChange={(e) => put({ fromDay: e.target.value })} required />
      </Field>
      <Field label={r.to}>
        <input
          type="date"
          value={words.toDay}
          min={words.fromDay}
          onChange={(e) => put({ toDay: e.target.value })}
          required
        />
      </Field>
      <Field label={r.due}>
        <input type="date" value={words.dueOn ?? ""} onChange={(e) => put({ dueOn: e.target.value || null })} />
      </Field>
      <Field label={r.compare}>
        <select value={words.compare} onChange={(e) => put({ compare: e.target.value as Words["compare"] })}>
          {Object.entries(r.compareWith).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}
