import { randomBytes } from "node:crypto";
import { z } from "zod";
import { insideOf, runScript, type Stack } from "./stack";

export interface NewPerson {
  userName: string;
  displayName: string;
}

/** Somebody new in the sample's directory, with a name nobody else has. */
export async function hire(stack: Stack, name: string): Promise<NewPerson> {
  const mark = randomBytes(2).toString("hex");
  const person = { userName: `${name.toLowerCase().replace(" ", ".")}-${mark}`, displayName: `${name} ${mark}` };
  const { status, body } = await scim(stack, "POST", "/Users", userOf(person));
  if (status !== 201) throw new Error(`The directory's new person was answered ${status}: ${JSON.stringify(body)}`);
  return person;
}

/** A person as an identity provider sends one. */
export const userOf = ({ userName, displayName }: NewPerson) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  externalId: `hr-${userName}`,
  displayName,
  emails: [{ value: `${userName}@meridian-freight.example.com`, type: "work", primary: true }],
  active: true,
});

/** The directory says that somebody has left: one SCIM PATCH, as `npm run demo -- leave` sends it. */
export async function leave(stack: Stack, person: NewPerson): Promise<void> {
  await runScript(stack, "scripts/demo.mjs", ["leave", person.userName]);
}

/** One SCIM call, as the sample's directory. */
export async function scim(stack: Stack, method: string, where: string, body?: object): Promise<{ status: number; body: unknown }> {
  const { running, secrets } = await insideOf(stack);
  const response = await fetch(`${running.origins.collector}/scim/v2${where}`, {
    method,
    headers: { authorization: `Bearer ${secrets.demo.scimToken}`, "content-type": "application/scim+json", accept: "application/scim+json" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: z.unknown().parse(await response.json().catch(() => null)) };
}
