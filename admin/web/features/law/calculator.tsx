// Promises the law of a day: the day of the conduct and a category in, what applies out; the question stands in the address.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { LawOn } from "../../../api/law.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { Applicable } from "./applicable.tsx";
import styles from "./law.module.css";
import type { LawFilter } from "./read-law-filter.ts";

const categories = Object.entries(t.category);

export function Calculator({ filter, go }: { filter: LawFilter; go: (next: LawFilter) => void }) {
  const [conductOn, setConductOn] = useState(filter.conductOn ?? "");
  const [category, setCategory] = useState(filter.category ?? "");
  const [decidedOn, setDecidedOn] = useState(filter.decidedOn ?? "");
  const asked = filter.conductOn;
  const search = new URLSearchParams({
    conductOn: asked ?? "",
    ...(filter.category ? { category: filter.category } : {}),
    ...(filter.decidedOn ? { today: filter.decidedOn } : {}),
  });
  const law = useQuery({
    queryKey: ["law-on", search.toString()],
    queryFn: ({ signal }) => callApi<LawOn>(`/law/on?${search}`, { signal }),
    enabled: Boolean(asked),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({ tab: "on", conductOn, ...(category ? { category } : {}), ...(decidedOn ? { decidedOn } : {}) });
  };
  return (
    <>
      <form className={styles.ask} onSubmit={submit}>
        <Field label={t.law.conductOn}>
          <input type="date" value={conductOn} required onChange={(e) => setConductOn(e.target.value)} />
        </Field>
        <Field label={t.law.category}>
          <select value={category} onChange={(e) => setCategory(e.target.value)}>
            <option value="">{t.law.anyCategory}</option>
            {categories.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t.law.decidedOn}>
          <input type="date" value={decidedOn} onChange={(e) => setDecidedOn(e.target.value)} />
        </Field>
        <Button type="submit" tone="accent">
          {t.law.find}
        </Button>
      </form>
      {!asked ? <Empty>{t.law.askFirst}</Empty> : null}
      {asked && law.isPending ? <Loading /> : null}
      {law.error ? <Failure error={law.error} retry={() => void law.refetch()} /> : null}
      {law.data ? (
        <div role="status" className={styles.line}>
          {law.data.items.length === 0 ? t.law.nothing : t.law.found(law.data.items.length)}
        </div>
      ) : null}
      {law.data?.items.map((item) => (
        <Applicable key={item.article.id} item={item} />
      ))}
    </>
  );
}
