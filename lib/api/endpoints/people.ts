import { z } from "zod";
import { ExposedByDepartureInput, exposedByDeparture } from "../../exposure/exposed-by-departure";
import { personPage } from "../../people/person-page";
import { listPeople } from "../../people/queries";
import { PersonListInput } from "../../people/schemas";
import { endpoint } from "../endpoint";
import { ExposedByDeparture } from "../shapes/exposure";
import { pageOf } from "../shapes/parts";
import { Person, PersonDetail } from "../shapes/person";

const tag = "People";

export const peopleEndpoints = [
  endpoint({
    method: "GET",
    path: "/people",
    id: "listPeople",
    tag,
    summary: "List people",
    action: "people.read",
    input: PersonListInput.extend({ limit: z.coerce.number().int().min(1).max(200).default(50), involved: z.stringbool().default(false) }),
    output: pageOf(Person),
    run: async (ctx, query) => {
      const { rows, next } = await listPeople(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/people/{id}",
    id: "getPerson",
    tag,
    summary: "Read one person, their accounts and their tokens",
    action: "people.read",
    input: z.object({ id: z.uuid() }),
    output: PersonDetail,
    run: (ctx, query) => personPage(ctx, query.id),
  }),
  endpoint({
    method: "GET",
    path: "/people/{person}/exposed-by-departure",
    id: "getExposedByDeparture",
    tag,
    summary: "Read which exposed secrets somebody who left could merely see",
    description: "Secrets that may be live, at places that the person could read before leaving, as far as sources tell. Null for somebody who has not left.",
    action: "inventory.read",
    input: ExposedByDepartureInput,
    output: ExposedByDeparture.nullable(),
    run: exposedByDeparture,
  }),
];
