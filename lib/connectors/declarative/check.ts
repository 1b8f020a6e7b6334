import { checkedBy } from "../check";
import type { Checker } from "../contract";
import { knockAt, verdict } from "./door";
import { declarationIn } from "./settings";

/** The declared door, at which a revocation is proven too. What a disabled token is told is neither life nor death. */
export const declarativeChecker: Checker = async (http, settings, secret, handle) => {
  const declaration = declarationIn(settings);
  const { probe } = declaration;
  if ("cannot" in probe) return { validity: "unknown", status: null, evidence: `It can't be tried here: ${probe.cannot}` };
  return checkedBy(
    async () => knockAt(declaration, { id: declaration.system, http }, probe, handle?.id ?? undefined, secret),
    (response) => verdict(probe, response, false),
    secret,
  );
};
