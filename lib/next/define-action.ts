import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Result } from "../core/result";
import { anonymousContext } from "./context";
import { formValues } from "./form-values";
import { type ActionDefinition, type ActionRequest, runAction } from "./run-action";
import { currentContext } from "./session";
import { webEnv } from "./web-env";

export interface WebActionDefinition<S extends z.ZodType, T> extends ActionDefinition<S, T> {
  /** paths whose rendering is stale once the action succeeded; a layout path refreshes all below it */
  revalidate?: readonly string[];
}

/** A server action over a verb. Does not type-check without `authorize`. Call it with the input; it never throws. */
export function defineAction<S extends z.ZodType, T>(definition: WebActionDefinition<S, T>): (input: z.input<S>) => Promise<Result<T>> {
  return (input) => perform(definition, input);
}

/** The same for `useActionState`: takes a form, and works before any script has loaded. */
export function defineFormAction<S extends z.ZodType, T>(
  definition: WebActionDefinition<S, T>,
): (previous: Result<T> | null, form: FormData) => Promise<Result<T>> {
  return (_previous, form) => perform(definition, formValues(form));
}

async function perform<S extends z.ZodType, T>(definition: WebActionDefinition<S, T>, raw: unknown): Promise<Result<T>> {
  const request: ActionRequest = {
    headers: await headers(),
    ownOrigin: webEnv().COUNTERSIGN_ORIGIN,
    signedIn: currentContext,
    anonymous: anonymousContext,
    rethrow: unstable_rethrow,
  };
  const result = await runAction(definition, raw, request);
  if (result.ok) for (const path of definition.revalidate ?? []) revalidatePath(path, "layout");
  return result;
}
