import type { PersonRecord } from "../../../lib/people/upsert-person";
import type { ScimSettings } from "./settings";

type Standing = Pick<PersonRecord, "status" | "statusAt" | "statusSource" | "endsAt">;

/**
 * What a SCIM user's `active` and end date say about the person. The end date is the stronger one: reached, it means departed since
 * then; ahead, it is kept and applied when it comes. `active: false` means what the directory was set to mean.
 */
export function standingOf(active: boolean, endDate: Date | null, settings: ScimSettings, now: Date): Standing {
  const endsAt = endDate;
  if (endDate && endDate.getTime() <= now.getTime())
    return { status: "departed", statusAt: endDate, statusSource: `scim: end date ${endDate.toISOString()}`, endsAt };
  if (!active) return { status: settings.inactiveMeans, statusAt: null, statusSource: "scim: active=false", endsAt };
  return { status: "active", statusAt: null, statusSource: "scim: active=true", endsAt };
}
