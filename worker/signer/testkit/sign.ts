import type { WorldKey } from "../../../lib/trust/testkit/world";
import { field, type Visit } from "./visit";

export type Lie = Parameters<WorldKey["answer"]>[1];

/** Signs what the page shows, as its script would. */
export async function sign(
  visit: Visit,
  text: string,
  request: { id: string },
  key: WorldKey,
  more: { targets?: string[]; intent?: string; lie?: Lie; headers?: Record<string, string> } = {},
) {
  const form = field(text, "form");
  const intent = more.intent ?? field(text, "intent");
  const targets = more.targets ?? [...text.matchAll(/name="target" value="(\w+)"/g)].map((match) => match[1] ?? "");
  const options = await visit.post(`/requests/${request.id}/options`, { form, intent, key: key.id, target: targets, reason: "no" });
  if (options.status !== 200) return options;
  const { answer } = JSON.parse(options.text);
  const { assertion } = key.answer(JSON.parse(answer), more.lie);
  return visit.post(
    `/requests/${request.id}/${intent === "deny" ? "deny" : "sign"}`,
    { form, answer, assertion: JSON.stringify(assertion), reason: "no" },
    more.headers,
  );
}
