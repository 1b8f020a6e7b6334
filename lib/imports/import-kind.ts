import { z } from "zod";
import { importKinds } from "./kinds";

/** Apart from the words for kinds, which browsers load. */
export const ImportKind = z.enum(importKinds);
