// Promises the list of who signs: authority, post and name, added and taken away by buttons.
import type { OfficeView } from "../../../api/office.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import styles from "./office.module.css";

type Signer = OfficeView["signers"][number];
const words = t.office;
const maxSigners = 20;

export function Signers({ signers, put }: { signers: Signer[]; put: (signers: Signer[]) => void }) {
  const change = (at: number, part: Partial<Signer>) =>
    put(signers.map((signer, i) => (i === at ? { ...signer, ...part } : signer)));
  return (
    <fieldset>
      <legend>{words.signers}</legend>
      {signers.map((signer, i) => (
        <div key={i} className={styles.signer} role="group" aria-label={words.signer(i + 1)}>
          <Field label={words.prefix}>
            <input value={signer.prefix} maxLength={300} onChange={(e) => change(i, { prefix: e.target.value })} />
          </Field>
          <Field label={words.post}>
            <input value={signer.post} maxLength={300} required onChange={(e) => change(i, { post: e.target.value })} />
          </Field>
          <Field label={words.person}>
            <input value={signer.name} maxLength={300} onChange={(e) => change(i, { name: e.target.value })} />
          </Field>
          <Button
            quiet
            aria-label={words.removeSigner(i + 1)}
            onClick={() => put(signers.filter((_, other) => other !== i))}
          >
            {words.remove}
          </Button>
        </div>
      ))}
      {signers.length < maxSigners ? (
        <div>
          <Button onClick={() => put([...signers, { prefix: "", post: "", name: "" }])}>{words.addSigner}</Button>
        </div>
      ) : null}
    </fieldset>
  );
}
