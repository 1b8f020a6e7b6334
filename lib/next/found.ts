import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "../core/errors";

/** For pages: the value of a query, or the "not found" page where the query says NotFound or null, or can't use what the address holds. */
export async function found<T>(query: Promise<T | null>): Promise<T> {
  const value = await query.catch((error: unknown) => {
    if (error instanceof AppError && (error.code === "NotFound" || error.code === "InvalidInput")) return null;
    throw error;
  });
  return value ?? notFound();
}
