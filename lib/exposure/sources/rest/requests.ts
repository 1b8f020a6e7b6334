import { fillPath, type Values } from "../../../connectors/declarative/template";
import { VendorFault } from "../../../connectors/vendor-http";

/** A request with its values. Throws VendorFault for one that can't be sent. */
export const filled = (line: string, values: Values): string => `GET ${fillPath(line.slice("GET ".length), values).path}`;

/** The same; null where a value can't be sent. */
export function requestFor(line: string, values: Values): string | null {
  try {
    return filled(line, values);
  } catch (error) {
    if (error instanceof VendorFault) return null;
    throw error;
  }
}
