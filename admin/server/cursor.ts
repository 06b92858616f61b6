// Promises cursors of keyset pages: opaque to the caller, read back only in the shape in which they were given out.
import { z } from "zod";
import { AppError } from "#core/errors.ts";

/** The place as a short text for an address. */
export const writeCursor = (place: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** Null without a cursor. Throws `input.invalid` for one that is not ours. */
export function readCursor<S extends z.ZodType>(shape: S, cursor: string | undefined): z.infer<S> | null {
  if (!cursor) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (error) {
    throw new AppError("input.invalid", { cause: error, detail: "cursor: not one of ours" });
  }
}

/** A place of rows that are ordered by a time and their id. */
export const TimePlace = z.tuple([z.iso.datetime(), z.uuid()]);
