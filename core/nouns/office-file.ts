// Promises one file that sets an office up: its setting, its law data, its reports and its templates, with nothing of another office left.
import { z } from "zod";
import { DocumentKind } from "./document.ts";
import { LawData } from "./law.ts";
import { Office } from "./office.ts";
import { ReportCategory, ReportKind, ReportSchedule } from "./report.ts";

const repeated = (names: readonly string[]): string | undefined => names.find((name, i) => names.indexOf(name) !== i);

/** Each list that is there takes the place of the whole list that stands; one that is not there leaves it as it is. */
export const OfficeReports = z
  .strictObject({
    kinds: z.array(ReportKind).min(1).max(40).optional(),
    categories: z.array(ReportCategory).min(1).max(40).optional(),
    schedules: z.array(ReportSchedule).max(100).optional(),
  })
  .superRefine((reports, ctx) => {
    const lists = {
      kinds: reports.kinds?.map((kind) => kind.code),
      categories: reports.categories?.map((row) => row.code),
      schedules: reports.schedules?.map((schedule) => schedule.id),
    };
    for (const [list, names] of Object.entries(lists)) {
      const twice = repeated(names ?? []);
      if (twice) ctx.addIssue({ code: "custom", path: [list], message: `${twice} stands there twice` });
    }
    const counted = repeated(reports.categories?.flatMap((row) => row.categories) ?? []);
    if (counted)
      ctx.addIssue({
        code: "custom",
        path: ["categories"],
        message: `${counted} stands in two rows, its cases would be counted twice`,
      });
  });
export type OfficeReports = z.infer<typeof OfficeReports>;

/** `ownLawOnly` sets every row aside that came with the program, so that only the office's own remain. */
export const OfficeFile = z.strictObject({
  office: Office,
  ownLawOnly: z.boolean().default(false),
  law: LawData.default(() => LawData.parse({})),
  reports: OfficeReports.default({}),
  /** Texts of the office's own templates by kind of document; each becomes a new version where it differs from the one in use. */
  templates: z.partialRecord(DocumentKind, z.string().trim().min(1).max(60_000)).default({}),
});
export type OfficeFile = z.infer<typeof OfficeFile>;
