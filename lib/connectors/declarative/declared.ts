import { digestOf } from "../../core/canonical";
import { endsNothing } from "./abilities";
import { Declaration } from "./schema/declaration";
import { hasName } from "./schema/parts";

/** What pages show of a declarative connection, and what decides which credentials it asks for. */
export interface Declared {
  /** what the file calls the system */
  system: string;
  /** of the declaration, as the signer's page and `connector check` show it */
  digest: string;
  /** credentials have a user name, or a client's id */
  basic: boolean;
  /** a control credential is needed */
  probes: boolean;
  endsNothing: boolean;
}

/** Of a declaration. */
export const declaredBy = (declaration: Declaration): Declared => ({
  system: declaration.system,
  digest: digestOf(declaration),
  basic: hasName(declaration.authentication),
  probes: !("cannot" in declaration.probe),
  endsNothing: endsNothing(declaration),
});

/** Of a stored connection; null for every other vendor, and for a declaration that this version can't read. */
export function declaredIn(vendor: string, settings: unknown): Declared | null {
  if (vendor !== "declarative" || typeof settings !== "object" || settings === null) return null;
  const parsed = Declaration.safeParse(Reflect.get(settings, "declaration"));
  return parsed.success ? declaredBy(parsed.data) : null;
}
