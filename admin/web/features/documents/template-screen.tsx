// Promises a template edited as text: checked with the line that is wrong, looked at with samples, saved as a new version.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import type { TemplateCheck, TemplateView } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { templateQuery, templatesQuery } from "./document-queries.ts";
import styles from "./documents.module.css";

const d = t.documents;
const words = d.template;

function Checked({ check }: { check: TemplateCheck }) {
  if (check.problem)
    return (
      <p role="alert" className={styles.bad}>
        {words.problem(check.problem.line, check.problem.what)} {check.problem.cure}
      </p>
    );
  return (
    <>
      <p role="status" className={styles.ok}>
        {words.good}
      </p>
      {check.links ? (
        <>
          <div className={styles.acts}>
            <a href={check.links.pdf} download>
              {d.pdf}
            </a>
            <a href={check.links.docx} download>
              {d.docx}
            </a>
          </div>
          <img className={styles.sheet} src={check.links.picture ?? ""} alt={d.previewAlt} />
        </>
      ) : null}
    </>
  );
}

function FieldList({ view }: { view: TemplateView }) {
  return (
    <details>
      <summary>{words.fields}</summary>
      <ul>
        {words.grammar.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        {words.filters}: {view.filters.join(", ")}
      </p>
      <div className={styles.fields} tabIndex={0} role="region" aria-label={words.fields}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.meaning}</th>
              <th scope="col">{words.within}</th>
            </tr>
          </thead>
          <tbody>
            {view.fields.map((field) => (
              <tr key={`${field.within} ${field.name}`}>
                <td>
                  <code>{field.name}</code>
                </td>
                <td>{field.say}</td>
                <td>{field.within}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Editor({ view }: { view: TemplateView }) {
  const client = useQueryClient();
  const [text, setText] = useState(view.text);
  const [note, setNote] = useState("");
  const check = useMutation({
    mutationFn: () => callApi<TemplateCheck>("/document-templates/check", { method: "POST", body: { text } }),
  });
  const save = useMutation({
    mutationFn: () =>
      callApi(`/document-templates/${view.kind}`, { method: "PUT", body: { text, note, from: view.version } }),
    onSuccess: async () => {
      setNote("");
      await client.invalidateQueries({ queryKey: templateQuery(view.kind).queryKey });
      await client.invalidateQueries({ queryKey: templatesQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <div className={styles.columns}>
      <form className={styles.column} onSubmit={submit}>
        <label htmlFor="template-text">{words.text}</label>
        <textarea
          id="template-text"
          className={styles.template}
          value={text}
          onChange={(e) => setText(e.target.value)}
          spellCheck={false}
          maxLength={60_000}
        />
        <div className={styles.acts}>
          <Button onClick={() => check.mutate()} disabled={check.isPending}>
            {words.check}
          </Button>
          <Button quiet onClick={() => setText(view.shipped)}>
            {words.reset}
          </Button>
        </div>
        <Field label={words.note}>
          <input value={note} onChange={(e) => setNote(e.target.value)} minLength={3} maxLength={300} required />
        </Field>
        <Trouble error={save.error ?? check.error} />
        <div className={styles.acts}>
          <Button type="submit" tone="accent" disabled={save.isPending || text === view.text}>
            {words.save}
          </Button>
          <span role="status" className={styles.ok}>
            {save.isSuccess ? words.saved : ""}
          </span>
        </div>
      </form>
      <section className={styles.column} aria-label={d.preview}>
        <FieldList view={view} />
        {check.data ? <Checked check={check.data} /> : null}
      </section>
    </div>
  );
}

export function TemplateScreen() {
  const { kind = "" } = useParams({ strict: false });
  const asked = useQuery(templateQuery(kind));
  const title = words.title(d.kind[kind] ?? kind);
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title]);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{title}</h1>
        {asked.data ? <span className={styles.soft}>{d.templateVersion(asked.data.version)}</span> : null}
        <Link to="/documents/templates">{words.back}</Link>
      </header>
      {asked.isPending ? <Loading /> : null}
      {asked.error ? <Failure error={asked.error} retry={() => void asked.refetch()} /> : null}
      {asked.data ? <Editor view={asked.data} /> : null}
    </div>
  );
}
