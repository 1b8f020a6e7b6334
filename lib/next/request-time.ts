import "server-only";
import { cache } from "react";
import { systemClock } from "../core/clock";

/** The moment this request is rendered, in milliseconds: one and the same for all parts of a page. */
export const requestTime = cache((): number => systemClock.now().getTime());
