// Promises that a refused act says why in the person's words: the server's own cure where it gives one.
import { Refusal } from "../../app/call-api.ts";
import states from "../../ui/states.module.css";
import { Trouble } from "../../ui/states.tsx";

/** Refusals of steps and contents carry their cure in Vietnamese; everything else is told by its code. */
const hasOwnWords = (cure: string) => /[\u00C0-\u1EF9]/u.test(cure);

export function CaseTrouble({ error }: { error: unknown }) {
  if (!(error instanceof Refusal) || !error.cure || !hasOwnWords(error.cure)) return <Trouble error={error} />;
  return (
    <p className={states.line} role="alert">
      {error.cure}
    </p>
  );
}
