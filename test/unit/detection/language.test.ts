import { expect, test } from "vitest";
import { readTextLanguage } from "#detection/text/language.ts";
import { isSyllable } from "#detection/text/syllables.ts";
import { tokenise } from "#detection/text/tokens.ts";
import { withMarks, withoutMarks } from "../../fixtures/text/innocent.ts";

const languageOf = (text: string) => readTextLanguage(tokenise(text));

test("our sentences with marks are Vietnamese, those without are Vietnamese without marks", () => {
  for (let i = 0; i + 4 <= withMarks.length; i += 4)
    expect(languageOf(withMarks.slice(i, i + 4).join(". "))).toBe("vi");
  for (let i = 0; i + 4 <= withoutMarks.length; i += 4)
    expect(languageOf(withoutMarks.slice(i, i + 4).join(". ")), withoutMarks.slice(i, i + 4).join(". ")).toBe(
      "vi-unmarked",
    );
});

test.each([
  ["English", "The men can go to the inn at ten and then come to the cat on the mat in the den with a pen in hand"],
  ["English", "Our village library will open later on Tuesday so that children may borrow more books before the rain"],
  [
    "French",
    "La mairie annonce que le marché du samedi sera déplacé vers la place du vieux moulin pendant les travaux",
  ],
  [
    "Indonesian",
    "Warga desa bersama sama membersihkan saluran air sebelum musim hujan tiba agar tidak terjadi banjir lagi",
  ],
  ["pinyin", "wo men jin tian qu da hai bian wan er dai le hen duo chi de dong xi hai you yi zhi xiao gou"],
  ["pinyin", "ni hao ma wo hen hao ni ne ta men zai na li mei you ren zhi dao zhe ge di fang"],
  ["German", "Der Wochenmarkt zieht wegen der Bauarbeiten für zwei Wochen auf den Platz hinter der alten Schule um"],
])("%s is not called Vietnamese: %s", (_, text) => {
  expect(languageOf(text)).toBe("other");
});

test("a few words are not called anything", () => {
  expect(languageOf("Xin chào cả nhà")).toBe("unknown");
});

test.each([
  "nghiêng",
  "quýt",
  "giờ",
  "gì",
  "khuya",
  "thuở",
  "xoong",
  "ngoằn",
  "yểng",
  "ươm",
  "khuỷu",
  "rượu",
  "y",
  "uống",
])("%s is a syllable", (word) => {
  expect(isSyllable(word)).toBe(true);
});

test.each(["bắcgift", "nhàcái", "cúocs", "zalo", "gàt", "strong", "ngfa"])("%s is none", (word) => {
  expect(isSyllable(word)).toBe(false);
});
