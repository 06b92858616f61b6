// Promises numbers as the reader writes them: a decimal comma in Vietnamese.
import { lang } from "../i18n/messages.ts";

const locale = lang === "vi" ? "vi-VN" : "en-GB";
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const sayWhole = (value: number) => whole.format(value);

/** `3,6`. */
export const sayScore = (value: number) => one.format(value);

const upToTwo = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** A score as the sum of its terms, `4,75`: no digit that counts is rounded away. */
export const saySum = (value: number) => upToTwo.format(value);

const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

/** A share from 0 to 1: `3,6 %`. */
export const sayShare = (value: number) => percent.format(value);

/** A term of the sum: `+1,25`, `−0,5`. */
export const sayTerm = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${upToTwo.format(Math.abs(value))}`;
