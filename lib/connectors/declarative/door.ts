import type { VendorResponse } from "../vendor-http";
import { isOneOf } from "./answers";
import { type DeclaredConnection, send, signedIn } from "./client";
import type { Declaration, Probe } from "./schema/declaration";
import { fillBody, fillPath, type Values } from "./template";

/** One use of a token, as its holder would use it. `id` is its handle, for a call that names it. Throws VendorFault("shape") where that is not known. */
export function knockAt(
  declaration: Declaration,
  connection: Pick<DeclaredConnection, "id" | "http" | "signal">,
  probe: Probe,
  id: string | undefined,
  secret: string,
): Promise<VendorResponse> {
  const values: Values = { id, secret };
  const at = probe.request.indexOf(" ");
  const { path } = fillPath(probe.request.slice(at + 1), values);
  return send(declaration, connection, {
    line: `${probe.request.slice(0, at)} ${path}`,
    headers: signedIn(probe.token, { secret }),
    ...(probe.json === undefined ? {} : { json: fillBody(probe.json, values) }),
    retry: false,
    freshConnection: true,
  });
}

/** Death in the declared shape alone, and never where the same answer would do for a living token. */
export function verdict({ alive, dead, disabled }: Probe, response: VendorResponse, forDisabled: boolean): "alive" | "dead" | "unknown" {
  const lives = isOneOf(response, alive);
  const ended = isOneOf(response, forDisabled ? (disabled ?? dead) : dead);
  return lives === ended ? "unknown" : lives ? "alive" : "dead";
}
