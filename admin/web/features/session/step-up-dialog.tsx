// Promises the question for a fresh second factor above whatever is open; what waits for it goes on, or is told no.
import { useEffect, useRef, useState } from "react";
import { answerStepUp } from "../../app/step-up.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { CodeForm } from "./code-form.tsx";

export function StepUp() {
  const [open, setOpen] = useState(false);
  const answer = useRef<(given: boolean) => void>(() => undefined);
  useEffect(() => {
    answerStepUp(() => {
      setOpen(true);
      return new Promise<boolean>((resolve) => {
        answer.current = resolve;
      });
    });
    return () => answer.current(false);
  }, []);
  const end = (given: boolean) => {
    setOpen(false);
    answer.current(given);
  };
  if (!open) return null;
  return (
    <Dialog title={t.signIn.code.stepUpTitle} close={() => end(false)}>
      <p>{t.signIn.code.stepUpWhy}</p>
      <CodeForm done={() => end(true)} />
    </Dialog>
  );
}
