// Promises that the matrix page says every act and every role in words, in both languages.
import { expect, test } from "vitest";
import { matrix } from "#admin/server/access.ts";
import { signIn as en } from "#admin/web/i18n/en/sign-in.ts";
import { signIn as vi } from "#admin/web/i18n/vi/sign-in.ts";

test("every act of the matrix has its words in Vietnamese and in English, and no word stands for an act that is gone", () => {
  const acts = new Set(Object.keys(matrix));
  expect(new Set(Object.keys(vi.matrix.acts))).toEqual(acts);
  expect(new Set(Object.keys(en.matrix.acts))).toEqual(acts);
  for (const words of Object.values(vi.matrix.acts)) expect(words).toBe(words.normalize("NFC"));
});
