import { z } from "zod";
import { personPage } from "../../people/person-page";
import { listPeople } from "../../people/queries";
import { PersonListInput } from "../../people/schemas";
import { endpoint } from "../endpoint";
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
];
