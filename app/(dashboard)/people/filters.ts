import type { z } from "zod";
import type { PersonListInput } from "@/lib/people/schemas";

type Query = Record<string, string | string[] | undefined>;
const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value) || undefined;

/** The address's query as the list's filters; the query itself checks their values. */
export function peopleFilters(query: Query): Record<keyof z.input<typeof PersonListInput>, unknown> {
  return {
    search: one(query.q),
    status: one(query.status),
    role: one(query.role),
    team: one(query.team),
    involved: one(query.involved) === "1",
    cursor: one(query.after),
    limit: 50,
  };
}
