// Promises reports at the desk: the calendar, drafts with figures beside the compared period, the list behind every figure, counters.
import { z } from "zod";
import { Compare, FigureName } from "#core/nouns/report.ts";
import { Instant } from "./problem.ts";

const Day = z.iso.date();
const Line = z.string().trim();

export const FigureView = z.object({ count: z.number().int(), amount: z.number() });
export type FigureView = z.infer<typeof FigureView>;

export const FigureLine = FigureView.extend({
  name: FigureName,
  /** Vietnamese, as documents print it. */
  label: z.string(),
  before: FigureView.nullable(),
});
export type FigureLine = z.infer<typeof FigureLine>;

export const CategoryLine = FigureView.extend({
  code: z.string(),
  label: z.string(),
  categories: z.array(z.string()),
  before: FigureView.nullable(),
});
export type CategoryLine = z.infer<typeof CategoryLine>;

export const CounterView = z.object({
  name: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  value: z.number(),
  note: z.string(),
  enteredBy: z.string(),
});
export type CounterView = z.infer<typeof CounterView>;

export const FigureItem = z.object({
  kind: z.enum(["finding", "tip", "letter", "case"]),
  id: z.string(),
  label: z.string(),
  at: Instant,
  amount: z.number().nullable(),
});
export type FigureItem = z.infer<typeof FigureItem>;

export const SectionView = z.object({
  number: z.string(),
  title: z.string(),
  /** Key of the text that a person writes under it; "" where there is none. */
  text: z.string(),
  figures: z.array(FigureLine),
  byCategory: z.object({ rows: z.array(CategoryLine), total: FigureView }).nullable(),
  byAgency: z
    .array(z.object({ agency: z.string(), sent: z.number().int(), answered: z.number().int(), damage: z.number() }))
    .nullable(),
  counters: z.object({ now: z.array(CounterView), before: z.array(CounterView) }).nullable(),
  cases: z.array(FigureItem).nullable(),
});
export type SectionView = z.infer<typeof SectionView>;

const PeriodView = z.object({ from: z.string(), to: z.string() });

export const ReportFigures = z.object({
  period: PeriodView,
  compared: PeriodView.nullable(),
  takedowns: z.object({
    requested: z.number().int(),
    removed: z.number().int(),
    medianHours: z.number().nullable(),
  }),
  sections: z.array(SectionView),
});
export type ReportFigures = z.infer<typeof ReportFigures>;

export const ReportHead = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  dueOn: z.string().nullable(),
  compare: Compare,
  createdBy: z.string(),
  createdAt: Instant,
  issuedBy: z.string().nullable(),
  issuedAt: Instant.nullable(),
});
export type ReportHead = z.infer<typeof ReportHead>;

export const ReportView = ReportHead.extend({
  texts: z.record(z.string(), z.string()),
  /** Of now while it is a draft; as they stood when it was issued afterwards. */
  figures: ReportFigures,
});
export type ReportView = z.infer<typeof ReportView>;

/** The documents that print a report. */
export const ReportDocuments = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(["draft", "issued", "withdrawn"]),
      number: z.string(),
      datedOn: z.string().nullable(),
    }),
  ),
});
export type ReportDocuments = z.infer<typeof ReportDocuments>;

export const ReportsQuery = z.object({
  kind: Line.max(60).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ReportsPage = z.object({ items: z.array(ReportHead), next: z.string().nullable() });
export type ReportsPage = z.infer<typeof ReportsPage>;

export const ReportKindView = z.object({ code: z.string(), label: z.string() });
export const ReportKindsReply = z.object({ items: z.array(ReportKindView) });
export type ReportKindsReply = z.infer<typeof ReportKindsReply>;

const Period = { fromDay: Day, toDay: Day };
const order = (r: { fromDay: string; toDay: string }) => r.toDay >= r.fromDay;
const orderWords = { message: "toDay: must not lie before fromDay" };

export const AddReport = z
  .object({
    kind: Line.min(1).max(60),
    title: Line.min(3).max(300),
    ...Period,
    dueOn: Day.nullable().default(null),
    compare: Compare.default("last-year"),
    scheduleId: Line.max(60).nullable().default(null),
  })
  .refine(order, orderWords);
export type AddReport = z.infer<typeof AddReport>;

export const ChangeReport = z
  .object({
    title: Line.min(3).max(300),
    ...Period,
    dueOn: Day.nullable(),
    compare: Compare,
    texts: z.record(z.string().max(60), z.string().max(20_000)),
  })
  .refine(order, orderWords);
export type ChangeReport = z.infer<typeof ChangeReport>;

/** The list behind a figure. `categories` are separated by commas; without them every category counts. */
export const FigureQuery = z
  .object({
    ...Period,
    categories: z.string().max(1000).optional(),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  })
  .refine(order, orderWords);

export const FigureReply = z.object({
  name: FigureName,
  label: z.string(),
  total: FigureView,
  items: z.array(FigureItem),
});
export type FigureReply = z.infer<typeof FigureReply>;

export const ScheduleView = z.object({
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  recipient: z.string(),
  periodFrom: z.string(),
  periodTo: z.string(),
  dueOn: z.string(),
  source: z.string(),
  mark: z.enum(["P", "2", "1", "K", "?"]),
});
export type ScheduleView = z.infer<typeof ScheduleView>;

const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export const SetSchedule = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  kind: Line.min(1).max(60),
  label: Line.min(3).max(300),
  recipient: Line.max(300).default(""),
  periodFrom: MonthDay,
  periodTo: MonthDay,
  dueOn: MonthDay,
  source: Line.max(500).default(""),
});
export type SetSchedule = z.infer<typeof SetSchedule>;

export const CalendarEntry = z.object({
  schedule: ScheduleView,
  period: PeriodView,
  dueOn: z.string(),
  /** Days from today (GMT+7) to the day; negative where it is past. */
  daysLeft: z.number().int(),
  /** The newest report of this schedule and period, or null. */
  reportId: z.uuid().nullable(),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;
export const Calendar = z.object({ items: z.array(CalendarEntry) });
export type Calendar = z.infer<typeof Calendar>;

export const CategoryRows = z.object({
  items: z
    .array(
      z.object({
        code: z.string().regex(/^[a-z][a-z-]{1,40}$/),
        label: Line.min(2).max(200),
        categories: z.array(Line.min(1).max(60)).max(50),
      }),
    )
    .min(1)
    .max(40),
});
export type CategoryRows = z.infer<typeof CategoryRows>;

export const AddCounters = z.object({
  items: z
    .array(
      z
        .object({
          name: Line.min(2).max(200),
          ...Period,
          value: z.number().int().min(0).max(1e15),
          note: Line.max(500).default(""),
        })
        .refine(order, orderWords),
    )
    .min(1)
    .max(500),
});
export type AddCounters = z.infer<typeof AddCounters>;
export const CountersQuery = z.object(Period).refine(order, orderWords);
export const Counters = z.object({ items: z.array(CounterView) });
export type Counters = z.infer<typeof Counters>;

export const BookName = z.enum(["cases", "takedowns", "handovers", "tips"]);
export type BookName = z.infer<typeof BookName>;
