import { z } from "zod";
import { peopleFilters } from "@/app/(dashboard)/people/filters";
import { defineRoute } from "@/lib/next/define-route";
import { listPeople } from "@/lib/people/queries";

/** People by name, page by page, with the filters of the page. */
export const GET = defineRoute({
  input: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  authorize: () => ({ action: "people.read" }),
  run: (ctx, query) => listPeople(ctx, peopleFilters(query)),
});
