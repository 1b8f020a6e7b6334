import { authorize } from "../authorization/authorize";
import type { Action } from "../authorization/table";
import type { Actor } from "../core/context";
import type { ImportKind } from "./kinds";

/** What one must be allowed to do to bring in a listing of that kind. */
export const importAction = (kind: ImportKind): Action => (kind === "people" || kind === "teams" ? "import.people" : "import.start");

/** Throws Forbidden unless the actor may. */
export const authorizeImport = (actor: Actor | null, kind: ImportKind): void => authorize(actor, importAction(kind));
