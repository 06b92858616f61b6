// Promises what the desk's answers cost beside bare indexed statements for the same rows, with few findings; `npm run soak -- desk-load` takes a million.
import { addPerson, openTestDesk, signIn } from "../test/support/desk.ts";
import { fillDesk } from "../test/support/fill-desk.ts";
import { measureDesk, measureNext } from "../test/support/measure-desk.ts";
import { measureBundle } from "./bundle-size.ts";
import type { Bench } from "./stage/report.ts";

const size = { findings: 20_000, cases: 2_000 };
const rounds = 30;

export const desk: Bench = {
  about: `queue, search, filters and cases over ${size.findings} findings, against bare indexed statements; the web app's size`,
  run: async () => {
    const opened = await openTestDesk();
    try {
      await addPerson(opened, "do", "lead");
      await fillDesk(opened.database.pool, size);
      const who = await signIn(opened, "do");
      const measured = await measureDesk(opened.database.pool, who, { rounds, seed: 1 });
      const nextMs = await measureNext(who, rounds);
      return [
        ...measured.map(({ what, ...figures }) => ({ what, figures })),
        { what: "the next finding, claimed", figures: { deskP95Ms: nextMs } },
        ...(await measureBundle()),
      ];
    } finally {
      await opened.close();
    }
  },
};
