import { z } from "zod";
import type { OwnCredential } from "../../../connectors/declarative/client";
import { hasName } from "../../../connectors/declarative/schema/parts";
import { headerSafe } from "../../../connectors/declarative/template";
import { SourceFault } from "../piece";
import type { RestSource } from "./declaration";

/** What a system is signed in to with, as it is sealed. */
export const RestCredential = z.strictObject({ username: z.string().min(1).optional(), secret: z.string().min(1) });

/** A credential as somebody gives it, for what a description signs in with. Throws SourceFault, whose text repeats nothing of it. */
export function credentialFrom({ authentication }: RestSource, text: string): OwnCredential {
  if (!hasName(authentication)) return { secret: oneLine(text) };
  const at = text.indexOf(":");
  if (at < 1) throw new SourceFault("The file signs in with a name and a password, or a client's id and secret: write the credential as NAME:PASSWORD.");
  return { username: text.slice(0, at), secret: oneLine(text.slice(at + 1)) };
}

function oneLine(secret: string): string {
  try {
    return headerSafe("secret", secret);
  } catch {
    throw new SourceFault("The credential must be one line of printable ASCII. Was a whole file meant?");
  }
}
