import SCIMMY from "scimmy";
import { AppError, httpStatusOf } from "../../../lib/core/errors";
import { sqlState } from "../../../lib/core/transaction";

/** Error keywords of RFC 7644 §3.12 that this server uses. */
export type ScimType = "uniqueness" | "invalidFilter" | "mutability" | "invalidSyntax" | "invalidPath" | "noTarget" | "invalidValue" | "tooMany";

/** A refusal in SCIM's own words: HTTP status, keyword where the status allows one, and a sentence. */
export class ScimFault extends Error {
  constructor(
    readonly status: number,
    readonly scimType: ScimType | null,
    message: string,
  ) {
    super(message);
    this.name = "ScimFault";
  }
}

export interface ScimError {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"];
  status: string;
  scimType?: string;
  detail: string;
}

/** Any thrown thing as a SCIM error (RFC 7644 §3.12). What is not expected shows no inner text; `onUnknown` gets it for the log. */
export function scimError(error: unknown, onUnknown: (error: unknown) => void): ScimError {
  if (error instanceof ScimFault) return body(error.status, error.scimType, error.message);
  if (error instanceof SCIMMY.Types.Error) return body(Number(error.status), error.scimType, error.message);
  if (error instanceof AppError) return body(httpStatusOf[error.code], null, error.message);
  if (isUniqueViolation(error))
    return body(409, "uniqueness", "Another user of this directory already has this userName or externalId. Look it up with a filter and change that one.");
  onUnknown(error);
  if (isBusy(error)) return body(503, null, "Countersign is busy with a large change and nothing of this one was done. Try again in a minute.");
  return body(500, null, "Something failed on our side and nothing was changed. Try again.");
}

function body(status: number, scimType: string | null | undefined, detail: string): ScimError {
  return { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), ...(scimType ? { scimType } : {}), detail };
}

/** Runs scimmy's own checks; what it throws as a plain TypeError is a fault of the sent values. */
export function checked<T>(scimType: ScimType, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw new ScimFault(400, scimType, error.message);
    throw error;
  }
}
/** No connection came free, or the transaction did not get through in time (Prisma P2024, P2028). */
const isBusy = (error: unknown): boolean => error instanceof Error && "code" in error && (error.code === "P2024" || error.code === "P2028");
const isUniqueViolation = (error: unknown): boolean => sqlState(error) === "23505" || (error instanceof Error && "code" in error && error.code === "P2002");
