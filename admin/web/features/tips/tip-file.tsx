// Promises a file of a stranger shown as a picture made anew, or taken as a download; never opened here.
import { useMutation } from "@tanstack/react-query";
import type { FileLinks } from "../../../api/letters.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";
import styles from "../watchlist/watch.module.css";

export function TipFile({ file }: { file: { id: string; name: string } }) {
  const open = useMutation({ mutationFn: () => callApi<FileLinks>(`/intake/${file.id}/links`) });
  return (
    <div>
      <h2>{t.tips.givenFile}</h2>
      <p>
        {file.name}{" "}
        {open.data ? (
          <a href={open.data.download} download>
            {t.tips.download}
          </a>
        ) : (
          <Button onClick={() => open.mutate()} disabled={open.isPending}>
            {t.tips.openFile}
          </Button>
        )}
      </p>
      {open.data?.picture ? (
        <img className={styles.picture ?? ""} src={open.data.picture} alt={t.tips.filePicture} />
      ) : null}
      <Trouble error={open.error} />
    </div>
  );
}
