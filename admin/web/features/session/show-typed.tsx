// Promises that whoever types a secret may look at it (OWASP ASVS 4.0.3, 2.1.12).
import { t } from "../../i18n/messages.ts";

export function ShowTyped({ shown, set }: { shown: boolean; set: (shown: boolean) => void }) {
  return (
    <label>
      <input type="checkbox" checked={shown} onChange={(e) => set(e.target.checked)} /> {t.signIn.showTyped}
    </label>
  );
}
