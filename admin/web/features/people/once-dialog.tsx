// Promises a one-time password that is shown now and nowhere again.
import type { PersonReply } from "../../../api/people.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import screen from "../../ui/screen.module.css";

export function OnceDialog({ reply, close }: { reply: PersonReply; close: () => void }) {
  return (
    <Dialog title={`${reply.person.name} (${reply.person.login})`} close={close}>
      <p className={screen.once}>
        {t.people.once}
        <code>{reply.oneTimePassword}</code>
      </p>
    </Dialog>
  );
}
