// Promises a day of a case file, or that it is not known: "chưa xác định" is a value.
import { t } from "../../i18n/messages.ts";
import { sayDay } from "../../ui/days.ts";

export const sayKnownDay = (day: string | null): string => (day ? sayDay(day) : t.cases.common.unknown);
