import { z } from "zod";

export const PersonStatus = z.enum(["active", "suspended", "departed"]);
export type PersonStatus = z.infer<typeof PersonStatus>;
