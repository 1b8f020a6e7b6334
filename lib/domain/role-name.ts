import { z } from "zod";
import { roles } from "./roles";

/** Apart from the words for roles, which browsers load. */
export const RoleName = z.enum(roles);
