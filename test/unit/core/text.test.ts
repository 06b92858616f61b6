// Promises that folded Vietnamese matches however it was typed, and that ids sort by time.
import { expect, test } from "vitest";
import { isoSeconds, nowMs, setClock } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { foldVietnamese, toNfc } from "#core/text.ts";

test("accented, unaccented, decomposed and old-style spellings fold to one", () => {
  for (const spelling of [
    "Đánh bạc hoà bình",
    "đánh bạc hòa bình",
    "danh bac hoa binh",
    "ĐÁNH BẠC HOÀ BÌNH",
    "Đánh bạc hoà bình".normalize("NFD"),
  ]) {
    expect(foldVietnamese(spelling)).toBe("danh bac hoa binh");
  }
  expect(toNfc("ữ".normalize("NFD"))).toBe("ữ");
});

test("ids made later sort later", () => {
  const ids = [1_000, 2_000, 1_700_000_000_000].map((at) => newId(at));
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the clock can be set and put back", () => {
  const back = setClock(() => Date.UTC(2026, 10, 22, 5, 0, 0, 999));
  expect(isoSeconds()).toBe("2026-11-22T05:00:00Z");
  back();
  expect(Math.abs(nowMs() - Date.now())).toBeLessThan(1000);
});

test("an error keeps its code and its cause when it is wrapped", () => {
  const inner = new AppError("store.full", { cure: "free space" });
  expect(toAppError(inner)).toBe(inner);
  const wrapped = toAppError(new TypeError("odd"), "fetch.broken");
  expect([wrapped.code, wrapped.meaning.retry, wrapped.cause instanceof TypeError]).toEqual([
    "fetch.broken",
    true,
    true,
  ]);
});
