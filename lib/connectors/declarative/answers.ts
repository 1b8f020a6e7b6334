import type { VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { compilePath } from "./json-path";
import type { Answer } from "./schema/parts";

type Condition = Pick<Answer, "body" | "has">;

/** Whether JSON holds what a condition names. An empty condition holds of everything. */
export function holds({ body, has }: Condition, json: unknown): boolean {
  const named = Object.entries(body ?? {}).every(([path, value]) => compilePath(path)(json).includes(value));
  return named && (has ?? []).every((path) => compilePath(path)(json).some((found) => found !== null));
}

/** Whether the system gave one of these answers. A body that is no JSON fits no condition. */
export function isOneOf(response: VendorResponse, answers: readonly Answer[]): boolean {
  const here = answers.filter(({ status }) => status === response.status);
  if (here.length === 0) return false;
  const json = here.some(({ body, has }) => body || has) ? jsonOf(response) : undefined;
  return here.some((answer) => (answer.body || answer.has ? json !== undefined && holds(answer, json) : true));
}

/** Answers in words: `400 with code = 209`, or `200 or 204, whatever it says`. */
export function answersInWords(answers: readonly Answer[]): string {
  const bare = answers.filter(({ body, has }) => !body && !has).map(({ status }) => status);
  const telling = answers.filter(({ body, has }) => body || has).map(tellingInWords);
  return [...(bare.length > 0 ? [`${bare.join(" or ")}, whatever it says`] : []), ...telling].join(", or ");
}

function tellingInWords({ status, body, has }: Answer): string {
  const named = Object.entries(body ?? {}).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return `${status} with ${[...named, ...(has ?? []).map((path) => `something at ${path}`)].join(" and ")}`;
}
